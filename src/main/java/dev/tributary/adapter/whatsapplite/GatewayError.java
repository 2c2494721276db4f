package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.platform.EgressResponse;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A gateway's refusal.
 *
 * @param notOnWhatsApp whether it says that the number has no WhatsApp
 * @param words never the account's key
 */
record GatewayError(int status, boolean notOnWhatsApp, String words) {

    private static final int LONGEST = 300;

    static GatewayError of(EgressResponse response, GatewayLine line) {
        JsonNode body = body(response);
        JsonNode message = body.path("response").path("message");
        boolean unknown = StreamSupport.stream(message.spliterator(), false).anyMatch(item -> item.path("exists").isBoolean() && !item.path("exists").asBoolean());
        String words = words(message)
                .or(() -> ProviderJson.text(body, "message"))
                .or(() -> ProviderJson.text(body, "error"))
                .orElse("HTTP " + response.status() + " without words")
                .replace(line.key().reveal(), "***");
        return new GatewayError(response.status(), unknown, words.length() > LONGEST ? words.substring(0, LONGEST) : words);
    }

    ProviderError cause() {
        return new ProviderError("http_" + status, words);
    }

    private static Optional<String> words(JsonNode message) {
        String words = message.isArray()
                ? StreamSupport.stream(message.spliterator(), false).map(item -> item.isTextual() ? item.asText() : item.toString()).collect(Collectors.joining("; "))
                : message.asText("");
        return Optional.of(words).filter(text -> !text.isBlank());
    }

    private static JsonNode body(EgressResponse response) {
        try {
            return ProviderJson.read(response.body().getBytes());
        } catch (UnreadableEventException unreadable) {
            return ProviderJson.object();
        }
    }
}
