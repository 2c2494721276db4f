package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.AdapterCase;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The recorded deliveries and answers of Meta's channels. */
final class MetaFixtures {

    private static final Path ALL = Path.of("src/test/resources/fixtures");

    private MetaFixtures() {}

    static List<Path> deliveries(String channel) {
        try (Stream<Path> files = Files.list(ALL.resolve(channel))) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(".json") && !name.endsWith(".expected.json") && !name.startsWith("response-") && !name.equals("headers.json");
                    })
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static byte[] bytes(String channel, String name) {
        try {
            return Files.readAllBytes(ALL.resolve(channel).resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static JsonNode json(String channel, String name) {
        return ProviderJson.read(bytes(channel, name));
    }

    /** A recorded answer, as the provider gives it. */
    static AdapterCase.Answer answer(String channel, String name) {
        JsonNode recorded = json(channel, name);
        return AdapterCase.Answer.json(recorded.path("httpStatus").asInt(), recorded.path("body").toString());
    }

    static AdapterCase.Answer error(int status, int code, int subcode) {
        String error = "{\"error\":{\"message\":\"some words\",\"code\":" + code + (subcode == 0 ? "" : ",\"error_subcode\":" + subcode) + "}}";
        return AdapterCase.Answer.json(status, error);
    }

    static RawEvent raw(byte[] body, Map<String, JsonNode> settings) {
        return new RawEvent(new UUID(0, 1), Instant.parse("2026-11-21T12:00:00Z"), Map.of(), body, new Settings(settings, Map.of()));
    }
}
