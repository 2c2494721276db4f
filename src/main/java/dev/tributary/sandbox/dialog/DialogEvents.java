package dev.tributary.sandbox.dialog;

import dev.tributary.sandbox.Callbacks;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Posts Meta's format to the webhook that was registered, with its headers. */
@ApplicationScoped
class DialogEvents {

    private static final long STEP_MILLIS = 200;

    private final Callbacks callbacks;
    private final Vertx vertx;
    private final Clock clock;

    DialogEvents(Callbacks callbacks, Vertx vertx, Clock clock) {
        this.callbacks = callbacks;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** @param members of a change's value */
    void deliver(FakeKey number, JsonObject members) {
        number.webhook().ifPresent(hook -> {
            JsonObject value = new JsonObject()
                    .put("messaging_product", "whatsapp")
                    .put("metadata", new JsonObject().put("display_phone_number", "4930901820").put("phone_number_id", number.id))
                    .mergeIn(members);
            JsonObject change = new JsonObject().put("field", "messages").put("value", value);
            JsonObject entry = new JsonObject().put("id", "42" + number.id.substring(2)).put("changes", new JsonArray().add(change));
            JsonObject body = new JsonObject().put("object", "whatsapp_business_account").put("entry", new JsonArray().add(entry));
            Map<String, String> headers = new HashMap<>();
            hook.getJsonObject("headers", new JsonObject()).forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
            callbacks.post(hook.getString("url"), body.toBuffer(), "application/json", headers);
        });
    }

    void receipts(FakeKey number, String wamid, JsonObject message) {
        List<String> words = number.log.receipts("sent", "delivered", "read");
        for (int step = 0; step < words.size(); step++) {
            JsonObject status = new JsonObject()
                    .put("id", wamid)
                    .put("status", words.get(step))
                    .put("timestamp", seconds(0))
                    .put("recipient_id", message.getString("to", ""))
                    .put("biz_opaque_callback_data", message.getString("biz_opaque_callback_data", ""));
            vertx.setTimer(STEP_MILLIS * (step + 1), _ -> deliver(number, new JsonObject().put("statuses", new JsonArray().add(status))));
        }
    }

    String seconds(long hoursAgo) {
        return Long.toString(clock.instant().getEpochSecond() - hoursAgo * 3_600);
    }
}
