package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;

/** What those who hold a line to a provider all the time say of it, between and instead of the hourly checks. */
@ApplicationScoped
public class ConnectionReports {

    private static final String ALIVE = "update channel_account set checked_at = $2 where id = $1";

    private final Pool database;
    private final AccountStore store;
    private final AccountConnecting connecting;
    private final Clock clock;

    ConnectionReports(Pool database, AccountStore store, AccountConnecting connecting, Clock clock) {
        this.database = database;
        this.store = store;
        this.connecting = connecting;
        this.clock = clock;
    }

    /** News of an account's connection: everybody who looks at the channel sees it. Subscribe on an event loop, as database sessions want it. */
    public Uni<Void> changed(UUID organizationId, UUID accountId, Connection connection) {
        return Uni.createFrom()
                .deferred(() -> store.get(organizationId, accountId))
                .chain(account -> connecting.settle(account, connection))
                .replaceWithVoid();
    }

    /** No news: the line stands. */
    public Uni<Void> alive(UUID accountId) {
        return database.preparedQuery(ALIVE).execute(Tuple.of(accountId, clock.instant().atOffset(ZoneOffset.UTC))).replaceWithVoid();
    }
}
