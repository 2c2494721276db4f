package dev.tributary.adapter.telegram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Settings;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The secret header, with the fixtures' own credentials: who has it is Telegram, and nobody else is. */
class TelegramProofTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/telegram");

    private final TelegramAdapter adapter = new TelegramAdapter(null, null, null, null, null);

    @Test
    void every_fixture_with_its_header_is_accepted_and_every_forgery_is_not() throws IOException {
        // Given
        JsonNode fixtures = TelegramPayload.JSON.readTree(Files.readString(FIXTURES.resolve("headers.json")));
        String secret = fixtures.path("test_credentials").path("webhook_secret").asText();

        // Then
        for (Map.Entry<String, JsonNode> request : fixtures.path("requests").properties()) {
            assertInstanceOf(Verdict.Accepted.class, verify(request.getKey(), request.getValue(), secret), request.getKey());
        }
        for (JsonNode forgery : fixtures.path("negative")) {
            Verdict verdict = verify(forgery.path("file").asText(), forgery, secret);
            assertEquals(forgery.path("why").asText(), assertInstanceOf(Verdict.Rejected.class, verdict).reason());
        }
    }

    @Test
    void an_account_without_a_secret_takes_nothing_in() throws IOException {
        // Given
        JsonNode request = TelegramPayload.JSON.createObjectNode().set("headers", TelegramPayload.JSON.createObjectNode().put("X-Telegram-Bot-Api-Secret-Token", ""));

        // Then
        assertInstanceOf(Verdict.Rejected.class, verify("text.json", request, ""));
    }

    private Verdict verify(String file, JsonNode request, String secret) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.path("headers").properties().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
        ChannelAccount account = new ChannelAccount(
                new UUID(0, 1), new UUID(0, 2), "TELEGRAM", "Support", new Settings(Map.of(), Map.of(TelegramSettings.WEBHOOK_SECRET, new Secret(secret))),
                "ch_1", URI.create("https://inbox.example.com/webhooks/telegram/ch_1"));
        return adapter.verify(
                new WebhookRequest("POST", account.webhookUrl().toString(), Map.of(), headers, Files.readAllBytes(FIXTURES.resolve(file)), Instant.EPOCH), account);
    }
}
