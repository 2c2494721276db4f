package dev.tributary.outbound;

import dev.tributary.channel.Limits;
import java.time.Duration;
import java.time.Instant;

/**
 * How much one channel account may send now: its rate as a token bucket, its share of what is on the way, the pause that its
 * provider asked for, and a circuit breaker. In this process only; a provider that is asked by several replicas says "later"
 * itself. Safe from any thread.
 */
final class AccountGate {

    private static final Duration SLOWED = Duration.ofMinutes(5);

    private final OutboundConfig config;
    private final double perSecond;
    private final int burst;
    private double tokens;
    private Instant filledAt;
    private Instant pausedUntil = Instant.MIN;
    private Instant slowedUntil = Instant.MIN;
    private int onTheWay;
    private int failuresInARow;

    AccountGate(OutboundConfig config, Limits limits, Instant now) {
        this.config = config;
        this.perSecond = limits.messagesPerSecond() > 0 ? limits.messagesPerSecond() : Double.MAX_VALUE;
        this.burst = Math.max(1, limits.burst());
        this.tokens = burst;
        this.filledAt = now;
    }

    /** Messages that may start now. While the breaker is half open it is one: the next answer decides. */
    synchronized int room(Instant now) {
        if (now.isBefore(pausedUntil)) {
            return 0;
        }
        fill(now);
        int usual = now.isBefore(slowedUntil) ? Math.max(1, config.inFlightPerAccount() / 2) : config.inFlightPerAccount();
        int atOnce = failuresInARow >= config.breakerFailures() ? 1 : usual;
        return Math.max(0, Math.min(atOnce - onTheWay, (int) tokens));
    }

    /** When there may be room again, as far as rate and pause decide. */
    synchronized Duration wait(Instant now) {
        if (now.isBefore(pausedUntil)) {
            return Duration.between(now, pausedUntil);
        }
        fill(now);
        return tokens >= 1 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil((1 - tokens) / perSecond * 1_000));
    }

    synchronized void started() {
        tokens -= 1;
        onTheWay++;
    }

    synchronized void ended() {
        onTheWay--;
    }

    /** The provider answered, whatever it said: it is there. */
    synchronized void answered() {
        failuresInARow = 0;
    }

    /** The provider did not answer or said that it cannot: enough of these in a row and the account rests. */
    synchronized void unreachable(Instant now) {
        failuresInARow++;
        if (failuresInARow >= config.breakerFailures()) {
            pause(now.plus(config.breakerRest()));
        }
    }

    /** The provider is overloaded: half as much at once for a while. */
    synchronized void slow(Instant now) {
        slowedUntil = now.plus(SLOWED);
    }

    synchronized void pause(Instant until) {
        pausedUntil = until.isAfter(pausedUntil) ? until : pausedUntil;
    }

    /** A clock that was set back fills nothing. */
    private void fill(Instant now) {
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        tokens = Math.min(burst, tokens + seconds * perSecond);
        filledAt = now;
    }
}
