package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Where a bot's updates go, and how the last delivery failed.
 *
 * @param url empty where none is set
 * @param lastErrorDate 0 where none failed
 */
record FakeWebhook(
        String url, String secret, int maxConnections, List<String> allowedUpdates, long lastErrorDate, String lastErrorMessage) {

    static final FakeWebhook NONE = new FakeWebhook("", "", 40, List.of(), 0, "");
    private static final List<String> NOT_BY_DEFAULT = List.of("chat_member", "message_reaction", "message_reaction_count");

    FakeWebhook {
        allowedUpdates = List.copyOf(allowedUpdates);
    }

    boolean isSet() {
        return !url.isEmpty();
    }

    /** An empty list means all but the three that have to be named. */
    boolean wants(String update) {
        return allowedUpdates.isEmpty() ? !NOT_BY_DEFAULT.contains(update) : allowedUpdates.contains(update);
    }

    FakeWebhook failed(long at, String message) {
        return new FakeWebhook(url, secret, maxConnections, allowedUpdates, at, message);
    }

    /** As getWebhookInfo tells it. */
    JsonObject info(int pending) {
        JsonObject info = new JsonObject()
                .put("url", url)
                .put("has_custom_certificate", false)
                .put("pending_update_count", pending)
                .put("max_connections", maxConnections);
        if (isSet()) {
            info.put("ip_address", "127.0.0.1");
        }
        if (!allowedUpdates.isEmpty()) {
            info.put("allowed_updates", new JsonArray(allowedUpdates));
        }
        return lastErrorDate == 0 ? info : info.put("last_error_date", lastErrorDate).put("last_error_message", lastErrorMessage);
    }

    /** For the control API: the key at the URL's end is a secret of the account. */
    JsonObject shown() {
        JsonObject shown = new JsonObject().put("is_set", isSet()).put("address", withoutKey(url));
        return lastErrorDate == 0 ? shown : shown.put("last_error_date", lastErrorDate).put("last_error_message", lastErrorMessage);
    }

    static String withoutKey(String url) {
        return url.replaceFirst("[^/]*$", "…");
    }

    JsonObject saved() {
        return new JsonObject()
                .put("url", url)
                .put("secret", secret)
                .put("max_connections", maxConnections)
                .put("allowed_updates", new JsonArray(allowedUpdates));
    }

    static FakeWebhook restore(JsonObject saved) {
        List<String> allowed = saved.getJsonArray("allowed_updates").stream().map(String.class::cast).toList();
        return new FakeWebhook(saved.getString("url"), saved.getString("secret"), saved.getInteger("max_connections"), allowed, 0, "");
    }
}
