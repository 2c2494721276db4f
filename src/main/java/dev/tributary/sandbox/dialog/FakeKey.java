package dev.tributary.sandbox.dialog;

import dev.tributary.sandbox.SentLog;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** One number and its key. Used under its own lock. */
final class FakeKey {

    final String id;
    final SentLog log = new SentLog();
    private String key;
    private JsonObject webhook = new JsonObject();

    FakeKey(String id, String key) {
        this.id = id;
        this.key = key;
    }

    String key() {
        return key;
    }

    void renew(String fresh) {
        key = fresh;
    }

    void lead(JsonObject hook) {
        webhook = hook;
    }

    JsonObject registered() {
        return webhook;
    }

    Optional<JsonObject> webhook() {
        return Optional.of(webhook).filter(hook -> hook.containsKey("url"));
    }

    /** What a person types into the form of a channel. */
    JsonObject credentials() {
        return new JsonObject().put("number_id", id).put("api_key", key);
    }
}
