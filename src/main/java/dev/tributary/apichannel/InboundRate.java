package dev.tributary.apichannel;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** 50 events a second for each channel, 200 at once after a pause; each replica counts what it takes in. */
@ApplicationScoped
class InboundRate {

    private static final double PER_SECOND = 50;
    private static final double BURST = 200;
    private static final int MAX_KEPT = 10_000;

    private static final class Bucket {
        private double tokens = BURST;
        private Instant at;

        Bucket(Instant at) {
            this.at = at;
        }

        synchronized Optional<Duration> take(int events, Instant now) {
            double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
            tokens = Math.min(BURST, tokens + seconds * PER_SECOND);
            at = now;
            if (tokens < events) {
                return Optional.of(Duration.ofMillis((long) Math.ceil((events - tokens) / PER_SECOND * 1_000)));
            }
            tokens -= events;
            return Optional.empty();
        }
    }

    private final Map<UUID, Bucket> buckets = new ConcurrentHashMap<>();
    private final Clock clock;

    InboundRate(Clock clock) {
        this.clock = clock;
    }

    /** Takes the events if there is room; otherwise takes nothing and says how long to wait. */
    Optional<Duration> take(UUID accountId, int events) {
        if (buckets.size() > MAX_KEPT) {
            buckets.clear();
        }
        Instant now = clock.instant();
        return buckets.computeIfAbsent(accountId, _ -> new Bucket(now)).take(events, now);
    }
}
