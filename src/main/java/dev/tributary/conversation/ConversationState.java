package dev.tributary.conversation;

import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What can be changed about a conversation, as it is now; locked until the end of the transaction. */
record ConversationState(
        UUID id,
        UUID organizationId,
        UUID accountId,
        String threadKey,
        String status,
        String priority,
        Optional<UUID> assigneeId,
        Optional<UUID> teamId,
        Optional<Instant> snoozedUntil,
        Optional<Instant> lastMessageAt,
        List<String> tags) {

    private static final String LOCK = """
            select c.id, c.organization_id, c.channel_account_id, c.thread_key, c.status, c.priority, c.assignee_id, c.team_id,
                   c.snoozed_until, c.last_message_at,
                   array(select g.name from conversation_tag ct join tag g on g.id = ct.tag_id
                         where ct.conversation_id = c.id order by lower(g.name)) as tags
            from conversation c where c.organization_id = $1 and c.id = $2
            for no key update
            """;

    /** Fails with 404 where there is none for this organization. */
    static Uni<ConversationState> lock(SqlConnection tx, UUID organizationId, UUID id) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).map(ConversationState::of).orElseThrow(() -> Problems.notFound("conversation")));
    }

    boolean isLive() {
        return isLive(status);
    }

    /** Live conversations take what comes in on their thread; there is one a thread. */
    static boolean isLive(String status) {
        return status.equals("open") || status.equals("pending");
    }

    private static ConversationState of(Row row) {
        return new ConversationState(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                row.getUUID("channel_account_id"),
                row.getString("thread_key"),
                row.getString("status"),
                row.getString("priority"),
                Optional.ofNullable(row.getUUID("assignee_id")),
                Optional.ofNullable(row.getUUID("team_id")),
                Optional.ofNullable(Sql.instant(row, "snoozed_until")),
                Optional.ofNullable(Sql.instant(row, "last_message_at")),
                List.of(row.getArrayOfStrings("tags")));
    }
}
