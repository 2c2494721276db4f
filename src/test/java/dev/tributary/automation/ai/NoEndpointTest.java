package dev.tributary.automation.ai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.Problem.FieldError;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoEndpointTest {

    @Test
    void without_an_endpoint_a_rule_cannot_use_the_ai_and_is_told_what_to_do() {
        List<FieldError> errors = new ArrayList<>();

        new AiResponse(new Nowhere(), null, null).check(new JsonObject(), "actions[0]", errors);

        assertThat(errors).singleElement().satisfies(error -> assertThat(error.message()).contains("TRIBUTARY_AI_URL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Can I speak to a person?", "HUMAN please", "Ich möchte mit einem Mitarbeiter sprechen", "позовите, нужен живой человек", "real person!"})
    void asking_for_a_person_is_understood(String text) {
        assertThat(Takeover.asksForAPerson(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Is this humane?", "Where is my order?", "The person in the picture is my aunt"})
    void other_words_are_not(String text) {
        assertThat(Takeover.asksForAPerson(text)).isFalse();
    }

    /** An installation without an AI. */
    private static final class Nowhere implements AiConfig {
        @Override
        public Optional<String> url() {
            return Optional.empty();
        }

        @Override
        public Optional<String> key() {
            return Optional.empty();
        }

        @Override
        public String model() {
            return "none";
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int maxTokens() {
            return 1;
        }

        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public int conversationRepliesPerHour() {
            return 1;
        }

        @Override
        public Optional<Double> minConfidence() {
            return Optional.empty();
        }
    }
}
