package dev.tributary.platform.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait between attempts: the specification's example, each pause moved by up to 20 % so that retries do not arrive in step. */
public enum WebhookSchedule {
    /** For events: ten attempts in about 75 hours. */
    EVENT(10),
    /** For chat messages: five attempts in 2 h 35 min. An answer that arrives a day later helps nobody. */
    CHAT_MESSAGE(5);

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    private static final double JITTER = 0.2;

    private final int attempts;

    WebhookSchedule(int attempts) {
        this.attempts = attempts;
    }

    public int attempts() {
        return attempts;
    }

    /** From the first attempt to the last, without jitter. */
    public Duration length() {
        return PAUSES.stream().limit(attempts - 1L).reduce(Duration.ZERO, Duration::plus);
    }

    /** @param attempt the one that just failed, 1 for the first; empty when it was the last */
    public Optional<Duration> pauseAfter(int attempt, RandomGenerator random) {
        if (attempt >= attempts) {
            return Optional.empty();
        }
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Optional.of(Duration.ofMillis(Math.round(PAUSES.get(Math.max(attempt, 1) - 1).toMillis() * factor)));
    }
}
