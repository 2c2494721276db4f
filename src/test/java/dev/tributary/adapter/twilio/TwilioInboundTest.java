package dev.tributary.adapter.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.GoldenJson;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioInboundTest {

    static final Path FIXTURES = Path.of("src/test/resources/fixtures/whatsapp-twilio");

    static Stream<Path> deliveries() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void every_delivery_is_read_as_its_golden_file_says(Path fixture) throws IOException {
        // When
        List<InboundEvent> events = TwilioInbound.read(raw(Files.readAllBytes(fixture)));

        // Then
        GoldenJson.check(events, fixture.resolveSibling(fixture.getFileName().toString().replace(".txt", ".json")));
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void every_recorded_signature_is_accepted_for_its_address_alone(Path fixture) throws IOException {
        // Given
        JsonNode recorded = new ObjectMapper().readTree(FIXTURES.resolve("headers.json").toFile());
        JsonNode headers = recorded.path("files").path(fixture.getFileName().toString());
        byte[] body = Files.readAllBytes(fixture);
        WebhookRequest request = new WebhookRequest(
                "POST", headers.path("url").asText(), Map.of(), Map.of("x-twilio-signature", headers.path("X-Twilio-Signature").asText()), body, Instant.EPOCH);

        // When
        Verdict verdict = TwilioSignature.verify(request, account(recorded, headers.path("url").asText()));

        // Then
        assertInstanceOf(Verdict.Accepted.class, verdict);
        assertInstanceOf(Verdict.Rejected.class, TwilioSignature.verify(request, account(recorded, "https://elsewhere.example.com/x")));
    }

    @Test
    void a_number_and_the_id_that_hides_it_name_one_person() {
        // When
        MessageReceived message = (MessageReceived) TwilioInbound.read(raw(bytes("MessageSid=SM1&From=whatsapp%3A%2B34600000123&WaId=34600000123&ExternalUserId=whatsapp%3AES.4&Body=hola"))).getFirst();

        // Then
        assertEquals("34600000123", message.from().id());
        assertEquals(Set.of("ES.4"), message.from().aliases());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "MessageSid=", "MessageSid=SM1", "a=%zz"})
    void what_twilio_would_never_send_is_unreadable_and_nothing_else(String body) {
        assertThrows(UnreadableEventException.class, () -> TwilioInbound.read(raw(bytes(body))));
    }

    private static ChannelAccount account(JsonNode recorded, String url) {
        Settings settings = new Settings(Map.of(), Map.of(TwilioSettings.AUTH_TOKEN, new Secret(recorded.path("authToken").asText())));
        return new ChannelAccount(new UUID(1, 1), new UUID(1, 2), WhatsAppTwilioAdapter.TYPE, "Test", settings, "key", URI.create(url));
    }

    private static RawEvent raw(byte[] body) {
        return new RawEvent(new UUID(0, 1), Instant.parse("2026-11-21T12:00:00Z"), Map.of(), body, new Settings(Map.of(), Map.of()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
