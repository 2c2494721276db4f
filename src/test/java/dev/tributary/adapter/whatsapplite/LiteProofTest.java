package dev.tributary.adapter.whatsapplite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Settings;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiteProofTest {

    private static final JsonNode HEADERS = LiteFixtures.json("headers.json");

    static Stream<String> files() {
        return HEADERS.path("files").propertyStream().map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_recorded_event_proves_itself(String file) {
        assertEquals(new Verdict.Accepted(), verify(file, HEADERS.path("files").path(file)));
    }

    @Test
    void wrong_secrets_and_signatures_are_refused() {
        HEADERS.path("badSignatureExamples").forEach(example ->
                assertEquals(Verdict.Rejected.class, verify(example.path("file").asText(), example).getClass(), example.toString()));
    }

    @Test
    void a_signed_token_proves_as_long_as_it_lives() {
        // Given
        JsonNode valid = HEADERS.path("evolution").path("jwtExample");
        JsonNode expired = HEADERS.path("evolution").path("jwtExpiredExample");
        String key = HEADERS.path("evolution").path("jwtKey").asText();

        // Then
        assertEquals(Verdict.Accepted.class, token(valid, key).getClass());
        assertEquals(Verdict.Rejected.class, token(expired, key).getClass());
        assertEquals(Verdict.Rejected.class, token(valid, "another key").getClass());
    }

    private static Verdict token(JsonNode example, String key) {
        Settings settings = new Settings(Map.of(), Map.of(LiteSettings.WEBHOOK_SECRET, new Secret(key)));
        Map<String, String> headers = Map.of("authorization", example.path("Authorization").asText());
        return LiteProof.verify(request("text.json", headers, Instant.ofEpochSecond(example.path("clockEpochSeconds").asLong())), account(settings));
    }

    private static Verdict verify(String file, JsonNode given) {
        Map<String, String> headers = new HashMap<>();
        given.propertyStream().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
        Settings settings = LiteFixtures.settings(file.startsWith("waha-") ? LiteSettings.WAHA : LiteSettings.EVOLUTION, false, Map.of());
        return LiteProof.verify(request(file, headers, Instant.parse("2026-11-21T12:00:00Z")), account(settings));
    }

    private static WebhookRequest request(String file, Map<String, String> headers, Instant now) {
        return new WebhookRequest("POST", "https://inbox.example.com/webhooks/whatsapp-lite/k", Map.of(), headers, LiteFixtures.bytes(file), now);
    }

    private static ChannelAccount account(Settings settings) {
        return new ChannelAccount(new UUID(1, 1), new UUID(1, 2), WhatsAppLiteAdapter.TYPE, "Lite", settings, "k", URI.create("https://inbox.example.com/webhooks/whatsapp-lite/k"));
    }
}
