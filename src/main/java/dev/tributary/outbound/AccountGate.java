package dev.tributary.outbound;

import dev.tributary.channel.Limits.PairRate;
import dev.tributary.channel.SendingLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How much one channel account may send now: its rate as a token bucket, what one person may get, its share of what is on the way, the
 * pause that its provider asked for, and a circuit breaker. In this process only; a provider that is asked by several replicas says "later"
 * itself. Safe from any thread.
 */
final class AccountGate {

    private static final Duration SLOWED = Duration.ofMinutes(5);
    private static final int FEW_PAIRS = 1_000;

    private final OutboundConfig config;
    private double perSecond;
    private int burst;
    private double tokens;
    private Instant filledAt;
    private Instant pausedUntil = Instant.MIN;
    private Instant slowedUntil = Instant.MIN;
    private int onTheWay;
    private int failuresInARow;
    private final Optional<PairRate> pairRate;
    private final Map<UUID, PairPace> pairs = new HashMap<>();
    private int mostPairs = FEW_PAIRS;

    AccountGate(OutboundConfig config, SendingLimits limits, Instant now) {
        this.config = config;
        limit(limits);
        this.tokens = burst;
        this.filledAt = now;
        this.pairRate = limits.pair();
    }

    /** Takes the place of one more message to the person of a conversation; or how long it has to wait, and takes none. */
    synchronized Duration take(UUID conversation, Instant now) {
        return pairRate.map(rate -> pace(conversation, rate, now).take(now)).orElse(Duration.ZERO);
    }

    /** The message that took a place became so many at the provider. */
    synchronized void became(UUID conversation, int messages) {
        Optional.ofNullable(pairs.get(conversation)).filter(_ -> messages > 1).ifPresent(pace -> pace.add(messages - 1));
    }

    /** Those that are paid for are forgotten: the rate of the account bounds the others. */
    private PairPace pace(UUID conversation, PairRate rate, Instant now) {
        if (pairs.size() >= mostPairs) {
            pairs.values().removeIf(pace -> pace.isPaid(now));
            mostPairs = Math.max(FEW_PAIRS, 2 * pairs.size());
        }
        return pairs.computeIfAbsent(conversation, _ -> new PairPace(rate));
    }

    /** What counts from now on: settings change. */
    final synchronized void limit(SendingLimits limits) {
        perSecond = limits.messagesPerSecond() > 0 ? limits.messagesPerSecond() : Double.MAX_VALUE;
        burst = Math.max(1, limits.burst());
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
