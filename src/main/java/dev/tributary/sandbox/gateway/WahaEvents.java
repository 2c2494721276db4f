package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Callbacks;
import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Hmac;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** WAHA's words, signed. */
@ApplicationScoped
class WahaEvents implements GatewayEvents {

    private static final long STEP_MILLIS = 200;

    private final Callbacks callbacks;
    private final Fresh fresh;
    private final Sandbox sandbox;
    private final Vertx vertx;
    private final Clock clock;

    WahaEvents(Callbacks callbacks, Fresh fresh, Sandbox sandbox, Vertx vertx, Clock clock) {
        this.callbacks = callbacks;
        this.fresh = fresh;
        this.sandbox = sandbox;
        this.vertx = vertx;
        this.clock = clock;
    }

    @Override
    public void tell(FakeGateway gateway, String event, JsonObject payload) {
        gateway.hook().ifPresent(hook -> {
            Buffer body = session(gateway)
                    .put("id", "evt_" + fresh.hex(12))
                    .put("timestamp", clock.millis())
                    .put("event", event)
                    .put("payload", payload)
                    .put("environment", new JsonObject().put("tier", "CORE").put("version", "2026.7.1"))
                    .toBuffer();
            callbacks.post(hook.url(), body, "application/json", Map.of(
                    "X-Webhook-Hmac", HexFormat.of().formatHex(Hmac.SHA512.of(hook.key(), body.getBytes())),
                    "X-Webhook-Hmac-Algorithm", "sha512",
                    "X-Webhook-Timestamp", Long.toString(clock.millis())));
        });
    }

    /** The session as the API describes it; events carry the same. */
    static JsonObject session(FakeGateway gateway) {
        return new JsonObject()
                .put("session", gateway.instance())
                .put("engine", "GOWS")
                .put("me", gateway.isOpen() ? new JsonObject().put("id", address(gateway.number())).put("pushName", "Sandbox phone") : null);
    }

    static String status(FakeGateway gateway) {
        return switch (gateway.state()) {
            case OPEN -> "WORKING";
            case CONNECTING -> "SCAN_QR_CODE";
            case BROKEN -> "STARTING";
            case CLOSED -> "FAILED";
        };
    }

    @Override
    public void connection(FakeGateway gateway, int reason) {
        status(gateway, status(gateway));
    }

    @Override
    public void exhausted(FakeGateway gateway) {
        status(gateway, "FAILED");
    }

    private void status(FakeGateway gateway, String word) {
        tell(gateway, "session.status", new JsonObject().put("status", word).put("statuses", new JsonArray().add(new JsonObject().put("status", word).put("timestamp", clock.millis()))));
    }

    @Override
    public String written(FakeGateway gateway, JsonObject wanted) {
        String id = "3A" + fresh.hex(9).toUpperCase(Locale.ROOT);
        JsonObject payload = message(gateway, wanted.getString("from", "14155550142"), id, wanted.getString("text", "Hello"), wanted.getBoolean("from_me", false))
                .put("source", "app")
                .put("_data", new JsonObject().put("Info", new JsonObject().put("PushName", wanted.getString("name", "Maria Lopez"))));
        payload.mergeIn(wanted.getJsonObject("data", new JsonObject()), true);
        Optional.ofNullable(payload.getJsonObject("media")).ifPresent(media -> media.put("url", file(gateway, String.valueOf(media.remove("file")))));
        tell(gateway, "message.any", payload);
        return id;
    }

    private String file(FakeGateway gateway, String name) {
        return sandbox.localUrl() + FakeGateways.PATH + "/" + gateway.id + "/api/files/" + gateway.instance() + "/" + name;
    }

    @Override
    public void sent(FakeGateway gateway, String chat, String id, String text) {
        JsonObject message = message(gateway, chat, id, text, true).put("source", "api");
        tell(gateway, "message.any", message);
        List<String> acks = gateway.log.receipts("1", "2", "3");
        for (int step = 0; step < acks.size(); step++) {
            JsonObject receipt = new JsonObject()
                    .put("id", message.getString("id"))
                    .put("from", address(chat))
                    .put("fromMe", true)
                    .put("ack", Integer.parseInt(acks.get(step)));
            vertx.setTimer(STEP_MILLIS * (step + 1), _ -> tell(gateway, "message.ack", receipt));
        }
    }

    JsonObject message(FakeGateway gateway, String chat, String id, String text, boolean isOurs) {
        return new JsonObject()
                .put("id", isOurs + "_" + address(chat) + "_" + id)
                .put("timestamp", clock.instant().getEpochSecond())
                .put("from", address(isOurs ? gateway.number() : chat))
                .put("to", address(isOurs ? chat : gateway.number()))
                .put("fromMe", isOurs)
                .put("body", text)
                .put("hasMedia", false)
                .put("vCards", new JsonArray());
    }

    private static String address(String number) {
        return number.contains("@") ? number : number + "@c.us";
    }
}
