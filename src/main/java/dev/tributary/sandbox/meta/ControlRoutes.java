package dev.tributary.sandbox.meta;

import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The control API: makes numbers, plays customers, breaks things. Writes take JSON only, which a form on another site cannot send. */
@ApplicationScoped
class ControlRoutes {

    private static final String NUMBERS = FakeMeta.PATH + "/control/numbers";

    private final FakeMeta meta;
    private final Deliveries deliveries;
    private final Sandbox sandbox;

    ControlRoutes(FakeMeta meta, Deliveries deliveries, Sandbox sandbox) {
        this.meta = meta;
        this.deliveries = deliveries;
        this.sandbox = sandbox;
    }

    private interface Act {
        JsonObject on(FakeNumber number, JsonObject body);
    }

    /** After {@link GraphRoutes}, which reads the bodies. */
    void add(@Observes @Priority(3100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.post(NUMBERS).handler(context -> Control.answer(context, () -> meta.create(Control.body(context).getString("name", "Sandbox shop")).credentials()));
        on(router, HttpMethod.GET, "", (number, _) -> number.credentials());
        on(router, HttpMethod.POST, "/messages", this::write);
        on(router, HttpMethod.POST, "/expire", (number, _) -> {
            number.expire();
            return number.credentials();
        });
        on(router, HttpMethod.POST, "/renew", (number, _) -> {
            number.renew(meta.token());
            return number.credentials();
        });
        on(router, HttpMethod.POST, "/window", (number, body) -> {
            number.open(body.getInteger("hours", 24));
            return body;
        });
        Control.log(router, NUMBERS + "/:number", context -> number(context).log);
    }

    /** What a customer writes: a text, or the message as WhatsApp would send it; perhaps hours ago; {@code hidden}: without their number. */
    private JsonObject write(FakeNumber number, JsonObject body) {
        String from = body.getString("from", "447700900123");
        String wamid = Deliveries.wamid();
        JsonObject message = new JsonObject()
                .put("from", from)
                .put("id", wamid)
                .put("timestamp", deliveries.seconds(body.getLong("hours_ago", 0L)))
                .put("type", "text")
                .put("text", new JsonObject().put("body", body.getString("text", "Hello")))
                .mergeIn(body.getJsonObject("message", new JsonObject()));
        JsonObject card = new JsonObject().put("wa_id", from).put("user_id", body.getString("user_id")).put("profile", new JsonObject().put("name", body.getString("name", "Ada Okafor")));
        message.put("from_user_id", body.getString("user_id"));
        if (body.getBoolean("hidden", false)) {
            message.remove("from");
            card.remove("wa_id");
        }
        deliveries.deliver(number, new JsonObject().put("contacts", new JsonArray().add(card)).put("messages", new JsonArray().add(message)));
        return new JsonObject().put("id", wamid);
    }

    private void on(Router router, HttpMethod method, String path, Act act) {
        router.route(method, NUMBERS + "/:number" + path).handler(context -> Control.answer(context, () -> {
            FakeNumber number = number(context);
            synchronized (number) {
                return act.on(number, method == HttpMethod.GET ? new JsonObject() : Control.body(context));
            }
        }));
    }

    private FakeNumber number(RoutingContext context) {
        return meta.number(context.pathParam("number")).orElseThrow(() -> new Control.Refusal(404, "there is no such number"));
    }
}
