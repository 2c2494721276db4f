package dev.tributary.automation.job;

import dev.tributary.automation.action.Told;
import dev.tributary.conversation.Tickets;
import dev.tributary.platform.Sql;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Claims jobs and runs them, a bounded number at once; a slow receiver or model holds up no other work. */
@ApplicationScoped
public class JobWorker {

    private static final int AT_ONCE = 16;
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final String CLAIM = """
            update automation_job j set state = 'running', attempts = attempts + 1, leased_until = $2
            where id in (
                select id from automation_job
                where (state = 'queued' and not_before <= $1) or (state = 'running' and leased_until < $1)
                order by not_before limit $3 for update skip locked)
            returning id, organization_id, conversation_id, message_id, rule_id, rule_name, kind, payload, attempts
            """;
    private static final String END = "update automation_job set state = $2, outcome = $3, told = $4, done_at = $5, leased_until = null where id = $1";
    private static final String AGAIN = "update automation_job set state = 'queued', outcome = $2, told = $3, not_before = $4, leased_until = null where id = $1";

    private final Pool database;
    private final List<JobKind> kinds;
    private final Tickets tickets;
    private final Clock clock;
    private final AtomicInteger underWay = new AtomicInteger();

    JobWorker(Pool database, @All List<JobKind> kinds, Tickets tickets, Clock clock) {
        this.database = database;
        this.kinds = kinds;
        this.tickets = tickets;
        this.clock = clock;
    }

    @Scheduled(every = "1s", delayed = "3s", identity = "automation-jobs", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        int free = AT_ONCE - underWay.get();
        if (free <= 0) {
            return Uni.createFrom().voidItem();
        }
        return claim(free).invoke(jobs -> jobs.forEach(this::start)).replaceWithVoid();
    }

    private Uni<List<Job>> claim(int most) {
        Instant now = clock.instant();
        return database.preparedQuery(CLAIM)
                .execute(Tuple.of(Sql.time(now), Sql.time(now.plus(LEASE)), most))
                .map(rows -> Sql.all(rows, Job::of));
    }

    private void start(Job job) {
        underWay.incrementAndGet();
        run(job).onTermination().invoke(underWay::decrementAndGet)
                .subscribe().with(_ -> {}, failure -> Log.warnf(failure, "A rule's job is tried again after its lease: job=%s", job.id()));
    }

    private Uni<Void> run(Job job) {
        return Uni.createFrom().deferred(() -> kinds.stream().filter(kind -> kind.kind().equals(job.kind())).findFirst().orElseThrow().attempt(job))
                .onFailure().recoverWithItem(failure -> broken(job, failure))
                .chain(end -> finish(job, end));
    }

    private static JobEnd broken(Job job, Throwable failure) {
        String incident = UUID.randomUUID().toString();
        Log.errorf(failure, "A rule's job failed: incident=%s job=%s", incident, job.id());
        return new JobEnd.Failed(Told.of("broken", "This failed; incident {incident} in the service's log.", "incident", incident));
    }

    private Uni<Void> finish(Job job, JobEnd end) {
        Instant now = clock.instant();
        return switch (end) {
            case JobEnd.Done done -> end(job, true, done.told(), now);
            case JobEnd.Failed failed -> end(job, false, failed.told(), now);
            case JobEnd.Again again -> write(AGAIN, Tuple.of(job.id(), again.told().words(), again.told().json(), Sql.time(now.plus(again.after()))));
        };
    }

    private Uni<Void> end(Job job, boolean done, Told told, Instant now) {
        return write(END, Tuple.of(job.id(), done ? "done" : "failed", told.words(), told.json(), Sql.time(now))).chain(() -> onTicket(job, done, told));
    }

    private Uni<Void> onTicket(Job job, boolean done, Told told) {
        return job.payload().getBoolean("hands_on", false)
                ? tickets.deskWasTold(UUID.fromString(job.payload().getJsonObject("ticket").getString("id")), done, told.words())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> write(String sql, Tuple row) {
        return database.preparedQuery(sql).execute(row).replaceWithVoid();
    }
}
