package dev.tributary.widget;

import dev.tributary.platform.Sql;
import dev.tributary.widget.VisitorConversation.Agent;
import dev.tributary.widget.VisitorConversation.Survey;
import dev.tributary.widget.VisitorSession.Person;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A visitor's own conversations, and no others. */
@ApplicationScoped
class VisitorConversations {

    /** How long after it was resolved a conversation is resumed rather than a new one begun. */
    static final Duration RESUMED = Duration.ofHours(24);

    private static final int MOST = 50;

    /** A note's words are ours alone, so neither the list row's preview nor its last message is used. */
    private static final String SELECT = """
            select c.id, c.status, c.thread_key, c.resolved_at, c.archived_at, c.unread_count, c.created_at, c.updated_at, u.name as agent_name,
                u.avatar_url as agent_avatar,
                (select count(*) from message m where m.conversation_id = c.id and m.direction = 'outbound'
                    and m.delivery_status in ('queued', 'sending', 'sent', 'delivered'))::int as unread,
                (select coalesce(left(m.text, 140), '') from message m where m.conversation_id = c.id and m.direction in ('inbound', 'outbound')
                    and m.deleted_at is null order by m.created_at desc, m.id desc limit 1) as preview,
                coalesce((a.settings -> 'features' ->> 'csat')::boolean, false) as is_surveyed, s.rating, s.comment, seen.id as seen_id, seen.provider_message_id as seen_provider_id
            from conversation c join channel_account a on a.id = c.channel_account_id left join app_user u on u.id = c.assignee_id
                left join widget_survey s on s.conversation_id = c.id and s.resolved_at = c.resolved_at
                left join lateral (select m.id, m.provider_message_id from message m where m.conversation_id = c.id and m.direction = 'inbound'
                    and c.unread_count = 0 order by m.created_at desc, m.id desc limit 1) seen on true
            where c.contact_id = $1 and c.contact_identity_id = $2
            """;
    private static final String LIST = SELECT + "order by c.activity_at desc, c.id desc limit " + MOST;
    private static final String ONE = SELECT + "and c.id = $3";
    private static final String COUNT = "select count(*)::int as conversations from conversation where contact_id = $1 and contact_identity_id = $2";

    private final Clock clock;

    VisitorConversations(Clock clock) {
        this.clock = clock;
    }

    /** The newest first. */
    Uni<List<VisitorConversation>> list(SqlClient database, Optional<Person> person, int reopenDays) {
        if (person.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return database.preparedQuery(LIST)
                .execute(Tuple.of(person.get().contactId(), person.get().identityId()))
                .map(rows -> Sql.all(rows, row -> view(row, reopenDays)));
    }

    /** Fails with 404 alike for one that is not there and one that is somebody else's. */
    Uni<VisitorConversation> get(SqlClient database, Optional<Person> person, int reopenDays, UUID id) {
        return find(database, person, reopenDays, id).map(found -> found.orElseThrow(() -> WidgetProblems.notFound("conversation")));
    }

    Uni<Optional<VisitorConversation>> find(SqlClient database, Optional<Person> person, int reopenDays, UUID id) {
        if (person.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.preparedQuery(ONE)
                .execute(Tuple.of(person.get().contactId(), person.get().identityId(), id))
                .map(rows -> Sql.first(rows).map(row -> view(row, reopenDays)));
    }

    Uni<Integer> count(SqlClient database, Optional<Person> person) {
        if (person.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return database.preparedQuery(COUNT)
                .execute(Tuple.of(person.get().contactId(), person.get().identityId()))
                .map(rows -> rows.iterator().next().getInteger("conversations"));
    }

    private VisitorConversation view(Row row, int reopenDays) {
        String agent = row.getString("agent_name");
        return new VisitorConversation(
                row.getUUID("id"),
                row.getString("status"),
                canReply(row, reopenDays),
                row.getInteger("unread"),
                row.getString("preview"),
                agent == null ? null : new Agent(agent, row.getString("agent_avatar")),
                survey(row),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"),
                row.getString("thread_key"),
                row.getInteger("unread_count"),
                row.getUUID("seen_id"),
                VisitorMessages.clientId(row.getString("seen_provider_id")));
    }

    /** One for each time that the conversation was resolved. */
    private static Survey survey(Row row) {
        Instant resolvedAt = Sql.instant(row, "resolved_at");
        if (!row.getBoolean("is_surveyed") || resolvedAt == null || !row.getString("status").equals("resolved")) {
            return null;
        }
        return new Survey(VisitorSurveys.id(row.getUUID("id"), resolvedAt), row.getInteger("rating"), row.getString("comment"));
    }

    private boolean canReply(Row row, int reopenDays) {
        if (row.getOffsetDateTime("archived_at") != null) {
            return false;
        }
        Instant resolvedAt = Sql.instant(row, "resolved_at");
        return switch (row.getString("status")) {
            case "open", "pending" -> true;
            case "resolved" -> resolvedAt != null && resolvedAt.plus(resumed(reopenDays)).isAfter(clock.instant());
            default -> false;
        };
    }

    /** Never longer than the account reopens conversations at all. */
    private static Duration resumed(int reopenDays) {
        Duration reopened = Duration.ofDays(reopenDays);
        return reopened.compareTo(RESUMED) < 0 ? reopened : RESUMED;
    }
}
