package dev.tributary.channel;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook as it came in.
 *
 * @param method upper case
 * @param url the public URL that the provider called, query included: some providers sign it
 * @param headers names in lower case; several values of one name joined by {@code ", "}
 * @param body the bytes as received; never changed
 */
public record WebhookRequest(
        String method, String url, Map<String, String> query, Map<String, String> headers, byte[] body, Instant receivedAt) {

    public WebhookRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
