package dev.tributary.conversation;

import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Picks who of a team gets a conversation: somebody who is online and has room. Two transactions that pick at the same moment pick
 * two people where there are two. What nobody has room for waits in the {@link RoutingQueue}, and what waits comes first.
 */
@ApplicationScoped
public class Routing {

    public enum Strategy {
        /** Who waited longest for one. */
        ROUND_ROBIN,
        /** Who has the fewest open conversations, and among those who waited longest. */
        LEAST_BUSY
    }

    /** @param capacity how many open conversations somebody may have before they get no more; null: any number */
    public record Policy(UUID teamId, Strategy strategy, Integer capacity) {}

    /** Where a conversation goes. */
    public sealed interface Routed {
        /** Somebody of the team who is there has it already. */
        record Stays() implements Routed {}

        record To(UUID userId) implements Routed {}

        /** It is in the queue, and nobody's until somebody has room. */
        record Waits() implements Routed {}
    }

    private static final String IN_GOOD_HANDS = """
            select 1 from conversation c join team_member m on m.team_id = $3 and m.user_id = c.assignee_id join app_user u on u.id = c.assignee_id
            where c.organization_id = $1 and c.id = $2 and u.is_active and u.presence <> 'offline' and u.presence_until > $4
            """;

    private static final String MEMBERS = """
            insert into routing_turn (team_id, user_id)
            select m.team_id, m.user_id from team_member m where m.organization_id = $1 and m.team_id = $2
            on conflict do nothing
            """;

    private static final String PICK = """
            select t.user_id from routing_turn t
            join team_member m on m.team_id = t.team_id and m.user_id = t.user_id
            join app_user u on u.id = t.user_id
            cross join lateral (
                select count(*) as busy from conversation c
                where c.organization_id = $1 and c.assignee_id = u.id and c.status = 'open' and c.archived_at is null) load
            where m.organization_id = $1 and t.team_id = $2 and u.is_active and u.presence = 'online' and u.presence_until > $3
              and ($4::int is null or load.busy < $4)
            order by case when $5 then load.busy end, t.last_at nulls first, t.user_id
            limit 1 for no key update of t skip locked
            """;

    /** Whoever else gives them one, for whichever team, comes before or after; what they gave before is counted. */
    private static final String LOCK_PERSON = "select 1 from app_user where id = $1 for no key update";

    /** Counts again, now that the person is locked: who gave them another one in this moment has committed it by now. */
    private static final String TURN = """
            update routing_turn t set last_at = $3 where t.team_id = $1 and t.user_id = $2
              and ($4::int is null or (select count(*) from conversation c
                  where c.organization_id = $5 and c.assignee_id = $2 and c.status = 'open' and c.archived_at is null) < $4)
            """;

    private final RoutingQueue queue;
    private final Clock clock;

    Routing(RoutingQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Finds somebody for a conversation that is the team's; the caller gives it to them. An owner who is away altogether loses it.
     *
     * @param by in whose name it is given away, should it wait
     */
    public Uni<Routed> route(SqlConnection tx, UUID organizationId, UUID conversationId, Author by, Policy policy) {
        return tx.preparedQuery(IN_GOOD_HANDS)
                .execute(Tuple.of(organizationId, conversationId, policy.teamId(), Sql.time(clock.instant())))
                .chain(hands -> hands.size() > 0
                        ? Uni.createFrom().item((Routed) new Routed.Stays())
                        : queue.isWaitedFor(tx, policy.teamId(), conversationId)
                                .chain(waited -> waited ? Uni.createFrom().item(Optional.<UUID>empty()) : pick(tx, organizationId, policy))
                                .chain(picked -> picked.isPresent()
                                        ? queue.leave(tx, conversationId).replaceWith((Routed) new Routed.To(picked.get()))
                                        : queue.join(tx, organizationId, conversationId, by, policy).replaceWith((Routed) new Routed.Waits())));
    }

    /** @return empty where nobody is online with room */
    Uni<Optional<UUID>> pick(SqlConnection tx, UUID organizationId, Policy policy) {
        Tuple wanted = Tuple.of(organizationId, policy.teamId(), Sql.time(clock.instant()), policy.capacity(), policy.strategy() == Strategy.LEAST_BUSY);
        return tx.preparedQuery(MEMBERS)
                .execute(Tuple.of(organizationId, policy.teamId()))
                .chain(() -> tx.preparedQuery(PICK).execute(wanted))
                .map(rows -> Sql.first(rows).map(row -> row.getUUID("user_id")))
                .chain(picked -> picked.isEmpty()
                        ? Uni.createFrom().item(picked)
                        : lockWhereItCounts(tx, picked.get(), policy)
                                .chain(() -> tx.preparedQuery(TURN).execute(Tuple.of(policy.teamId(), picked.get(), Sql.time(clock.instant()), policy.capacity(), organizationId)))
                                .map(taken -> picked.filter(_ -> taken.rowCount() == 1)));
    }

    private static Uni<Void> lockWhereItCounts(SqlConnection tx, UUID userId, Policy policy) {
        return policy.capacity() == null ? Uni.createFrom().voidItem() : tx.preparedQuery(LOCK_PERSON).execute(Tuple.of(userId)).replaceWithVoid();
    }
}
