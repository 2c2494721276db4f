package dev.tributary.identity;

import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Reads the users of one organization; those who were removed are not found. */
@ApplicationScoped
class Users {
    private static final String SELECT = """
            select u.id, u.name, p.email, u.role, u.avatar_url, u.is_active, u.created_at,
                   case when u.presence_until > $2 and u.is_active then u.presence else 'offline' end as presence,
                   array(select m.team_id from team_member m where m.user_id = u.id order by m.team_id) as team_ids
            from app_user u join person p on p.id = u.person_id
            where u.organization_id = $1 and u.removed_at is null and %s""";
    private static final String ONE = SELECT.formatted("u.id = $3");
    private static final String PAGE = SELECT.formatted("""
            ($3::uuid is null or u.id > $3) and ($4::boolean is null or u.is_active = $4)
            order by u.id limit $5""");

    private final Pool database;
    private final Clock clock;
    private final Cursors cursors;

    Users(Pool database, Clock clock, Cursors cursors) {
        this.database = database;
        this.clock = clock;
        this.cursors = cursors;
    }

    Uni<Page<UserView>> page(UUID organizationId, Boolean isActive, String cursor, int limit) {
        UUID after = cursor == null ? null : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return database.preparedQuery(PAGE)
                .execute(Tuple.of(organizationId, now(), after, isActive, limit + 1))
                .map(rows -> Rows.all(rows, UserView::of))
                .map(users -> Page.of(users, limit, last -> cursors.encode(last.id().toString())));
    }

    Uni<UserView> get(UUID organizationId, UUID userId) {
        return find(database, organizationId, userId).map(found -> found.orElseThrow(() -> Problems.notFound("user")));
    }

    /** @param client the transaction in which it was changed, or the pool */
    Uni<Optional<UserView>> find(SqlClient client, UUID organizationId, UUID userId) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(organizationId, now(), userId))
                .map(rows -> Rows.first(rows).map(UserView::of));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
