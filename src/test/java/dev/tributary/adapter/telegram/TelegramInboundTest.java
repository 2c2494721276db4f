package dev.tributary.adapter.telegram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.GoldenJson;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import dev.tributary.channel.UnreadableEventException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramInboundTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/telegram");

    /** Fixtures below {@code groups} are read with group chats switched on. */
    static Stream<Path> updates() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(FIXTURES), Files.list(FIXTURES.resolve("groups")))) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(".json")
                                && !name.endsWith(".expected.json")
                                && !name.startsWith("response-")
                                && !name.equals("headers.json");
                    })
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("updates")
    void every_update_is_read_as_its_golden_file_says(Path fixture) throws IOException {
        // Given
        boolean groups = fixture.getParent().endsWith("groups");

        // When
        List<InboundEvent> events = TelegramInbound.read(raw(Files.readAllBytes(fixture), groups));

        // Then
        GoldenJson.check(events, fixture);
    }

    @ParameterizedTest
    @MethodSource("updates")
    void reading_twice_says_the_same(Path fixture) throws IOException {
        // Given
        RawEvent raw = raw(Files.readAllBytes(fixture), true);

        // When
        List<InboundEvent> again = TelegramInbound.read(raw);

        // Then
        assertEquals(TelegramInbound.read(raw), again);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "null", "[]", "7", "\"text\"", "{", "{\"message\":{}}", "{\"update_id\":\"x\"}", "{\"update_id\":1,\"message\":7}",
                "{\"update_id\":1,\"message\":{\"message_id\":1,\"date\":1}}",
                "{\"update_id\":1,\"message\":{\"message_id\":1,\"chat\":{\"id\":1,\"type\":\"private\"},\"date\":1,\"text\":\"from nobody\"}}",
                "{\"update_id\":1,\"message_reaction\":{\"chat\":{\"id\":1,\"type\":\"private\"},\"message_id\":1,\"date\":1}}"
            })
    void what_telegram_would_never_send_is_unreadable_and_nothing_else(String body) {
        assertThrows(UnreadableEventException.class, () -> TelegramInbound.read(raw(body.getBytes(StandardCharsets.UTF_8), true)));
    }

    @Test
    void ids_beyond_32_bits_stay_whole() {
        // Given
        String body = "{\"update_id\":1,\"message\":{\"message_id\":2147483649,\"from\":{\"id\":4503599627370495,\"first_name\":\"Ada\"},"
                + "\"chat\":{\"id\":4503599627370495,\"type\":\"private\"},\"date\":1,\"text\":\"hi\"}}";

        // When
        var message = (InboundEvent.MessageReceived) TelegramInbound.read(raw(body.getBytes(StandardCharsets.UTF_8), false)).getFirst();

        // Then
        assertEquals("4503599627370495", message.from().id());
        assertEquals("4503599627370495:2147483649", message.id().value());
    }

    static RawEvent raw(byte[] body, boolean groups) {
        Map<String, JsonNode> settings = Map.of(
                TelegramSettings.BOT_ID, TextNode.valueOf("7012345678"), TelegramSettings.ACCEPT_GROUPS, BooleanNode.valueOf(groups));
        return new RawEvent(new UUID(0, 1), Instant.parse("2025-12-17T12:00:00Z"), Map.of(), body, new Settings(settings, Map.of()));
    }
}
