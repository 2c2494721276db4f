package dev.tributary.conversation;

import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A conversation's messages: reading them, and sending a failed one again. */
@ApplicationScoped
class Messages {

    private static final String PAGE = MessageViews.PROJECTION + """
            where m.conversation_id = $1 and m.organization_id = $2 and ($3::timestamptz is null or (m.created_at, m.id) < ($3, $4))
            order by m.created_at desc, m.id desc limit $5
            """;

    private static final String CONVERSATION = "select 1 from conversation where organization_id = $1 and id = $2";

    private static final String FIND = "select conversation_id, channel_account_id, kind, author_type from message where organization_id = $1 and id = $2";

    private static final String AGAIN = """
            update message set delivery_status = 'queued', error = null where id = $1 and delivery_status = 'failed' returning conversation_id
            """;

    private static final String ENQUEUE = """
            insert into outbox (id, organization_id, channel_account_id, lane, kind, message_id, not_before, created_at)
            values ($1, $2, $3, $4, 'message', $5, $6, $6)
            """;

    private static final String LIST_ROW = "update conversation set last_message_status = 'queued' where id = $1 and last_message_id = $2";

    private final Pool database;
    private final MessageViews views;
    private final SendRules rules;
    private final Cursors cursors;
    private final ChangeFeed changeFeed;
    private final OutboxSignal outbox;
    private final Clock clock;

    Messages(Pool database, MessageViews views, SendRules rules, Cursors cursors, ChangeFeed changeFeed, OutboxSignal outbox, Clock clock) {
        this.database = database;
        this.views = views;
        this.rules = rules;
        this.cursors = cursors;
        this.changeFeed = changeFeed;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The newest first; 404 for a conversation of somebody else. */
    Uni<Page<MessageView>> page(UUID organizationId, UUID conversationId, String cursor, int limit) {
        Optional<String[]> key = Optional.ofNullable(cursor).map(given -> cursors.decode(given, 2));
        OffsetDateTime before = key.map(parts -> Sql.time(Instant.parse(parts[0]))).orElse(null);
        UUID beforeId = key.map(parts -> UUID.fromString(parts[1])).orElse(null);
        return requireConversation(organizationId, conversationId)
                .chain(() -> database.preparedQuery(PAGE).execute(Tuple.of(conversationId, organizationId, before, beforeId, limit + 1)))
                .chain(rows -> views.complete(database, organizationId, rows))
                .map(found -> Page.of(found, limit, last -> cursors.encode(last.createdAt().toString(), last.id().toString())));
    }

    /** Puts a failed message at the end of its conversation's queue. 409 for one that has not failed, or that cannot leave now. */
    Uni<Void> retry(UUID organizationId, UUID messageId) {
        return database.withTransaction(tx -> find(tx, organizationId, messageId)
                        .chain(message -> retry(tx, organizationId, messageId, message)))
                .invoke(() -> {
                    changeFeed.announce(organizationId);
                    outbox.wake();
                });
    }

    private Uni<Row> find(SqlConnection tx, UUID organizationId, UUID messageId) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(organizationId, messageId))
                .map(rows -> Sql.first(rows).orElseThrow(() -> Problems.notFound("message")));
    }

    private Uni<Void> retry(SqlConnection tx, UUID organizationId, UUID messageId, Row message) {
        UUID conversationId = message.getUUID("conversation_id");
        return Place.lock(tx, organizationId, conversationId)
                .invoke(place -> rules.checkPlace(place, message.getString("kind").equals("template"), message.getString("author_type").equals("user")))
                .chain(() -> tx.preparedQuery(AGAIN).execute(Tuple.of(messageId)))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problems.conflict("message_not_failed", "Only a message that failed can be sent again.", "Look at its delivery status.");
                    }
                })
                .chain(() -> enqueue(tx, organizationId, messageId, message))
                .chain(() -> tx.preparedQuery(LIST_ROW).execute(Tuple.of(conversationId, messageId)))
                .chain(() -> changeFeed.append(tx, organizationId, List.of(
                        Change.message("message.updated", conversationId, messageId), Change.conversation("conversation.updated", conversationId))));
    }

    private Uni<Void> enqueue(SqlConnection tx, UUID organizationId, UUID messageId, Row message) {
        return tx.preparedQuery(ENQUEUE)
                .execute(Tuple.of(
                        Ids.next(),
                        organizationId,
                        message.getUUID("channel_account_id"),
                        message.getUUID("conversation_id"),
                        messageId,
                        Sql.time(clock.instant())))
                .replaceWithVoid();
    }

    private Uni<Void> requireConversation(UUID organizationId, UUID conversationId) {
        return database.preparedQuery(CONVERSATION)
                .execute(Tuple.of(organizationId, conversationId))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problems.notFound("conversation");
                    }
                })
                .replaceWithVoid();
    }
}
