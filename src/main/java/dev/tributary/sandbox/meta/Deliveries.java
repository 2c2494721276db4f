package dev.tributary.sandbox.meta;

import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressRequest;
import dev.tributary.sandbox.Callbacks;
import dev.tributary.sandbox.Hmac;
import dev.tributary.sandbox.Sandbox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Posts what happened to a number's webhook, signed with its app's secret. */
@ApplicationScoped
class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final long STEP_MILLIS = 200;

    private final EgressClient egress;
    private final Callbacks callbacks;
    private final Sandbox sandbox;
    private final Vertx vertx;
    private final Clock clock;

    Deliveries(EgressClient egress, Callbacks callbacks, Sandbox sandbox, Vertx vertx, Clock clock) {
        this.egress = egress;
        this.callbacks = callbacks;
        this.sandbox = sandbox;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** The handshake: whether the address answers with our challenge. */
    Uni<Boolean> shakesHands(String url, String verifyToken) {
        String challenge = Long.toString(clock.millis());
        String query = "?hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token=" + URLEncoder.encode(verifyToken, StandardCharsets.UTF_8);
        return egress.send(EgressRequest.get(sandbox.local(url).orElse(url) + query).asTrusted())
                .map(answer -> answer.isSuccess() && answer.text().equals(challenge))
                .onFailure().recoverWithItem(false);
    }

    /** One message of a customer, or several things at once: the members of a change's value. */
    void deliver(FakeNumber number, JsonObject members) {
        JsonObject value = new JsonObject()
                .put("messaging_product", "whatsapp")
                .put("metadata", new JsonObject().put("display_phone_number", "15550100123").put("phone_number_id", number.id))
                .mergeIn(members);
        JsonObject change = new JsonObject().put("field", "messages").put("value", value);
        JsonObject entry = new JsonObject().put("id", number.wabaId).put("changes", new JsonArray().add(change));
        post(number, new JsonObject().put("object", "whatsapp_business_account").put("entry", new JsonArray().add(entry)));
    }

    /** Sent, delivered, read; scrambled: the other way round, and the first one twice. */
    void receipts(FakeNumber number, String wamid, JsonObject message) {
        List<String> words = number.log.receipts("sent", "delivered", "read");
        for (int step = 0; step < words.size(); step++) {
            JsonObject status = new JsonObject()
                    .put("id", wamid)
                    .put("status", words.get(step))
                    .put("timestamp", seconds(0))
                    .put("recipient_id", message.getString("to", ""))
                    .put("biz_opaque_callback_data", message.getString("biz_opaque_callback_data", ""));
            if (words.get(step).equals("sent")) {
                status.put("conversation", new JsonObject().put("id", number.id).put("expiration_timestamp", seconds(-number.windowHours())));
            }
            vertx.setTimer(STEP_MILLIS * (step + 1), _ -> deliver(number, new JsonObject().put("statuses", new JsonArray().add(status))));
        }
    }

    /** Delivered and seen, of a Page by ids and times; Instagram knows seen only, by the message. */
    void receipts(FakeApp app, String object, String subject, String customer, String mid) {
        long now = clock.millis();
        JsonObject seen = object.equals("instagram") ? new JsonObject().put("mid", mid) : new JsonObject().put("watermark", now);
        JsonObject delivered = new JsonObject().put("mids", new JsonArray().add(mid)).put("watermark", now);
        List<String> words = app.log.receipts("", object.equals("instagram") ? "" : "delivery", "read");
        for (int step = 0; step < words.size(); step++) {
            String word = words.get(step);
            if (!word.isEmpty()) {
                JsonObject event = new JsonObject()
                        .put("sender", new JsonObject().put("id", customer))
                        .put("recipient", new JsonObject().put("id", subject))
                        .put("timestamp", now)
                        .put(word, word.equals("read") ? seen : delivered);
                JsonObject entry = new JsonObject().put("id", subject).put("time", now).put("messaging", new JsonArray().add(event));
                JsonObject body = new JsonObject().put("object", object).put("entry", new JsonArray().add(entry));
                vertx.setTimer(STEP_MILLIS * (step + 1), _ -> app.callback(object).ifPresent(callback -> post(callback.url(), app.secret, body)));
            }
        }
    }

    String seconds(long hoursAgo) {
        return Long.toString(clock.instant().getEpochSecond() - hoursAgo * 3_600);
    }

    static String wamid() {
        return "wamid.SANDBOX" + UUID.randomUUID().toString().replace("-", "");
    }

    private void post(FakeNumber number, JsonObject body) {
        if (number.callback().isEmpty()) {
            LOG.infof("Nobody is subscribed: number=%s", number.id);
            return;
        }
        post(number.callback(), number.appSecret, body);
    }

    void post(String url, String appSecret, JsonObject body) {
        Buffer bytes = body.toBuffer();
        String signature = HexFormat.of().formatHex(Hmac.SHA256.of(appSecret, bytes.getBytes()));
        callbacks.post(url, bytes, "application/json", Map.of("X-Hub-Signature-256", "sha256=" + signature));
    }
}
