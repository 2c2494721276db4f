package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Callbacks;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells the webhook of an instance what happened, in Evolution's words and with the headers that were asked for. */
@ApplicationScoped
class GatewayEvents {

    private static final long STEP_MILLIS = 200;

    private final Callbacks callbacks;
    private final Vertx vertx;
    private final Clock clock;

    GatewayEvents(Callbacks callbacks, Vertx vertx, Clock clock) {
        this.callbacks = callbacks;
        this.vertx = vertx;
        this.clock = clock;
    }

    void tell(FakeGateway gateway, String event, JsonObject data) {
        gateway.webhook().ifPresent(hook -> {
            JsonObject body = new JsonObject()
                    .put("event", event)
                    .put("instance", gateway.instance().orElse(""))
                    .put("data", data)
                    .put("destination", hook.getString("url"))
                    .put("date_time", clock.instant().toString())
                    .put("sender", gateway.number() + "@s.whatsapp.net")
                    .put("apikey", gateway.key);
            Map<String, String> headers = new HashMap<>();
            hook.getJsonObject("headers", new JsonObject()).forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
            callbacks.post(hook.getString("url"), body.toBuffer(), "application/json", headers);
        });
    }

    JsonObject code(FakeGateway gateway) {
        int count = gateway.nextCode();
        JsonObject code = new JsonObject()
                .put("instance", gateway.instance().orElse(""))
                .putNull("pairingCode")
                .put("code", "2@sandbox" + count)
                .put("base64", FakeCode.dataUrl(gateway.id.hashCode() + count));
        tell(gateway, "qrcode.updated", new JsonObject().put("qrcode", code));
        return code.put("count", count);
    }

    void connection(FakeGateway gateway, int reason) {
        JsonObject data = new JsonObject().put("instance", gateway.instance().orElse("")).put("state", gateway.state()).put("statusReason", reason);
        if (gateway.isOpen()) {
            data.put("wuid", gateway.number() + "@s.whatsapp.net").put("profileName", "Sandbox phone");
        }
        tell(gateway, "connection.update", data);
    }

    /** What was sent, then its receipts; scrambled: the other way round, and the first one twice. */
    void sent(FakeGateway gateway, JsonObject message) {
        tell(gateway, "send.message", message);
        JsonObject key = message.getJsonObject("key");
        List<String> words = gateway.log.receipts("SERVER_ACK", "DELIVERY_ACK", "READ");
        for (int step = 0; step < words.size(); step++) {
            JsonObject receipt = new JsonObject()
                    .put("keyId", key.getString("id"))
                    .put("remoteJid", key.getString("remoteJid"))
                    .put("fromMe", true)
                    .put("status", words.get(step));
            vertx.setTimer(STEP_MILLIS * (step + 1), _ -> tell(gateway, "messages.update", receipt));
        }
    }

    long seconds() {
        return clock.instant().getEpochSecond();
    }
}
