package dev.tributary.widget;

import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How often a visitor or an address may do a thing: fixed windows counted in the database, so that all replicas share them. */
@ApplicationScoped
class RateLimits {

    private static final String COUNT = """
            insert into widget_rate as r (subject, window_start, count) values ($1, $2, 1)
            on conflict (subject, window_start) do update set count = r.count + 1
            returning count
            """;

    record Limit(String what, int times, Duration window) {
        static final Limit SESSIONS = new Limit("sessions", 60, Duration.ofHours(1));
        static final Limit MESSAGES_IN_A_ROW = new Limit("messages-10s", 10, Duration.ofSeconds(10));
        static final Limit MESSAGES = new Limit("messages-5m", 60, Duration.ofMinutes(5));
        static final Limit UPLOADS = new Limit("uploads", 20, Duration.ofHours(1));
        static final Limit TRANSCRIPTS = new Limit("transcripts", 5, Duration.ofDays(1));
        static final Limit CONVERSATIONS = new Limit("conversations", 50, Duration.ofDays(1));
    }

    private final Pool database;
    private final Clock clock;

    RateLimits(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Counts one more; fails with 429 and the time to wait where that is one too many. */
    Uni<Void> count(Limit limit, Object subject) {
        Instant now = clock.instant();
        long window = limit.window().toMillis();
        Instant start = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), window) * window);
        return database.preparedQuery(COUNT)
                .execute(Tuple.of(limit.what() + "/" + subject, Sql.time(start)))
                .invoke(rows -> {
                    if (rows.iterator().next().getInteger("count") > limit.times()) {
                        throw WidgetProblems.rateLimited(Duration.between(now, start.plus(limit.window())));
                    }
                })
                .replaceWithVoid();
    }
}
