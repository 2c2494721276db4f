package dev.tributary.automation;

import dev.tributary.platform.Leases;
import dev.tributary.platform.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;

/** Drops traces and ended jobs that are older than anybody asks for, and the revisions that explained them. A little at a time. */
@ApplicationScoped
class TraceKeeper {

    private static final String LEASE = "automation-traces";
    private static final Duration LEASE_TIME = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(30);

    private static final String TRACES = """
            delete from automation_trace where id in (select id from automation_trace where created_at < $1 order by created_at limit 20000)
            """;
    private static final String JOBS = "delete from automation_job where id in (select id from automation_job where done_at < $1 order by done_at limit 20000)";
    private static final String REVISIONS = """
            delete from automation_rule_revision r where r.until is not null and r.since_at < $1
              and not exists (select 1 from automation_trace t where t.organization_id = r.organization_id and t.version < r.until)
            """;

    private final Pool database;
    private final Leases leases;
    private final Clock clock;

    TraceKeeper(Pool database, Leases leases, Clock clock) {
        this.database = database;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "3m", identity = LEASE, concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        OffsetDateTime oldest = Sql.time(clock.instant().minus(KEPT));
        return leases.whenHeld(LEASE, LEASE_TIME, () -> database.preparedQuery(TRACES)
                .execute(Tuple.of(oldest))
                .chain(() -> database.preparedQuery(JOBS).execute(Tuple.of(oldest)))
                .chain(() -> database.preparedQuery(REVISIONS).execute(Tuple.of(oldest)))
                .replaceWithVoid());
    }
}
