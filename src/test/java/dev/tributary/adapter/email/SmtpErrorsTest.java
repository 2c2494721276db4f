package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.SendOutcome;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SMTP servers answer, and what follows. */
class SmtpErrorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"auth-535", "basic-auth-disabled", "greylist", "quota", "sender-refused", "too-large", "user-unknown"})
    void an_answer_ends_as_its_golden_file_says(String name) {
        JsonNode given = EmailFixtures.json("response-smtp-" + name + ".json");
        JsonNode expected = given.path("expect");

        SendOutcome outcome = SmtpErrors.outcome(given.path("code").asInt(), given.path("enhanced").asText() + " " + given.path("text").asText(), Duration.ZERO);

        if (expected.path("retry").asBoolean()) {
            SendOutcome.Deferred later = (SendOutcome.Deferred) outcome;
            assertThat(later.retryAfter()).contains(Duration.ofSeconds(expected.path("retry_after_seconds").asLong()));
        } else {
            SendOutcome.Refused refused = (SendOutcome.Refused) outcome;
            assertThat(refused.problem().hint()).isEqualTo(expected.path("hint").asText());
            assertThat(refused.problem() instanceof CredentialsRejected).isEqualTo(expected.path("channel").asText().equals("disconnected"));
        }
    }

    @Test
    void greylisting_is_waited_for_longer_each_time() {
        assertThat(Stream.of(0, 1, 7, 30, 600).map(minutes -> ((SendOutcome.Deferred) SmtpErrors.outcome(450, "4.2.0 later", Duration.ofMinutes(minutes))).retryAfter().orElseThrow().toMinutes()))
                .containsExactly(1L, 5L, 15L, 60L, 60L);
    }
}
