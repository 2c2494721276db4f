package dev.tributary;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The service's clock in tests: real time, until a test moves it ({@code @Inject MovableClock}). All tests of a run share
 * it, so whoever moves it calls {@link #reset} afterwards.
 */
@Singleton
public class MovableClock extends Clock {
    private final AtomicReference<Duration> moved = new AtomicReference<>(Duration.ZERO);

    public void advance(Duration by) {
        moved.updateAndGet(before -> before.plus(by));
    }

    public void reset() {
        moved.set(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(moved.get()).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the service's clock is UTC");
    }
}
