package dev.tributary.start;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tributary.platform.SecretKeys;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "tributary.database-url", "postgresql://tributary:pa%40ss@db.example.org:5433/inbox",
            "tributary.secret.keys", SecretKeys.generate(),
            "tributary.admin.email", "owner@example.org");

    @Test
    void nothing_has_to_be_set_where_the_service_brings_its_database() {
        assertDoesNotThrow(() -> SettingsCheck.require(StartUpSettings.of(Map.of()), true));
    }

    @Test
    void a_complete_configuration_is_accepted() {
        assertDoesNotThrow(() -> SettingsCheck.require(StartUpSettings.of(COMPLETE), false));
    }

    @Test
    void everything_that_is_missing_is_named_in_one_message_as_property_and_as_variable() {
        String message = refusal(Map.of("tributary.oidc.issuer", "https://id.example.org"), false);

        assertThat(message, allOf(
                containsString("tributary.database-url (TRIBUTARY_DATABASE_URL): is missing"),
                containsString("tributary.secret.keys (TRIBUTARY_SECRET_KEYS): is missing"),
                containsString("tributary.oidc.client-id (TRIBUTARY_OIDC_CLIENT_ID): is missing"),
                containsString("tributary.oidc.client-secret (TRIBUTARY_OIDC_CLIENT_SECRET): is missing")));
    }

    @Test
    void a_database_of_ones_own_needs_keys_of_ones_own() {
        String message = refusal(Map.of("tributary.database-url", "postgresql://u:p@db/inbox"), true);

        assertThat(message, containsString("java -jar quarkus-run.jar secret-keys"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tributary.database-url           | mysql://u:sesame@db/inbox
            tributary.database-url           | postgresql://u:se same@db/inbox
            tributary.secret.keys            | sesame
            tributary.admin.email            | sesame
            tributary.admin.password         | sesame
            tributary.bootstrap-token        | sesame
            tributary.public-url             | sesame.example.org
            tributary.public-url             | ftp://sesame
            tributary.providers.telegram.url | sesame
            tributary.egress.allow           | sesame
            tributary.files-url              | s3://sesame
            tributary.transport              | sesame
            tributary.sandbox.enabled        | sesame
            quarkus.http.port                | sesame
            quarkus.http.port                | 65536
            quarkus.mailer.port              | sesame
            tributary.ai.url                 | sesame
            tributary.ai.timeout             | sesame
            tributary.ai.timeout             | 0s
            tributary.ai.max-tokens          | 0
            tributary.ai.conversation-replies-per-hour | sesame
            tributary.ai.min-confidence      | 1.5
            """)
    void a_wrong_value_is_named_and_never_quoted(String property, String value) {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.put(property, value);

        String message = refusal(settings, true);

        assertThat(message, allOf(containsString("1 setting is"), containsString(property + " ("), not(containsString("sesame"))));
    }

    @Test
    void what_the_readme_gives_as_an_example_is_accepted() {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.putAll(Map.of("quarkus.http.port", "8080", "tributary.sandbox.enabled", "false", "tributary.ai.url", "https://api.openai.com/v1", "tributary.ai.timeout", "30s",
                "tributary.ai.max-tokens", "600", "tributary.ai.min-confidence", "0.8", "quarkus.mailer.port", "587"));

        assertDoesNotThrow(() -> SettingsCheck.require(StartUpSettings.of(settings), true));
    }

    private static String refusal(Map<String, String> settings, boolean hasOwnDatabase) {
        return assertThrows(StartRefused.class, () -> SettingsCheck.require(StartUpSettings.of(settings), hasOwnDatabase)).getMessage();
    }
}
