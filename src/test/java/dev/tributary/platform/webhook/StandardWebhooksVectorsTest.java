package dev.tributary.platform.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published vectors of the specification's libraries, and the cases around them. */
class StandardWebhooksVectorsTest {

    private static final JsonNode VECTORS = vectors();
    private static final JsonNode BASE = VECTORS.get("base");

    @TestFactory
    Stream<DynamicTest> every_published_case_verifies_as_it_says() {
        return StreamSupport.stream(VECTORS.get("cases").spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> verify(vector)));
    }

    @Test
    void there_are_sixteen_cases() {
        assertEquals(16, VECTORS.get("cases").size());
    }

    @Test
    void the_base_row_is_signed_byte_for_byte() {
        Map<String, String> headers = WebhookSignature.headers(
                List.of(WebhookKey.parse(BASE.get("secret").asText())), BASE.get("id").asText(), baseTime(), basePayload());

        assertEquals(
                Map.of(
                        "webhook-id", BASE.get("id").asText(),
                        "webhook-timestamp", BASE.get("timestamp").asText(),
                        "webhook-signature", BASE.get("signature").asText()),
                headers);
    }

    @Test
    void the_ed25519_row_is_signed_and_verified() {
        // Given
        JsonNode row = VECTORS.get("ed25519");
        WebhookKey secret = WebhookKey.parse(row.get("secret_key").asText());
        WebhookKey open = WebhookKey.parse(row.get("public_key").asText());

        // When
        Map<String, String> headers = WebhookSignature.headers(List.of(secret), BASE.get("id").asText(), baseTime(), basePayload());

        // Then
        assertEquals(row.get("signature").asText(), headers.get("webhook-signature"));
        assertEquals(java.util.Optional.empty(), WebhookSignature.verify(List.of(open), headers, basePayload(), baseTime()));
        assertEquals(row.get("public_key").asText(), secret.forReceiver());
    }

    private static void verify(JsonNode vector) {
        String spelling = vector.path("secret").asText(BASE.get("secret").asText());
        if (vector.get("ok").isTextual()) {
            assertThrows(IllegalArgumentException.class, () -> WebhookKey.parse(spelling), "a configuration error, never valid");
            return;
        }
        byte[] payload = vector.path("payload").asText(BASE.get("payload").asText()).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        vector.get("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        Instant now = Instant.ofEpochSecond(vector.get("now").asLong());

        boolean ok = WebhookSignature.verify(List.of(WebhookKey.parse(spelling)), headers, payload, now).isEmpty();

        assertEquals(vector.get("ok").asBoolean(), ok);
    }

    private static byte[] basePayload() {
        return BASE.get("payload").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static Instant baseTime() {
        return Instant.ofEpochSecond(BASE.get("timestamp").asLong());
    }

    private static JsonNode vectors() {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(Path.of("src/test/resources/fixtures/api-channel/standard-webhooks-vectors.json")));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
