package dev.tributary.channel;

import dev.tributary.channel.Accounts.New;
import dev.tributary.identity.Caller;
import dev.tributary.identity.Role;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Fills the first workspace of an empty installation with what there is to try. Later starts, and accounts that were removed, are left alone. */
@ApplicationScoped
class DemoAccounts {

    private static final Logger LOG = Logger.getLogger(DemoAccounts.class);

    /** Only while nobody has connected or archived anything, in the only workspace there is. */
    private static final String EMPTY_WORKSPACE = """
            select o.id from organization o
            where not exists (select 1 from channel_account)
              and (select count(*) from organization) = 1
            """;

    private final Instance<DemoAccount> offers;
    private final Accounts accounts;
    private final Pool database;

    DemoAccounts(@Any Instance<DemoAccount> offers, Accounts accounts, Pool database) {
        this.offers = offers;
        this.accounts = accounts;
        this.database = database;
    }

    /** Not before the service listens: the sandbox's providers are reached as real ones are. */
    void fill(@ObservesAsync HttpServerStart listening) {
        VertxContextSupport.subscribe(
                () -> fillWhereEmpty().toMulti(),
                made -> made.with(_ -> {}, failure -> LOG.warn("There is no demo account: it could not be made", failure)));
    }

    Uni<Void> fillWhereEmpty() {
        List<DemoAccount> offered = offers.stream().filter(DemoAccount::isOffered).toList();
        return offered.isEmpty() ? Uni.createFrom().voidItem() : fillWhereEmpty(offered);
    }

    private Uni<Void> fillWhereEmpty(List<DemoAccount> offered) {
        return database.query(EMPTY_WORKSPACE).execute()
                .chain(rows -> first(rows).map(organizationId -> create(organizationId, offered)).orElse(Uni.createFrom().voidItem()));
    }

    private Uni<Void> create(UUID organizationId, List<DemoAccount> offered) {
        Caller start = new Caller(organizationId, Optional.empty(), Optional.empty(), Role.OWNER, Set.of(Caller.EVERY_SCOPE), "First start");
        return Multi.createFrom().iterable(offered)
                .onItem().transformToUniAndConcatenate(demo -> accounts.create(start, new New(demo.name(), demo.type(), demo.settings(), true, Optional.empty())))
                .collect().last()
                .replaceWithVoid();
    }

    private static Optional<UUID> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(row -> row.getUUID("id"));
    }
}
