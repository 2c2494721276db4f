package dev.tributary.conversation;

import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A conversation as whoever writes into it needs it, locked until the end of the transaction: messages of one conversation
 * are queued one after the other.
 *
 * @param accountHint what a person can do about the account's problem, where it has one
 */
record Place(
        UUID conversationId,
        UUID accountId,
        String channelType,
        String status,
        Optional<Instant> lastMessageAt,
        ReplyWindows.Known window,
        Optional<Instant> firstInboundAt,
        boolean isAnswered,
        boolean isArchived,
        boolean isActive,
        boolean isEnabled,
        String connectionState,
        Optional<String> accountHint) {

    private static final String LOCK = """
            select c.id, c.channel_account_id, c.channel_type, c.status, c.last_message_at, c.first_inbound_at,
                   c.first_response_at is not null as is_answered,
                   c.archived_at is not null or a.archived_at is not null as is_archived,
                   a.is_active, o.channels_enabled, a.connection_state, a.connection_problem ->> 'hint' as account_hint,
            """ + ReplyWindows.COLUMNS + """
            from conversation c
            join channel_account a on a.id = c.channel_account_id
            join organization o on o.id = c.organization_id
            where c.organization_id = $1 and c.id = $2
            for no key update of c
            """;

    /** Fails with 404 where there is none for this organization. */
    static Uni<Place> lock(SqlConnection tx, UUID organizationId, UUID conversationId) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(organizationId, conversationId))
                .map(rows -> Sql.first(rows).map(Place::of).orElseThrow(() -> Problems.notFound("conversation")));
    }

    /** Now, or right after the last message where the provider's clock is ahead: an answer never stands above its question. */
    Instant after(Instant now) {
        return lastMessageAt.filter(last -> !last.isBefore(now)).map(last -> last.plusNanos(1_000)).orElse(now);
    }

    private static Place of(Row row) {
        return new Place(
                row.getUUID("id"),
                row.getUUID("channel_account_id"),
                row.getString("channel_type"),
                row.getString("status"),
                Optional.ofNullable(Sql.instant(row, "last_message_at")),
                ReplyWindows.Known.of(row),
                Optional.ofNullable(Sql.instant(row, "first_inbound_at")),
                row.getBoolean("is_answered"),
                row.getBoolean("is_archived"),
                row.getBoolean("is_active"),
                row.getBoolean("channels_enabled"),
                row.getString("connection_state"),
                Optional.ofNullable(row.getString("account_hint")));
    }
}
