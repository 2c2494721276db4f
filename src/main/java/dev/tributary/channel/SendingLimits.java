package dev.tributary.channel;

import dev.tributary.channel.Limits.PairRate;
import java.util.Optional;

/**
 * How much one account may send.
 *
 * @param messagesPerSecond on average; 0: as fast as the provider takes them
 * @param burst messages that may leave at once after a pause
 * @param pair what one person may get, where the provider counts that
 * @param recipientsPerDay within any 24 hours, for channels of mail; empty where nobody counts
 */
public record SendingLimits(double messagesPerSecond, int burst, Optional<PairRate> pair, Optional<Integer> recipientsPerDay) {

    /** What a person can do about a day's limit. */
    public static final String DAILY_LIMIT_HINT = "The mailbox reached its daily sending limit";

    public static SendingLimits of(Limits limits) {
        return new SendingLimits(limits.messagesPerSecond(), limits.burst(), limits.pair(), Optional.empty());
    }

    /** So that no minute sees more than these: a third may leave at once, the others follow evenly. */
    public static SendingLimits perMinute(int messages, Optional<Integer> recipientsPerDay) {
        int burst = Math.max(1, messages / 3);
        return new SendingLimits(Math.max(messages - burst, 0.5) / 60.0, burst, Optional.empty(), recipientsPerDay);
    }
}
