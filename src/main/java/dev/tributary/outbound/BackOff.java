package dev.tributary.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** When to try again: later each time, and never all at once. */
@ApplicationScoped
class BackOff {

    private static final int MAX_DOUBLINGS = 20;

    private final OutboundConfig config;
    private final Clock clock;

    BackOff(OutboundConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Between half and all of the wait that belongs to this attempt.
     *
     * @param attempt 1 for the first
     */
    Instant after(int attempt) {
        Duration whole = config.firstWait().multipliedBy(1L << Math.min(MAX_DOUBLINGS, Math.max(0, attempt - 1)));
        Duration wait = whole.compareTo(config.longestWait()) > 0 ? config.longestWait() : whole;
        return clock.instant().plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 2, wait.toMillis() + 1));
    }

    boolean isOver(OutboxRow row, int attempts) {
        return attempts >= config.maxAttempts() || isTooOld(row);
    }

    boolean isTooOld(OutboxRow row) {
        return clock.instant().isAfter(row.createdAt().plus(config.giveUpAfter()));
    }
}
