package dev.tributary.outbound;

import dev.tributary.platform.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits to leave, and for how long: {@code tributary_outbox_waiting} and {@code tributary_outbox_oldest_seconds} are
 * the same on every replica, {@code tributary_outbox_in_flight} is this one's.
 */
@Startup
@ApplicationScoped
class OutboundMetrics {

    private static final String LOOK = """
            select count(*) as waiting, coalesce(extract(epoch from $1::timestamptz - min(created_at)), 0)::bigint as age
            from outbox where state in ('queued', 'claimed', 'sending')
            """;

    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final Pool database;
    private final Clock clock;

    OutboundMetrics(Pool database, Clock clock, MeterRegistry meters, Dispatcher dispatcher) {
        this.database = database;
        this.clock = clock;
        Gauge.builder("tributary.outbox.waiting", waiting, AtomicLong::get).description("Outbox rows that have not left").register(meters);
        Gauge.builder("tributary.outbox.oldest.seconds", oldestSeconds, AtomicLong::get).description("Age of the oldest of them").register(meters);
        Gauge.builder("tributary.outbox.in.flight", dispatcher, Dispatcher::inFlight).description("Rows that this process is at work on").register(meters);
    }

    @Scheduled(every = "15s", delayed = "10s", identity = "outbound-metrics", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return database.preparedQuery(LOOK)
                .execute(Tuple.of(Sql.time(clock.instant())))
                .invoke(rows -> Sql.first(rows).ifPresent(row -> {
                    waiting.set(row.getLong("waiting"));
                    oldestSeconds.set(row.getLong("age"));
                }))
                .replaceWithVoid();
    }
}
