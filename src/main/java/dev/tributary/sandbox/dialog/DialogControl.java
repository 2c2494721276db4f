package dev.tributary.sandbox.dialog;

import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The control API: makes numbers, replaces their keys, plays customers, breaks things. */
@ApplicationScoped
class DialogControl {

    private static final String NUMBERS = FakeDialog.PATH + "/control/numbers";
    private static final String NUMBER = NUMBERS + "/:number";

    private final FakeDialog dialog;
    private final DialogEvents events;
    private final Sandbox sandbox;

    DialogControl(FakeDialog dialog, DialogEvents events, Sandbox sandbox) {
        this.dialog = dialog;
        this.events = events;
        this.sandbox = sandbox;
    }

    /** After {@link DialogRoutes}, which reads the bodies. */
    void add(@Observes @Priority(3100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.post(NUMBERS).handler(context -> Control.answer(context, () -> dialog.create().credentials()));
        router.post(NUMBER + "/renew").handler(context -> Control.answer(context, () -> {
            number(context).renew(dialog.key());
            return number(context).credentials();
        }));
        router.post(NUMBER + "/messages").handler(context -> Control.answer(context, () -> write(number(context), Control.body(context))));
        Control.log(router, NUMBER, context -> number(context).log);
    }

    /** What a customer writes: a text, or the message as WhatsApp would send it; perhaps hours ago. */
    private JsonObject write(FakeKey number, JsonObject body) {
        String from = body.getString("from", "46700123456");
        String wamid = dialog.wamid();
        JsonObject message = new JsonObject()
                .put("from", from)
                .put("id", wamid)
                .put("timestamp", events.seconds(body.getLong("hours_ago", 0L)))
                .put("type", "text")
                .put("text", new JsonObject().put("body", body.getString("text", "Hej")))
                .mergeIn(body.getJsonObject("message", new JsonObject()));
        JsonObject card = new JsonObject().put("wa_id", from).put("profile", new JsonObject().put("name", body.getString("name", "Björn Berg")));
        events.deliver(number, new JsonObject().put("contacts", new JsonArray().add(card)).put("messages", new JsonArray().add(message)));
        return new JsonObject().put("id", wamid);
    }

    private FakeKey number(RoutingContext context) {
        return dialog.find(context.pathParam("number")).orElseThrow(() -> new Control.Refusal(404, "there is no such number"));
    }
}
