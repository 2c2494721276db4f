package dev.tributary.conversation;

import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.TemplateMessage;
import dev.tributary.conversation.SendRules.File;
import dev.tributary.platform.SafeHtml;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The one way to say something in a conversation, whoever asks. The message, the outbox row that carries it, the list row and
 * the change feed are one transaction, so a message that was accepted cannot be lost and one that was refused leaves no trace.
 * Refusals are {@link dev.tributary.platform.ProblemException}s: 400 with the field for what the channel does not take, 409 with
 * a hint for what cannot leave from this conversation now.
 */
@ApplicationScoped
public class MessageQueue {

    /**
     * What was written.
     *
     * @param fresh false where the client's id was known: the message is the one from before
     * @param changes for the feed
     */
    public record Queued(UUID messageId, boolean fresh, List<Change> changes) {}

    private record Draft(NewMessage message, Place place, Optional<String> text, Optional<String> html, List<File> files, Optional<OutgoingMail.Signature> signature) {

        boolean isNote() {
            return message.isNote();
        }

        String kind() {
            if (message.template().isPresent()) {
                return "template";
            }
            if (message.structured().isPresent()) {
                return StructuredJson.kind(message.structured().get()).word();
            }
            return files.isEmpty() ? "text" : files.getFirst().kind().word();
        }
    }

    private static final String FIND_BY_CLIENT_ID = "select id from message where conversation_id = $1 and client_id = $2";

    private static final String INSERT = """
            insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, html, content,
                                 author_type, author_id, author_name, reply_to_id, client_id, delivery_status, has_attachments,
                                 created_at, received_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            """;

    private static final String ENQUEUE = """
            insert into outbox (id, organization_id, channel_account_id, lane, kind, message_id, not_before, created_at)
            values ($1, $2, $3, $4, 'message', $5, $6, $6)
            """;

    private static final String LIST_ROW = """
            update conversation set
                last_message_id = $2, last_message_preview = $3, last_message_direction = $4, last_message_status = $5,
                last_message_at = $6, activity_at = greatest(activity_at, $6), updated_at = $7,
                unread_count = case when $8 then 0 else unread_count end,
                first_response_at = case when $9 then $6 else first_response_at end
            where id = $1
            """;

    private final Pool database;
    private final SendRules rules;
    private final ThreadChecks checks;
    private final TemplateRules templates;
    private final Uploads uploads;
    private final MergeFields mergeFields;
    private final Signatures signatures;
    private final StatisticsWriter statistics;
    private final ChangeFeed changeFeed;
    private final OutboxSignal outbox;
    private final Clock clock;

    MessageQueue(
            Pool database,
            SendRules rules,
            ThreadChecks checks,
            TemplateRules templates,
            Uploads uploads,
            MergeFields mergeFields,
            Signatures signatures,
            StatisticsWriter statistics,
            ChangeFeed changeFeed,
            OutboxSignal outbox,
            Clock clock) {
        this.database = database;
        this.rules = rules;
        this.checks = checks;
        this.templates = templates;
        this.uploads = uploads;
        this.mergeFields = mergeFields;
        this.signatures = signatures;
        this.statistics = statistics;
        this.changeFeed = changeFeed;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Queues in a transaction of its own, tells the feed and wakes the dispatcher. */
    public Uni<Queued> queue(NewMessage message) {
        return database.withTransaction(tx -> queue(tx, message)
                        .call(queued -> changeFeed.append(tx, message.organizationId(), queued.changes())))
                .invoke(queued -> announce(message.organizationId(), queued));
    }

    /**
     * Queues within a transaction of the caller's, who appends the changes to the feed as the last statement and calls
     * {@link #announce} after the commit.
     */
    public Uni<Queued> queue(SqlConnection tx, NewMessage message) {
        return Place.lock(tx, message.organizationId(), message.conversationId())
                .chain(place -> known(tx, message).chain(known -> known.isPresent()
                        ? Uni.createFrom().item(new Queued(known.get(), false, List.of()))
                        : write(tx, place, message)));
    }

    /** Makes what was queued visible: sockets are told and the dispatcher is woken. */
    public void announce(UUID organizationId, Queued queued) {
        if (queued.fresh()) {
            changeFeed.announce(organizationId);
            outbox.wake();
        }
    }

    private Uni<Optional<UUID>> known(SqlConnection tx, NewMessage message) {
        if (message.clientId().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return tx.preparedQuery(FIND_BY_CLIENT_ID)
                .execute(Tuple.of(message.conversationId(), message.clientId().get()))
                .map(rows -> Sql.first(rows).map(row -> row.getUUID("id")));
    }

    private Uni<Queued> write(SqlConnection tx, Place place, NewMessage message) {
        if (!message.isNote()) {
            rules.checkPlace(place, message.template().isPresent(), message.author().type().equals("user"));
        }
        return checks.check(tx, message).chain(() -> filled(tx, message)).chain(filled -> draft(tx, place, filled))
                .chain(draft -> signed(tx, draft))
                .chain(draft -> write(tx, draft));
    }

    /** Cards, forms and polls have merge fields whoever sends them: an agent, a rule or a program. */
    private Uni<NewMessage> filled(SqlConnection tx, NewMessage message) {
        return message.structured()
                .map(structured -> mergeFields.fill(tx, message.organizationId(), message.conversationId(), message.author().name(), structured).map(message::saying))
                .orElseGet(() -> Uni.createFrom().item(message));
    }

    private Uni<Draft> draft(SqlConnection tx, Place place, NewMessage message) {
        return uploads.find(tx, message.organizationId(), message.attachmentIds())
                .chain(files -> templates.words(tx, place, message, files).map(words -> draft(place, message, words, files)));
    }

    private Draft draft(Place place, NewMessage message, Optional<String> words, List<File> files) {
        Optional<String> html = message.html().map(source -> rules.clean(place, source)).filter(clean -> !clean.isBlank());
        Optional<String> text = words.filter(given -> !given.isBlank()).or(() -> html.map(SafeHtml::text).filter(plain -> !plain.isEmpty()));
        if (text.isEmpty() && files.isEmpty() && message.structured().isEmpty()) {
            throw Problems.invalid("text", "must not be empty without an attachment");
        }
        if (text.isPresent() && text.get().indexOf('\0') >= 0) {
            throw Problems.invalid("text", "must not hold a NUL character");
        }
        if (message.isNote()) {
            rules.checkNote(message, text);
        } else {
            rules.checkContent(place, message, text, files);
        }
        return new Draft(message, place, text, html, files, Optional.empty());
    }

    private Uni<Draft> signed(SqlConnection tx, Draft draft) {
        NewMessage message = draft.message();
        boolean isSigned = !draft.isNote() && rules.isMail(draft.place()) && message.mail().map(MailRequest::isSigned).orElse(true);
        return isSigned
                ? signatures.of(tx, message.organizationId(), message.conversationId(), draft.place().accountId(), message.author())
                        .map(signature -> new Draft(message, draft.place(), draft.text(), draft.html(), draft.files(), signature))
                : Uni.createFrom().item(draft);
    }

    private Uni<Queued> write(SqlConnection tx, Draft draft) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        Instant at = draft.place().after(now);
        UUID conversationId = draft.place().conversationId();
        List<Change> changes = List.of(
                Change.message("message.created", conversationId, id), Change.conversation("conversation.updated", conversationId));
        return insert(tx, draft, id, at, now)
                .chain(() -> uploads.claim(tx, id, draft.message().attachmentIds()))
                .chain(() -> draft.isNote() ? Uni.createFrom().voidItem() : enqueue(tx, draft, id, now))
                .chain(() -> listRow(tx, draft, id, at, now))
                .chain(() -> countsAsResponse(draft) ? responded(tx, draft, at) : Uni.createFrom().voidItem())
                .replaceWith(new Queued(id, true, changes));
    }

    private Uni<Void> insert(SqlConnection tx, Draft draft, UUID id, Instant at, Instant now) {
        NewMessage message = draft.message();
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(message.organizationId())
                .addUUID(draft.place().conversationId())
                .addUUID(draft.place().accountId())
                .addString(draft.isNote() ? "note" : "outbound")
                .addString(draft.kind())
                .addString(draft.text().orElse(null))
                .addString(draft.html().orElse(null))
                .addValue(content(draft))
                .addString(message.author().type())
                .addUUID(message.author().id())
                .addString(message.author().name())
                .addUUID(message.replyToId().orElse(null))
                .addUUID(message.clientId().orElse(null))
                .addString(draft.isNote() ? null : "queued")
                .addBoolean(!draft.files().isEmpty())
                .addOffsetDateTime(Sql.time(at))
                .addOffsetDateTime(Sql.time(now));
        return tx.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    private static JsonObject content(Draft draft) {
        NewMessage message = draft.message();
        if (message.template().isPresent()) {
            return template(message.template().get());
        }
        JsonObject buttons = message.structured().map(StructuredJson::write).orElseGet(() -> buttons(message.buttons()));
        if (message.mail().isEmpty() && draft.signature().isEmpty()) {
            return buttons;
        }
        JsonObject mail = message.mail().map(MailRequest::json).orElseGet(JsonObject::new);
        draft.signature().ifPresent(signature -> mail.put("signature", Signatures.json(signature)));
        return (buttons == null ? new JsonObject() : buttons).put("mail", mail);
    }

    private static JsonObject template(TemplateMessage template) {
        JsonObject use = JsonObject.of("name", template.name(), "language", template.language(), "values", new JsonObject(new HashMap<>(template.values())));
        return JsonObject.of("template", use);
    }

    private static JsonObject buttons(List<Button> buttons) {
        if (buttons.isEmpty()) {
            return null;
        }
        JsonArray list = new JsonArray();
        for (Button button : buttons) {
            JsonObject json = new JsonObject().put("id", button.id()).put("title", button.title());
            button.url().ifPresent(url -> json.put("url", url));
            list.add(json);
        }
        return new JsonObject().put("buttons", list);
    }

    private static Uni<Void> enqueue(SqlConnection tx, Draft draft, UUID id, Instant now) {
        Place place = draft.place();
        return tx.preparedQuery(ENQUEUE)
                .execute(Tuple.of(Ids.next(), draft.message().organizationId(), place.accountId(), place.conversationId(), id, Sql.time(now)))
                .replaceWithVoid();
    }

    private static Uni<Void> listRow(SqlConnection tx, Draft draft, UUID id, Instant at, Instant now) {
        Optional<String> fileName = draft.files().stream().findFirst().map(File::fileName);
        boolean isRead = draft.message().author().type().equals("user");
        Tuple row = Tuple.tuple()
                .addUUID(draft.place().conversationId())
                .addUUID(id)
                .addString(Previews.of(draft.text().or(() -> draft.message().structured().map(StructuredJson::words)), fileName))
                .addString(draft.isNote() ? "note" : "outbound")
                .addString(draft.isNote() ? null : "queued")
                .addOffsetDateTime(Sql.time(at))
                .addOffsetDateTime(Sql.time(now))
                .addBoolean(isRead)
                .addBoolean(countsAsResponse(draft));
        return tx.preparedQuery(LIST_ROW).execute(row).replaceWithVoid();
    }

    private static boolean countsAsResponse(Draft draft) {
        return !draft.isNote() && draft.message().author().responds() && !draft.place().isAnswered() && draft.place().firstInboundAt().isPresent();
    }

    private Uni<Void> responded(SqlConnection tx, Draft draft, Instant at) {
        Place place = draft.place();
        return statistics.responded(tx, place.conversationId(), place.accountId(), place.firstInboundAt().orElseThrow(), at);
    }
}
