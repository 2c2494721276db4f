package dev.tributary.conversation;

import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ThreadKey;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What happens to messages and threads after they were written: edits, deletions, reactions, a thread that moved or was closed
 * at the other side. Each is told by its effect, so that a second sight of the same event has none.
 */
@ApplicationScoped
public class InboundRevisions {

    /** What an event did to what is there. */
    public sealed interface Effect {
        record Changed(UUID conversationId, Optional<UUID> messageId, Change change) implements Effect {}

        /** It is known already, or something newer is. */
        record Unchanged() implements Effect {}

        record Unknown() implements Effect {}
    }

    private record Found(UUID messageId, UUID conversationId, Row row) {}

    private static final String FIND = """
            select m.id, m.conversation_id, m.text, m.html, m.edited_at, m.deleted_at, m.reactions
            from message m
            where m.id = coalesce(
                (select id from message where channel_account_id = $1 and provider_message_id = $2),
                (select message_id from message_part where channel_account_id = $1 and provider_message_id = $2))
            for update
            """;

    private static final String EDIT = """
            with kept as (
                insert into message_revision (message_id, replaced_at, text, html) select id, $2, text, html from message where id = $1
                on conflict do nothing)
            update message set text = $3, html = $4, content = coalesce($5, content), edited_at = $2 where id = $1
            """;

    private static final String PREVIEW = "update conversation set last_message_preview = $2 where id = $1 and last_message_id = $3";

    private static final String DELETE = """
            with files as (delete from attachment where message_id = $1),
                 revisions as (delete from message_revision where message_id = $1)
            update message set text = null, html = null, content = null, has_attachments = false, deleted_at = $2 where id = $1
            """;

    private static final String REACT = "update message set reactions = $2 where id = $1";

    private static final String MOVE = """
            update conversation c set thread_key = $3
            where channel_account_id = $1 and thread_key = $2
              and not (status in ('open', 'pending')
                       and exists (select 1 from conversation o where o.channel_account_id = $1 and o.thread_key = $3 and o.status in ('open', 'pending')))
            returning id
            """;

    private static final String CLOSE = """
            update conversation c set status = 'resolved', resolved_at = $3, snoozed_until = null, updated_at = $3
            from (select id, status from conversation
                  where channel_account_id = $1 and thread_key = $2 and status in ('open', 'pending') for no key update) before
            where c.id = before.id
            returning c.id, before.status as status_before
            """;

    /** The replaced text is kept as a revision. */
    public Uni<Effect> edit(SqlConnection tx, UUID accountId, ProviderMessageId id, ContentColumns content, Instant at) {
        return find(tx, accountId, id).chain(found -> {
            if (found.isEmpty()) {
                return unknown();
            }
            Instant known = Sql.instant(found.get().row(), "edited_at");
            boolean gone = Sql.instant(found.get().row(), "deleted_at") != null;
            return gone || (known != null && !known.isBefore(at)) ? unchanged() : edit(tx, found.get(), content, at);
        });
    }

    /** Text, revisions and files are gone afterwards; the mark stays. */
    public Uni<Effect> delete(SqlConnection tx, UUID accountId, ProviderMessageId id, Instant at) {
        return find(tx, accountId, id).chain(found -> {
            if (found.isEmpty()) {
                return unknown();
            }
            return Sql.instant(found.get().row(), "deleted_at") != null ? unchanged() : delete(tx, found.get(), at);
        });
    }

    /** @param contactId of the person who reacts, with their name */
    public Uni<Effect> react(
            SqlConnection tx, UUID accountId, ProviderMessageId id, UUID contactId, String contactName, Reaction.Change change) {
        return find(tx, accountId, id).chain(found -> {
            if (found.isEmpty()) {
                return unknown();
            }
            JsonArray before = found.get().row().getJsonArray("reactions");
            JsonArray after = reactions(before, contactId, contactName, change);
            return after.equals(before)
                    ? unchanged()
                    : tx.preparedQuery(REACT).execute(Tuple.of(found.get().messageId(), after)).replaceWith(changed(found.get()));
        });
    }

    public Uni<Effect> move(SqlConnection tx, UUID accountId, ThreadKey from, ThreadKey to) {
        return tx.preparedQuery(MOVE).execute(Tuple.of(accountId, from.value(), to.value())).map(rows -> conversation(Sql.first(rows)));
    }

    public Uni<Effect> close(SqlConnection tx, UUID accountId, ThreadKey thread, Instant now) {
        return tx.preparedQuery(CLOSE).execute(Tuple.of(accountId, thread.value(), Sql.time(now))).map(rows -> closed(Sql.first(rows)));
    }

    private Uni<Effect> edit(SqlConnection tx, Found found, ContentColumns content, Instant at) {
        return tx.preparedQuery(EDIT)
                .execute(Tuple.of(found.messageId(), Sql.time(at), content.text(), content.html(), content.content()))
                .chain(() -> preview(tx, found, content.preview()))
                .replaceWith(changed(found));
    }

    private Uni<Effect> delete(SqlConnection tx, Found found, Instant at) {
        return tx.preparedQuery(DELETE)
                .execute(Tuple.of(found.messageId(), Sql.time(at)))
                .chain(() -> preview(tx, found, null))
                .replaceWith(changed(found));
    }

    private static Uni<Void> preview(SqlConnection tx, Found found, String preview) {
        return tx.preparedQuery(PREVIEW).execute(Tuple.of(found.conversationId(), preview, found.messageId())).replaceWithVoid();
    }

    private static Uni<Optional<Found>> find(SqlConnection tx, UUID accountId, ProviderMessageId id) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(accountId, id.value()))
                .map(rows -> Sql.first(rows).map(row -> new Found(row.getUUID("id"), row.getUUID("conversation_id"), row)));
    }

    private static JsonArray reactions(JsonArray before, UUID contactId, String contactName, Reaction.Change change) {
        List<String> mine = emojis(before, contactId);
        List<String> now =
                switch (change) {
                    case Reaction.Change.Set set -> set.emojis();
                    case Reaction.Change.Add add -> mine.contains(add.emoji()) ? mine : concat(mine, add.emoji());
                    case Reaction.Change.Remove remove -> mine.stream().filter(emoji -> !emoji.equals(remove.emoji())).toList();
                };
        if (now.equals(mine)) {
            return before;
        }
        JsonArray after = new JsonArray();
        before.stream().map(JsonObject.class::cast).filter(reaction -> !by(reaction, contactId)).forEach(after::add);
        now.forEach(emoji -> after.add(JsonObject.of(
                "emoji", emoji, "author", JsonObject.of("type", "contact", "id", contactId.toString(), "name", contactName))));
        return after;
    }

    private static List<String> emojis(JsonArray reactions, UUID contactId) {
        return reactions.stream().map(JsonObject.class::cast).filter(reaction -> by(reaction, contactId)).map(reaction -> reaction.getString("emoji")).toList();
    }

    private static boolean by(JsonObject reaction, UUID contactId) {
        return contactId.toString().equals(reaction.getJsonObject("author").getString("id"));
    }

    private static List<String> concat(List<String> list, String more) {
        return java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(more)).toList();
    }

    private static Effect changed(Found found) {
        return new Effect.Changed(
                found.conversationId(), Optional.of(found.messageId()), Change.message("message.updated", found.conversationId(), found.messageId()));
    }

    private static Effect conversation(Optional<Row> row) {
        return row.<Effect>map(found -> new Effect.Changed(
                        found.getUUID("id"), Optional.empty(), Change.conversation("conversation.updated", found.getUUID("id"))))
                .orElseGet(Effect.Unknown::new);
    }

    private static Effect closed(Optional<Row> row) {
        return row.<Effect>map(found -> new Effect.Changed(
                        found.getUUID("id"),
                        Optional.empty(),
                        InboundThreads.statusChanged(found.getUUID("id"), found.getString("status_before"), "resolved")))
                .orElseGet(Effect.Unknown::new);
    }

    private static Uni<Effect> unknown() {
        return Uni.createFrom().item(new Effect.Unknown());
    }

    private static Uni<Effect> unchanged() {
        return Uni.createFrom().item(new Effect.Unchanged());
    }
}
