package dev.tributary.adapter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.SendOutcome;
import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookAnswer.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorsTest {

    @Test
    void four_failures_are_deferred_and_the_fifth_is_final() {
        for (int attempt = 1; attempt <= 4; attempt++) {
            assertInstanceOf(SendOutcome.TryAgain.class, ApiErrors.notSent(answer(Result.AGAIN, 500, "http_500"), attempt, Duration.ZERO, new Random(1)));
        }
        SendOutcome.Refused refused =
                assertInstanceOf(SendOutcome.Refused.class, ApiErrors.notSent(answer(Result.AGAIN, 500, "http_500"), 5, Duration.ZERO, new Random(1)));
        assertInstanceOf(ChannelProblem.Unavailable.class, refused.problem());
    }

    @Test
    void the_receivers_pause_is_obeyed_for_the_whole_channel() {
        WebhookAnswer busy = new WebhookAnswer(
                Result.AGAIN, ApiFixtures.CLOCK, Duration.ZERO, Optional.of(429), "", "http_429", "HTTP 429", Optional.of(Duration.ofSeconds(30)));

        SendOutcome.Deferred deferred = (SendOutcome.Deferred) ApiErrors.notSent(busy, 1, Duration.ZERO, new Random(1));

        assertEquals(Optional.of(Duration.ofSeconds(30)), deferred.retryAfter());
        assertTrue(deferred.accountWide());
        assertInstanceOf(SendOutcome.TryAgain.class, ApiErrors.notSent(busy, 1, Duration.ofHours(3), new Random(1)), "but not for ever");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            302 | Enter the final URL of the webhook: redirects are not followed.
            401 | The receiving system refuses our webhooks (401); check URL and secret.
            404 | The receiving system refuses our webhooks (404); check URL and secret.
            500 | The receiving system is down, slow or busy; it is tried again.""")
    void every_failure_says_what_a_person_can_do(int status, String hint) {
        assertEquals(hint, answer(Result.AGAIN, status, "http_" + status).hint());
    }

    @Test
    void gone_and_certificate_have_the_cards_words() {
        assertEquals("The receiving system says that this webhook is gone.", ApiErrors.problem(answer(Result.GONE, 410, "http_410")).hint());
        assertEquals("The certificate of the receiver is not valid.", answer(Result.AGAIN, 0, "certificate_invalid").hint());
    }

    private static WebhookAnswer answer(Result result, int status, String code) {
        return new WebhookAnswer(
                result, ApiFixtures.CLOCK, Duration.ZERO, status == 0 ? Optional.empty() : Optional.of(status), "", code, "HTTP " + status, Optional.empty());
    }
}
