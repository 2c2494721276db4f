package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.SentLog;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** One gateway with one instance, and the phone that is linked to it. Used under its own lock. */
final class FakeGateway {

    final String id;
    final String key;
    final SentLog log = new SentLog();
    private Optional<String> instance = Optional.empty();
    private JsonObject webhook = new JsonObject();
    private String state = "close";
    private String number = "15550100888";
    private int codes;

    FakeGateway(String id, String key) {
        this.id = id;
        this.key = key;
    }

    void make(String name, JsonObject hook) {
        instance = Optional.of(name);
        webhook = hook;
        state = "connecting";
    }

    boolean has(String name) {
        return instance.filter(name::equals).isPresent();
    }

    Optional<String> instance() {
        return instance;
    }

    void remove() {
        instance = Optional.empty();
        state = "close";
    }

    void lead(JsonObject hook) {
        webhook = hook;
    }

    /** Empty where events lead nowhere. */
    Optional<JsonObject> webhook() {
        return Optional.of(webhook).filter(hook -> hook.getBoolean("enabled", false));
    }

    void turn(String to) {
        state = to;
    }

    String state() {
        return state;
    }

    boolean isOpen() {
        return state.equals("open");
    }

    void link(String phone) {
        number = phone;
        state = "open";
    }

    String number() {
        return number;
    }

    int nextCode() {
        return ++codes;
    }

    /** What a person types into the form of a channel, and how it stands. */
    JsonObject described() {
        return new JsonObject()
                .put("gateway_id", id)
                .put("base_url", "https://gateway.sandbox.example")
                .put("api_key", key)
                .put("instance", instance.orElse(null))
                .put("state", state)
                .put("leads", webhook().isPresent());
    }
}
