package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Callbacks;
import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.gateway.FakeGateway.State;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Evolution's words, with the headers that were asked for. */
@ApplicationScoped
class EvolutionEvents implements GatewayEvents {

    private static final long STEP_MILLIS = 200;

    private final Callbacks callbacks;
    private final Fresh fresh;
    private final Vertx vertx;
    private final Clock clock;

    EvolutionEvents(Callbacks callbacks, Fresh fresh, Vertx vertx, Clock clock) {
        this.callbacks = callbacks;
        this.fresh = fresh;
        this.vertx = vertx;
        this.clock = clock;
    }

    @Override
    public void tell(FakeGateway gateway, String event, JsonObject data) {
        gateway.hook().ifPresent(hook -> {
            JsonObject body = new JsonObject()
                    .put("event", event)
                    .put("instance", gateway.instance())
                    .put("data", data)
                    .put("destination", hook.url())
                    .put("date_time", clock.instant().toString())
                    .put("sender", gateway.number() + "@s.whatsapp.net")
                    .put("apikey", gateway.key);
            callbacks.post(hook.url(), body.toBuffer(), "application/json", hook.headers());
        });
    }

    static String word(State state) {
        return switch (state) {
            case OPEN -> "open";
            case CONNECTING -> "connecting";
            case BROKEN, CLOSED -> "close";
        };
    }

    JsonObject code(FakeGateway gateway) {
        int count = gateway.nextCode();
        JsonObject code = new JsonObject()
                .put("instance", gateway.instance())
                .putNull("pairingCode")
                .put("code", "2@sandbox" + count)
                .put("base64", FakeCode.dataUrl(gateway.id.hashCode() + count));
        tell(gateway, "qrcode.updated", new JsonObject().put("qrcode", code));
        return code.put("count", count);
    }

    @Override
    public void connection(FakeGateway gateway, int reason) {
        JsonObject data = new JsonObject().put("instance", gateway.instance()).put("state", word(gateway.state())).put("statusReason", reason);
        if (gateway.isOpen()) {
            data.put("wuid", gateway.number() + "@s.whatsapp.net").put("profileName", "Sandbox phone");
        }
        tell(gateway, "connection.update", data);
    }

    @Override
    public void exhausted(FakeGateway gateway) {
        tell(gateway, "qrcode.updated", new JsonObject().put("message", "QR code limit reached, please login again").put("statusCode", 500));
    }

    @Override
    public String written(FakeGateway gateway, JsonObject wanted) {
        String id = "3A" + fresh.hex(9).toUpperCase(Locale.ROOT);
        JsonObject data = message(wanted.getString("from", "14155550142"), id, wanted.getString("text", "Hello"))
                .put("pushName", wanted.getString("name", "Maria Lopez"))
                .put("status", "DELIVERY_ACK");
        data.getJsonObject("key").put("fromMe", wanted.getBoolean("from_me", false));
        tell(gateway, "messages.upsert", data.mergeIn(wanted.getJsonObject("data", new JsonObject()), true));
        return id;
    }

    @Override
    public void sent(FakeGateway gateway, String chat, String id, String text) {
        JsonObject message = message(chat, id, text);
        tell(gateway, "send.message", message);
        List<String> words = gateway.log.receipts("SERVER_ACK", "DELIVERY_ACK", "READ");
        for (int step = 0; step < words.size(); step++) {
            JsonObject receipt = new JsonObject()
                    .put("keyId", id)
                    .put("remoteJid", message.getJsonObject("key").getString("remoteJid"))
                    .put("fromMe", true)
                    .put("status", words.get(step));
            vertx.setTimer(STEP_MILLIS * (step + 1), _ -> tell(gateway, "messages.update", receipt));
        }
    }

    /** One of ours, as Evolution tells it. */
    JsonObject message(String chat, String id, String text) {
        return new JsonObject()
                .put("key", new JsonObject().put("remoteJid", chat.contains("@") ? chat : chat + "@s.whatsapp.net").put("fromMe", true).put("id", id))
                .put("status", "PENDING")
                .put("message", new JsonObject().put("conversation", text))
                .put("messageType", "conversation")
                .put("messageTimestamp", clock.instant().getEpochSecond());
    }
}
