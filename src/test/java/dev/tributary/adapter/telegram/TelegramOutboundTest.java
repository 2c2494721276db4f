package dev.tributary.adapter.telegram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.GoldenJson;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Author;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ThreadKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramOutboundTest {

    static Stream<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/fixtures/telegram/outbound"))) {
            return files.filter(file -> !file.toString().endsWith(".expected.json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void every_message_becomes_the_calls_of_its_golden_file(Path fixture) throws IOException {
        // Given
        OutboundMessage message = message(TelegramPayload.JSON.readTree(Files.readString(fixture)));

        // When
        List<TelegramOutbound.Call> calls = TelegramOutbound.calls(message);

        // Then
        GoldenJson.check(calls, fixture);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 100, 4096})
    void split_text_loses_no_word_and_breaks_no_character(int limit) {
        // Given
        String text = "Grüße 🙂 aus\n\nÖsterreich, und ein sehrlangeswortohneendeundohnetrennung 🙂🙂🙂🙂🙂🙂🙂🙂. ".repeat(60);

        // When
        List<String> pieces = TelegramText.split(text, limit);

        // Then
        assertTrue(pieces.stream().allMatch(piece -> piece.length() <= limit && !piece.isBlank()));
        assertTrue(pieces.stream().noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)) || Character.isHighSurrogate(piece.charAt(piece.length() - 1))));
        assertEquals(text.replaceAll("\\s", ""), String.join("", pieces).replaceAll("\\s", ""));
    }

    @Test
    void text_at_the_limit_stays_one_message() {
        assertEquals(1, TelegramText.split("x".repeat(4096), 4096).size());
        assertEquals(2, TelegramText.split("x".repeat(4097), 4096).size());
    }

    static OutboundMessage message(JsonNode json) {
        List<File> files = new ArrayList<>();
        json.path("attachments").forEach(file -> files.add(new File(
                new UUID(1, files.size()),
                ContentKind.valueOf(file.path("kind").asText()),
                file.path("file_name").asText(),
                file.path("content_type").asText(),
                file.path("size").asLong(),
                "key-" + files.size())));
        List<Button> buttons = new ArrayList<>();
        json.path("buttons").forEach(button -> buttons.add(new Button(
                button.path("id").asText(), button.path("title").asText(), Optional.ofNullable(button.path("url").textValue()))));
        return new OutboundMessage(
                new UUID(2, 1),
                new UUID(2, 2),
                new ThreadKey(json.path("thread").asText()),
                "987654321",
                new UUID(2, 3),
                Optional.ofNullable(json.path("text").textValue()),
                Optional.ofNullable(json.path("html").textValue()),
                files,
                buttons,
                Optional.ofNullable(json.path("reply_to").textValue()).map(ProviderMessageId::new),
                new Author("user", "Olga"),
                Instant.parse("2025-12-17T12:00:00Z"),
                1, List.of());
    }
}
