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
 * two people where there are two.
 */
@ApplicationScoped
public class Routing {

    public enum Strategy {
        /** Who waited longest for one. */
        ROUND_ROBIN,
        /** Who has the fewest open conversations, and among those who waited longest. */
        LEAST_BUSY
    }

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

    private static final String TURN = "update routing_turn set last_at = $3 where team_id = $1 and user_id = $2";

    private final Clock clock;

    Routing(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param capacity how many open conversations somebody may have before they get no more; null: any number
     * @return empty where nobody is online with room
     */
    public Uni<Optional<UUID>> pick(SqlConnection tx, UUID organizationId, UUID teamId, Strategy strategy, Integer capacity) {
        Tuple wanted = Tuple.of(organizationId, teamId, Sql.time(clock.instant()), capacity, strategy == Strategy.LEAST_BUSY);
        return tx.preparedQuery(MEMBERS)
                .execute(Tuple.of(organizationId, teamId))
                .chain(() -> tx.preparedQuery(PICK).execute(wanted))
                .map(rows -> Sql.first(rows).map(row -> row.getUUID("user_id")))
                .call(picked -> picked.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(TURN).execute(Tuple.of(teamId, picked.get(), Sql.time(clock.instant()))).replaceWithVoid());
    }
}
