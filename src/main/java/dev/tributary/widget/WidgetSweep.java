package dev.tributary.widget;

import dev.tributary.platform.Leases;
import dev.tributary.platform.Sql;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets what is over: sessions, counts, page visits after a day, whole addresses after thirty, visitors who never wrote. */
@ApplicationScoped
class WidgetSweep {

    private static final String SESSIONS = "delete from widget_session where expires_at < $1";
    private static final String COUNTS = "delete from widget_rate where window_start < $1::timestamptz - interval '2 days'";
    private static final String PAGES = "delete from widget_page_visit where at < $1::timestamptz - interval '1 day'";
    private static final String ADDRESSES = """
            update widget_visitor set address = network(set_masklen(address, case family(address) when 4 then 24 else 48 end))
            where last_seen_at < $1::timestamptz - interval '30 days' and masklen(address) = case family(address) when 4 then 32 else 128 end
            """;
    private static final String STRANGERS = """
            delete from widget_visitor v where v.token_expires_at < $1
                or (v.last_seen_at < $1::timestamptz - interval '30 days' and not exists (
                    select 1 from contact_identity i where i.channel_account_id = v.channel_account_id and i.value = v.sender_id))
            """;

    private final Pool database;
    private final Leases leases;
    private final Clock clock;

    WidgetSweep(Pool database, Leases leases, Clock clock) {
        this.database = database;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(every = "5m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return leases.whenHeld("widget-sweep", Duration.ofMinutes(4), () -> forget(clock.instant()));
    }

    Uni<Void> forget(Instant now) {
        Tuple at = Tuple.of(Sql.time(now));
        return database.preparedQuery(SESSIONS).execute(at)
                .chain(() -> database.preparedQuery(COUNTS).execute(at))
                .chain(() -> database.preparedQuery(PAGES).execute(at))
                .chain(() -> database.preparedQuery(ADDRESSES).execute(at))
                .chain(() -> database.preparedQuery(STRANGERS).execute(at))
                .replaceWithVoid();
    }
}
