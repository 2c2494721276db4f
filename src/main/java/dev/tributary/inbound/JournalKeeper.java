package dev.tributary.inbound;

import dev.tributary.platform.Leases;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Takes over what a dead process left, and keeps the journal's days: tomorrow's are made, old ones dropped. */
@ApplicationScoped
class JournalKeeper {

    private static final int TAKE_OVER_AT_ONCE = 500;
    private static final int DAYS_AHEAD = 3;

    private final Journal journal;
    private final ApplierLanes lanes;
    private final Leases leases;
    private final Pool database;
    private final InboundConfig config;

    JournalKeeper(Journal journal, ApplierLanes lanes, Leases leases, Pool database, InboundConfig config) {
        this.journal = journal;
        this.lanes = lanes;
        this.leases = leases;
        this.database = database;
        this.config = config;
    }

    @Scheduled(every = "{tributary.inbound.take-over-every:2s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> takeOver() {
        if (lanes.waiting() > TAKE_OVER_AT_ONCE) {
            return Uni.createFrom().voidItem();
        }
        return journal.takeOver(TAKE_OVER_AT_ONCE)
                .invoke(events -> events.forEach(lanes::hand))
                .invoke(events -> report(events.size()))
                .replaceWithVoid();
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> keepDays() {
        return leases.whenHeld("journal-days", Duration.ofMinutes(30), () -> keep("journal_event", config.journalDays())
                .chain(() -> keep("change_event", config.changeDays())));
    }

    private Uni<Void> keep(String table, int days) {
        return database.preparedQuery("select ensure_day_partitions($1, $2), drop_day_partitions($1, $3)")
                .execute(Tuple.of(table, DAYS_AHEAD, days))
                .replaceWithVoid();
    }

    private static void report(int events) {
        if (events > 0) {
            Log.infof("Took over events that were left pending: events=%d", events);
        }
    }
}
