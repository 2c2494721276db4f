package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.AdapterCase;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The recorded events and answers of both gateways. */
final class LiteFixtures {

    static final String EVOLUTION_SECRET = "tributary-lite-webhook-secret";
    static final String WAHA_SECRET = "tributary-waha-hmac-key";
    static final String API_KEY = "B6D711FCDE4D4FD5936544120E713976";
    private static final Path ALL = Path.of("src/test/resources/fixtures/whatsapp-lite");

    private LiteFixtures() {}

    static List<Path> events() {
        try (Stream<Path> files = Files.list(ALL)) {
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

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(ALL.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static JsonNode json(String name) {
        return ProviderJson.read(bytes(name));
    }

    static AdapterCase.Answer answer(String name) {
        JsonNode recorded = json(name);
        return AdapterCase.Answer.json(recorded.path("_http").asInt(), recorded.path("body").toString());
    }

    static Settings settings(String dialect, boolean groups, Map<String, String> more) {
        Map<String, JsonNode> values = new HashMap<>(Map.of(
                LiteSettings.DIALECT, TextNode.valueOf(dialect),
                LiteSettings.INSTANCE, TextNode.valueOf("trib-ch-test"),
                LiteSettings.BASE_URL, TextNode.valueOf("https://wa-gateway.example.com"),
                LiteSettings.RISK, BooleanNode.TRUE,
                LiteSettings.GROUPS, BooleanNode.valueOf(groups)));
        more.forEach((name, value) -> values.put(name, TextNode.valueOf(value)));
        String secret = dialect.equals(LiteSettings.WAHA) ? WAHA_SECRET : EVOLUTION_SECRET;
        return new Settings(values, Map.of(LiteSettings.API_KEY, new Secret(API_KEY), LiteSettings.WEBHOOK_SECRET, new Secret(secret)));
    }

    static RawEvent raw(byte[] body, String dialect, boolean groups) {
        return new RawEvent(new UUID(0, 1), Instant.parse("2026-11-21T12:00:00Z"), Map.of(), body, settings(dialect, groups, Map.of()).withoutSecrets());
    }
}
