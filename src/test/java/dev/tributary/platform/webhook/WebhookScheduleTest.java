package dev.tributary.platform.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WebhookScheduleTest {

    /** In the middle of the jitter. */
    private static final RandomGenerator MIDDLE = new Random() {
        @Override
        public double nextDouble() {
            return 0.5;
        }
    };

    @Test
    void an_event_is_tried_ten_times_in_75_hours() {
        assertEquals(Duration.ofHours(75).plusMinutes(35).plusSeconds(5), total(WebhookSchedule.EVENT));
        assertEquals(10, WebhookSchedule.EVENT.attempts());
    }

    @Test
    void a_chat_message_is_given_up_after_two_and_a_half_hours() {
        assertEquals(Duration.ofHours(2).plusMinutes(35).plusSeconds(5), total(WebhookSchedule.CHAT_MESSAGE));
        assertEquals(5, WebhookSchedule.CHAT_MESSAGE.attempts());
    }

    @Test
    void pauses_move_by_at_most_a_fifth_and_not_in_step() {
        RandomGenerator random = new Random(7);
        for (int attempt = 1; attempt < 10; attempt++) {
            long middle = WebhookSchedule.EVENT.pauseAfter(attempt, MIDDLE).orElseThrow().toMillis();
            long first = WebhookSchedule.EVENT.pauseAfter(attempt, random).orElseThrow().toMillis();
            long second = WebhookSchedule.EVENT.pauseAfter(attempt, random).orElseThrow().toMillis();
            assertTrue(Math.abs(first - middle) <= middle / 5 + 1);
            assertNotEquals(first, second);
        }
    }

    @Test
    void a_webhook_id_is_a_ulid_that_never_changes_and_holds_no_full_stop() {
        UUID id = UUID.fromString("019aa3b1-1dd8-7a4e-8f2c-2f9d6b1c4e11");

        assertEquals(WebhookIds.of(id), WebhookIds.of(id));
        assertTrue(WebhookIds.of(id).matches("msg_[0-7][0-9A-HJKMNP-TV-Z]{25}"), WebhookIds.of(id));
    }

    private static Duration total(WebhookSchedule schedule) {
        Duration sum = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            Optional<Duration> pause = schedule.pauseAfter(attempt, MIDDLE);
            if (pause.isEmpty()) {
                return sum;
            }
            sum = sum.plus(pause.get());
        }
    }
}
