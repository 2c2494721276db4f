package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Lets one of many replicas do a scheduled piece of work. A lease is for work that may be late, not for work that must never
 * run twice: after its time it is free, whether or not its holder is done. Times are the database's, so that the replicas'
 * clocks do not matter.
 */
@ApplicationScoped
public class Leases {

    private static final String HOLD = """
            insert into lease (name, owner, until) values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
            on conflict (name) do update set owner = excluded.owner, until = excluded.until
            where lease.owner = excluded.owner or lease.until < clock_timestamp()""";

    private static final String RELEASE = "delete from lease where name = $1 and owner = $2";

    private final Pool database;
    private final String owner;

    @Inject
    Leases(Pool database) {
        this(database, UUID.randomUUID().toString());
    }

    Leases(Pool database, String owner) {
        this.database = database;
        this.owner = owner;
    }

    /** Takes the lease, or prolongs it where this process has it: true if it is ours for so long from now. */
    public Uni<Boolean> hold(String name, Duration time) {
        return database.preparedQuery(HOLD).execute(Tuple.of(name, owner, (double) time.toMillis())).map(rows -> rows.rowCount() == 1);
    }

    /** Gives the lease up early; does nothing where another process has it. */
    public Uni<Void> release(String name) {
        return database.preparedQuery(RELEASE).execute(Tuple.of(name, owner)).replaceWithVoid();
    }

    /** Does the work if the lease is to be had, and keeps the lease for its whole time: every replica's timer fires, one works. */
    public Uni<Void> whenHeld(String name, Duration time, Supplier<Uni<Void>> work) {
        return hold(name, time).chain(ours -> ours ? work.get() : Uni.createFrom().voidItem());
    }
}
