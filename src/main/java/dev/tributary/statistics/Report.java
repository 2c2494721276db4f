package dev.tributary.statistics;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * Statistics of one channel account.
 *
 * @param series every bucket of the range in order, empty ones too
 */
record Report(Instant from, Instant to, @OneOf(Interval.class) String interval, String timeZone, Counts totals, List<Bucket> series) {

    record Counts(long messagesReceived, long messagesSent, long messagesFailed, long conversations, Times firstResponseSeconds) {

        static final Counts NONE = new Counts(0, 0, 0, 0, Times.NONE);
    }

    /** Seconds from a customer's first message to the first answer; null where nobody was answered. */
    record Times(@Nullable Double median, @Nullable Double p90, @Nullable Double average) {

        static final Times NONE = new Times(null, null, null);
    }

    record Bucket(Instant at, @JsonUnwrapped Counts counts) {}
}
