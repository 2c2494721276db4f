package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.SentLog;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** One gateway with one instance, and the phone that is linked to it. It speaks as it was spoken to. Used under its own lock. */
final class FakeGateway {

    /**
     * Where events lead.
     *
     * @param headers to be sent with each; Evolution
     * @param key that signs each; WAHA
     */
    record Hook(String url, Map<String, String> headers, String key) {}

    enum State {
        /** The phone is linked. */
        OPEN,
        /** It waits for a phone. */
        CONNECTING,
        /** The line broke, and comes back by itself. */
        BROKEN,
        CLOSED
    }

    final String id;
    final String key;
    final SentLog log = new SentLog();
    private Optional<String> instance = Optional.empty();
    private Optional<Hook> hook = Optional.empty();
    private boolean isWaha;
    private State state = State.CLOSED;
    private String number = "15550100888";
    private int codes;

    FakeGateway(String id, String key) {
        this.id = id;
        this.key = key;
    }

    void make(String name, boolean waha, Optional<Hook> leads) {
        instance = Optional.of(name);
        isWaha = waha;
        hook = leads;
        state = State.CONNECTING;
    }

    boolean has(String name) {
        return instance.filter(name::equals).isPresent();
    }

    String instance() {
        return instance.orElse("");
    }

    boolean isWaha() {
        return isWaha;
    }

    void remove() {
        instance = Optional.empty();
        state = State.CLOSED;
    }

    void lead(Optional<Hook> leads) {
        hook = leads;
    }

    /** Empty where events lead nowhere. */
    Optional<Hook> hook() {
        return hook;
    }

    void turn(State to) {
        state = to;
    }

    State state() {
        return state;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    void link(String phone) {
        number = phone;
        state = State.OPEN;
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
                .put("state", state.name().toLowerCase(java.util.Locale.ROOT))
                .put("leads", hook.isPresent());
    }
}
