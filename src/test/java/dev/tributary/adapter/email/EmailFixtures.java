package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Mails as they really come, and what the inbox must end with. */
final class EmailFixtures {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/email");

    private EmailFixtures() {}

    static JsonNode json(String name) {
        try {
            return JSON.readTree(bytes(name));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static JsonNode expected(String mail) {
        return json("expected.json").path("files").path(mail);
    }

    static Stream<String> mails() {
        return StreamSupport.stream(((Iterable<String>) () -> json("expected.json").path("files").fieldNames()).spliterator(), false);
    }

    /** The account of {@code state.json}. */
    static Map<String, JsonNode> settings() {
        JsonNode channel = json("state.json").path("channel");
        ArrayNode aliases = JsonNodeFactory.instance.arrayNode();
        aliases.addAll((ArrayNode) channel.path("aliases"));
        return Map.of(
                EmailSettings.ADDRESS, channel.path("address"),
                EmailSettings.ALIASES, aliases,
                EmailSettings.DISPLAY_NAME, channel.path("display_name"),
                EmailSettings.PLUS_ADDRESSING, BooleanNode.TRUE,
                EmailSettings.LOOP_ID, TextNode.valueOf(channel.path("instance_id").asText()));
    }

    static RawEvent raw(byte[] mail) {
        Instant received = Instant.parse(json("state.json").path("channel").path("now").asText());
        return new RawEvent(new UUID(7, 4), received, Map.of(), mail, new Settings(settings(), Map.of()));
    }
}
