package dev.tributary.adapter.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The channel's fixtures with their secret, clock and headers. */
final class ApiFixtures {

    static final Path FOLDER = Path.of("src/test/resources/fixtures/api-channel");
    static final JsonNode HEADERS = json("headers.json");
    static final String SECRET = HEADERS.get("secret").asText();
    static final String TOKEN = HEADERS.get("inbound_token").asText();
    static final Instant CLOCK = Instant.ofEpochSecond(HEADERS.get("clock").asLong());

    private ApiFixtures() {}

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(bytes(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As {@code headers.json} has them, names in lower case. */
    static Map<String, String> headers(String name) {
        Map<String, String> headers = new HashMap<>();
        HEADERS.get("files").get(name).properties().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
        return headers;
    }

    static Settings settings(boolean requireSignature) {
        Settings given = new Settings(
                Map.of(
                        "channel_id", TextNode.valueOf(HEADERS.get("channel_id").asText()),
                        "require_signature", BooleanNode.valueOf(requireSignature),
                        "identity_mode", BooleanNode.TRUE),
                Map.of("inbound_token", new Secret(TOKEN), "inbound_secret", new Secret(SECRET), "outbound_secret", new Secret(SECRET)));
        return merged(given, ApiKeys.issue(given));
    }

    /** What is stored after the channel has changed what was given. */
    static Settings merged(Settings given, dev.tributary.channel.IssuesCredentials.Issued issued) {
        Map<String, JsonNode> values = new HashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        ApiDescriptor.make().settings().forEach(field -> {
            if (!given.json(field.name()).isMissingNode()) {
                values.put(field.name(), given.json(field.name()));
            }
            given.secret(field.name()).ifPresent(secret -> secrets.put(field.name(), secret));
        });
        values.putAll(issued.settings());
        secrets.putAll(issued.secrets());
        return new Settings(values, secrets);
    }

    static ChannelAccount account(Settings settings) {
        return new ChannelAccount(new UUID(7, 1), new UUID(7, 2), "API", "Partner", settings, "key", URI.create("https://inbox.example.com/x"));
    }

    static WebhookRequest request(Map<String, String> headers, byte[] body) {
        return new WebhookRequest("POST", "https://inbox.example.com/api/v1/channels/api_3c9d/inbound", Map.of(), headers, body, CLOCK);
    }

    static RawEvent raw(byte[] body) {
        return new RawEvent(new UUID(7, 3), CLOCK, Map.of(), body, settings(false).withoutSecrets());
    }
}
