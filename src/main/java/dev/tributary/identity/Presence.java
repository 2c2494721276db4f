package dev.tributary.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Which agents are there. A state holds for {@code tributary.identity.presence-timeout} and is prolonged by signs of
 * life, so a browser that vanishes or a replica that dies leaves nobody online for ever. Kept in the database: replicas
 * agree, and a restart changes nothing.
 */
@ApplicationScoped
public class Presence {

    /** Announced after somebody came, went or stepped away; the payload's {@code organization_id} says where. */
    public static final String TOPIC = "presence";

    private final Pool database;
    private final Clock clock;
    private final IdentityConfig config;

    Presence(Pool database, Clock clock, IdentityConfig config) {
        this.database = database;
        this.clock = clock;
        this.config = config;
    }

    /** This user is online, away or gone from now on; true if that is news. */
    public Uni<Boolean> report(UUID userId, PresenceState state) {
        OffsetDateTime now = now();
        return database.preparedQuery("""
                        with before as (
                            select id, case when presence_until > $3 then presence else 'offline' end as state
                            from app_user where id = $1 for update
                        )
                        update app_user u set presence = $2, presence_until = $4
                        from before where u.id = before.id returning before.state <> $2 as is_news""")
                .execute(Tuple.of(userId, state.wireName(), now, now.plus(config.presenceTimeout())))
                .map(rows -> Rows.first(rows).map(row -> row.getBoolean("is_news")).orElse(false));
    }

    /** Signs of life of all users whose sockets one replica holds; to be sent several times within the timeout. */
    public Uni<Void> prolong(Collection<UUID> userIds) {
        OffsetDateTime now = now();
        return database.preparedQuery("""
                        update app_user set presence_until = $2
                        where id = any($1::uuid[]) and presence <> 'offline'""")
                .execute(Tuple.of(userIds.toArray(UUID[]::new), now.plus(config.presenceTimeout())))
                .replaceWithVoid();
    }

    /** Everybody who is online or away; whoever is missing is offline. */
    public Uni<Map<UUID, PresenceState>> present(UUID organizationId) {
        return database.preparedQuery("""
                        select id, presence from app_user
                        where organization_id = $1 and presence_until > $2 and presence <> 'offline' and is_active""")
                .execute(Tuple.of(organizationId, now()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                (Row row) -> row.getUUID("id"),
                                row -> PresenceState.ofWireName(row.getString("presence")))));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
