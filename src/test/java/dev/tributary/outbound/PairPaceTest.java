package dev.tributary.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.channel.Limits.PairRate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Card whatsapp-cloud, section 6: one message each six seconds to the same person, bursts allowed. */
class PairPaceTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final PairPace pace = new PairPace(new PairRate(Duration.ofSeconds(6), 45));

    @Test
    void a_message_each_six_seconds_never_waits() {
        IntStream.range(0, 500).forEach(n -> assertEquals(Duration.ZERO, pace.take(at(6 * n)), "message " + n));
    }

    @Test
    void a_burst_of_twenty_is_waited_for_two_minutes() {
        // Given
        IntStream.range(0, 20).forEach(_ -> assertEquals(Duration.ZERO, pace.take(at(1))));

        // Then
        assertEquals(Duration.ofSeconds(111), pace.take(at(10)));
        assertFalse(pace.isPaid(at(120)));
        assertTrue(pace.isPaid(at(121)));
        assertEquals(Duration.ZERO, pace.take(at(121)));
    }

    @Test
    void no_burst_is_longer_than_the_provider_takes() {
        // Given
        IntStream.range(0, 45).forEach(_ -> assertEquals(Duration.ZERO, pace.take(at(0))));

        // Then
        assertEquals(Duration.ofSeconds(270), pace.take(at(0)));
    }

    @Test
    void a_message_in_four_parts_counts_four_times() {
        // Given
        pace.take(at(0));
        pace.add(3);

        // Then
        assertEquals(Duration.ofSeconds(14), pace.take(at(10)));
        assertEquals(Duration.ZERO, pace.take(at(24)));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
