package dev.tributary.conversation;

import dev.tributary.conversation.Routing.Policy;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The conversations that wait for somebody of a team, the most urgent and among those the oldest first. {@link RoutingDrain} gives them away. */
@ApplicationScoped
class RoutingQueue {

    /** @param by in whose name it is given away */
    record Waiting(UUID organizationId, UUID conversationId, Author by, Policy policy) {}

    /** Nobody's, open, and still the team's. Others are left in it while they are put aside, and taken out when they are done with. */
    private static final String WAITS = """
            c.status = 'open' and c.assignee_id is null and c.team_id = q.team_id and c.archived_at is null
            """;
    private static final String IS_WAITED_FOR = """
            select 1 from routing_queue q join conversation c on c.id = q.conversation_id
            where q.team_id = $1 and q.conversation_id <> $2 and %s limit 1
            """.formatted(WAITS);
    private static final String JOIN = """
            insert into routing_queue as q (conversation_id, organization_id, team_id, strategy, capacity, by_id, by_name, since) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (conversation_id) do update set team_id = excluded.team_id, strategy = excluded.strategy, capacity = excluded.capacity,
                by_id = excluded.by_id, by_name = excluded.by_name, since = case when q.team_id = excluded.team_id then q.since else excluded.since end
            """;
    private static final String LEAVE = "delete from routing_queue where conversation_id = $1";
    private static final String DONE_WITH = """
            delete from routing_queue q using conversation c
            where c.id = q.conversation_id and q.organization_id = $1
              and (c.status not in ('open', 'pending') or c.assignee_id is not null or c.team_id is distinct from q.team_id or c.archived_at is not null)
            """;
    private static final String ORGANIZATIONS = "select distinct organization_id from routing_queue";
    private static final String IN_ORDER = """
            select q.* from routing_queue q join conversation c on c.id = q.conversation_id
            where q.organization_id = $1 and %s
            order by q.team_id, array_position(array['urgent', 'high', 'normal', 'low'], c.priority), q.since, q.conversation_id
            """.formatted(WAITS);
    private static final String CLAIM = """
            select 1 from routing_queue q join conversation c on c.id = q.conversation_id where q.conversation_id = $1 and %s for update of q skip locked
            """.formatted(WAITS);

    /** One at a time gives a team's away: two who pass each other would let a later one overtake. */
    private static final String TAKE_TURN = "select 1 from team where id = $1 for no key update";

    private final Clock clock;
    private final Set<UUID> waitedIn = ConcurrentHashMap.newKeySet();

    RoutingQueue(Clock clock) {
        this.clock = clock;
    }

    /** Whether another conversation waits for this team: then nobody may overtake it. */
    Uni<Boolean> isWaitedFor(SqlConnection tx, UUID teamId, UUID conversationId) {
        return tx.preparedQuery(IS_WAITED_FOR).execute(Tuple.of(teamId, conversationId)).map(rows -> rows.size() > 0);
    }

    /** Keeps the place of one that waits for this team already. */
    Uni<Void> join(SqlConnection tx, UUID organizationId, UUID conversationId, Author by, Policy policy) {
        Tuple row = Tuple.tuple()
                .addUUID(conversationId)
                .addUUID(organizationId)
                .addUUID(policy.teamId())
                .addString(policy.strategy().name().toLowerCase(Locale.ROOT))
                .addInteger(policy.capacity())
                .addUUID(by.id())
                .addString(by.name())
                .addOffsetDateTime(Sql.time(clock.instant()));
        waitedIn.add(organizationId);
        return tx.preparedQuery(JOIN).execute(row).replaceWithVoid();
    }

    Uni<Void> leave(SqlConnection tx, UUID conversationId) {
        return tx.preparedQuery(LEAVE).execute(Tuple.of(conversationId)).replaceWithVoid();
    }

    Uni<List<UUID>> organizations(SqlClient database) {
        return database.query(ORGANIZATIONS).execute().map(rows -> Sql.all(rows, row -> row.getUUID("organization_id"))).invoke(found -> {
            waitedIn.addAll(found);
            waitedIn.retainAll(Set.copyOf(found));
        });
    }

    /** Whether it is worth looking, as far as this process knows: what others put in, it learns with the next {@link #organizations}. */
    boolean mayHold(UUID organizationId) {
        return waitedIn.contains(organizationId);
    }

    /** Whoever waits, each team's by itself, the first first; those whom somebody took by hand, or who are done with, are out of it. */
    Uni<List<Waiting>> inOrder(SqlClient database, UUID organizationId) {
        return database.preparedQuery(DONE_WITH)
                .execute(Tuple.of(organizationId))
                .chain(() -> database.preparedQuery(IN_ORDER).execute(Tuple.of(organizationId)))
                .map(rows -> Sql.all(rows, RoutingQueue::waiting));
    }

    /** Whether it still waits, and is nobody else's to give away until the end of the transaction. */
    Uni<Boolean> claim(SqlConnection tx, Waiting waiting) {
        return tx.preparedQuery(TAKE_TURN)
                .execute(Tuple.of(waiting.policy().teamId()))
                .chain(() -> tx.preparedQuery(CLAIM).execute(Tuple.of(waiting.conversationId())))
                .map(rows -> rows.size() > 0);
    }

    private static Waiting waiting(Row row) {
        Routing.Strategy strategy = Routing.Strategy.valueOf(row.getString("strategy").toUpperCase(Locale.ROOT));
        return new Waiting(
                row.getUUID("organization_id"),
                row.getUUID("conversation_id"),
                new Author("automation", row.getUUID("by_id"), row.getString("by_name")),
                new Policy(row.getUUID("team_id"), strategy, Optional.ofNullable(row.getInteger("capacity")).orElse(null)));
    }
}
