package dev.tributary.widget;

import dev.tributary.inbound.EventResult;
import dev.tributary.inbound.IncomingEvent;
import dev.tributary.inbound.Intake;
import dev.tributary.platform.Sql;
import dev.tributary.widget.RateLimits.Limit;
import dev.tributary.widget.VisitorEvents.FilledForm;
import dev.tributary.widget.VisitorSession.Person;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes a visitor's message in, by the journal, and tells how it was filed. The same {@code client_id} is the same message. */
@ApplicationScoped
class VisitorWriting {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String KNOWN = "select id, conversation_id from message where channel_account_id = $1 and provider_message_id = $2";
    private static final String ACTION = """
            select 1 from message where id = $1 and conversation_id = $2 and direction = 'outbound' and deleted_at is null
                and (content -> 'buttons' @> jsonb_build_array(jsonb_build_object('id', $3::text))
                  or content -> 'carousel' @> jsonb_build_array(jsonb_build_object('buttons', jsonb_build_array(jsonb_build_object('id', $3::text)))))
            """;
    private static final String ANSWERED = "select provider_message_id from message where id = $1 and conversation_id = $2 and direction in ('inbound', 'outbound')";
    private static final String ANSWER = "update message set reply_to_id = $2 where id = $1 and reply_to_id is null";

    private final Pool database;
    private final Intake intake;
    private final RateLimits limits;
    private final VisitorUploads uploads;
    private final VisitorForms forms;
    private final VisitorConversations conversations;
    private final ContactClaims claims;
    private final VisitorStore visitors;

    VisitorWriting(
            Pool database,
            Intake intake,
            RateLimits limits,
            VisitorUploads uploads,
            VisitorForms forms,
            VisitorConversations conversations,
            ContactClaims claims,
            VisitorStore visitors) {
        this.database = database;
        this.intake = intake;
        this.limits = limits;
        this.uploads = uploads;
        this.forms = forms;
        this.conversations = conversations;
        this.claims = claims;
        this.visitors = visitors;
    }

    /** @param isNew false for the second copy of a message */
    record Filed(boolean isNew, UUID conversationId, UUID messageId, Optional<Person> person) {}

    /** Into a conversation of the visitor's that still takes answers. */
    Uni<Filed> send(VisitorSession session, UUID conversationId, VisitorDraft given) {
        VisitorDraft draft = given.checked(session.channel().settings());
        return known(session, draft).chain(known -> known.isPresent()
                ? Uni.createFrom().item(known.get())
                : conversations.get(database, session.person(), session.channel().live().reopenDays(), conversationId)
                        .invoke(VisitorWriting::requireOpen)
                        .call(() -> limit(session))
                        .chain(conversation -> file(session, Optional.of(conversation), conversation.threadKey(), draft)));
    }

    /**
     * Begins a conversation, or goes on with the one that is open where a visitor has only one at a time. However often the button
     * is pressed, and in however many tabs: the thread's key is the same, so it is one conversation.
     */
    Uni<Filed> begin(VisitorSession session, UUID clientId, VisitorDraft given) {
        VisitorDraft draft = given.checked(session.channel().settings());
        return known(session, draft).chain(known -> known.isPresent()
                ? Uni.createFrom().item(known.get())
                : limit(session).chain(() -> thread(session, clientId)).chain(key -> file(session, Optional.empty(), key, draft)));
    }

    private static void requireOpen(VisitorConversation conversation) {
        if (!conversation.canReply()) {
            throw WidgetProblems.conversationClosed();
        }
    }

    private Uni<Void> limit(VisitorSession session) {
        String subject = session.visitor().accountId() + "/" + session.visitor().senderId();
        return limits.count(Limit.MESSAGES_IN_A_ROW, subject).chain(() -> limits.count(Limit.MESSAGES, subject));
    }

    private Uni<String> thread(VisitorSession session, UUID clientId) {
        String sender = session.visitor().senderId();
        if (!session.channel().settings().oneConversation()) {
            return limits.count(Limit.CONVERSATIONS, session.visitor().accountId() + "/" + sender).replaceWith(sender + "#" + clientId);
        }
        return conversations.list(database, session.person(), session.channel().live().reopenDays())
                .map(all -> all.stream().filter(VisitorConversation::canReply).findFirst().map(VisitorConversation::threadKey))
                .chain(open -> open.isPresent() ? Uni.createFrom().item(open.get()) : nextThread(session));
    }

    private Uni<String> nextThread(VisitorSession session) {
        String sender = session.visitor().senderId();
        return limits.count(Limit.CONVERSATIONS, session.visitor().accountId() + "/" + sender)
                .chain(() -> conversations.count(database, session.person()))
                .map(number -> sender + "#" + number);
    }

    private Uni<Optional<Filed>> known(VisitorSession session, VisitorDraft draft) {
        return database.preparedQuery(KNOWN)
                .execute(Tuple.of(session.visitor().accountId(), VisitorEvents.messageId(session.visitor(), draft.clientId())))
                .map(rows -> Sql.first(rows).map(row -> new Filed(false, row.getUUID("conversation_id"), row.getUUID("id"), session.person())));
    }

    private Uni<Filed> file(VisitorSession session, Optional<VisitorConversation> into, String threadKey, VisitorDraft draft) {
        return requireAction(into, draft)
                .chain(() -> uploads.find(session, draft.attachments()))
                .chain(files -> forms.take(session, into, draft).chain(form -> answered(into, draft).chain(answered -> journal(session, threadKey, draft, files, form, answered))))
                .chain(() -> known(session, draft))
                .chain(filed -> visitors.person(database, session.visitor()).map(person -> new Filed(
                        true, filed.orElseThrow(VisitorWriting::unavailable).conversationId(), filed.get().messageId(), person)))
                .call(filed -> answer(draft, filed))
                .call(filed -> claims.write(session.visitor(), filed.person()));
    }

    private Uni<Void> journal(
            VisitorSession session, String threadKey, VisitorDraft draft, List<VisitorEvents.File> files, Optional<FilledForm> form, Optional<String> replyTo) {
        byte[] body = VisitorEvents.message(session.visitor(), threadKey, draft, files, form, replyTo);
        Map<String, String> headers = session.visitor().userAgent().map(agent -> Map.of("user-agent", agent)).orElse(Map.of());
        return intake.takeAndAwait(new IncomingEvent(session.channel().live(), IncomingEvent.Source.WIDGET, headers, body), PATIENCE)
                .onFailure(TimeoutException.class).transform(_ -> unavailable())
                .invoke(results -> results.forEach(VisitorWriting::requireFiled))
                .replaceWithVoid();
    }

    private static void requireFiled(EventResult result) {
        switch (result.outcome()) {
            case APPLIED, DUPLICATE -> { }
            case IGNORED -> throw result.reason().filter("contact_blocked"::equals).isPresent() ? WidgetProblems.blocked() : WidgetProblems.inactive();
            case FAILED, REJECTED, PENDING -> throw unavailable();
        }
    }

    /** It is in the journal and will be applied; the browser asks again with the same client_id and is told of it then. */
    private static RuntimeException unavailable() {
        return WidgetProblems.notFiledYet();
    }

    private Uni<Void> requireAction(Optional<VisitorConversation> into, VisitorDraft draft) {
        if (!draft.type().equals("postback")) {
            return Uni.createFrom().voidItem();
        }
        Optional<UUID> source = id(draft.postback().sourceMessageId());
        if (source.isEmpty() || into.isEmpty()) {
            throw WidgetProblems.field("postback_invalid", "postback.source_message_id", "is no message with actions");
        }
        return database.preparedQuery(ACTION).execute(Tuple.of(source.get(), into.get().id(), draft.postback().id())).invoke(rows -> {
            if (rows.size() == 0) {
                throw WidgetProblems.field("postback_invalid", "postback.id", "was not offered by that message");
            }
        }).replaceWithVoid();
    }

    private Uni<Optional<String>> answered(Optional<VisitorConversation> into, VisitorDraft draft) {
        Optional<UUID> answered = Optional.ofNullable(draft.replyTo()).flatMap(VisitorWriting::id);
        if (answered.isEmpty() || into.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.preparedQuery(ANSWERED).execute(Tuple.of(answered.get(), into.get().id())).map(rows -> {
            if (rows.size() == 0) {
                throw WidgetProblems.field("reply_to_invalid", "reply_to", "is no message of this conversation");
            }
            return Optional.ofNullable(rows.iterator().next().getString("provider_message_id"));
        });
    }

    /** A message of ours has no provider id to be answered by, so the link is set by ours. */
    private Uni<Void> answer(VisitorDraft draft, Filed filed) {
        return Optional.ofNullable(draft.replyTo()).flatMap(VisitorWriting::id)
                .map(answered -> database.preparedQuery(ANSWER).execute(Tuple.of(filed.messageId(), answered)).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    static Optional<UUID> id(String text) {
        try {
            return text == null || text.length() != 36 ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
