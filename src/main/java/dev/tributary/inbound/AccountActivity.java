package dev.tributary.inbound;

import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.UUID;

/** When an account last heard from its provider: what "is this channel alive?" is answered by. */
@ApplicationScoped
class AccountActivity {

    /** To the second: under load the row is not written for every batch. */
    private static final String SEEN = """
            update channel_account set last_inbound_at = $2
            where id = any($1) and (last_inbound_at is null or last_inbound_at < $2::timestamptz - interval '1 second')
            """;

    private final Clock clock;

    AccountActivity(Clock clock) {
        this.clock = clock;
    }

    Uni<Void> seen(SqlConnection tx, Collection<UUID> accounts) {
        if (accounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        UUID[] ids = accounts.stream().sorted().toArray(UUID[]::new);
        return tx.preparedQuery(SEEN).execute(Tuple.of(ids, Sql.time(clock.instant()))).replaceWithVoid();
    }
}
