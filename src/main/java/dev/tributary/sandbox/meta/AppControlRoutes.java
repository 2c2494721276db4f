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
import java.util.Set;
import java.util.UUID;

/** The control API of apps: makes them, revokes what they were allowed, plays customers who write to a Page. */
@ApplicationScoped
class AppControlRoutes {

    private static final String APPS = FakeMeta.PATH + "/control/apps";

    private final FakeLogin login;
    private final Deliveries deliveries;
    private final Sandbox sandbox;

    AppControlRoutes(FakeLogin login, Deliveries deliveries, Sandbox sandbox) {
        this.login = login;
        this.deliveries = deliveries;
        this.sandbox = sandbox;
    }

    private interface Act {
        JsonObject on(FakeApp app, JsonObject body);
    }

    void add(@Observes @Priority(3150) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.post(APPS).handler(context -> Control.answer(context, () -> login.create(Control.body(context).getString("name", "Acme Outdoor")).credentials()));
        on(router, HttpMethod.GET, "", (app, _) -> app.credentials());
        Control.log(router, APPS + "/:app", context -> app(context).log);
        on(router, HttpMethod.POST, "/revoke", (app, body) -> {
            login.revoke(app);
            return body;
        });
        on(router, HttpMethod.POST, "/tokens", (app, _) -> token(app));
        on(router, HttpMethod.POST, "/messages", this::write);
    }

    /** What the dashboard generates for the admin's Instagram account, to be typed into a form. */
    private JsonObject token(FakeApp app) {
        FakeToken token = login.issue(app, FakeToken.Kind.INSTAGRAM, app.admin.instagramId(), app.admin, Set.of("instagram_business_basic", "instagram_business_manage_messages"), FakeLogin.LONG);
        return new JsonObject().put("access_token", token.value());
    }

    /** A customer writes to a Page, or to an Instagram account, perhaps hours ago; {@code event} is what Meta would tell of anything else. */
    private JsonObject write(FakeApp app, JsonObject body) {
        String to = body.getString("to", "");
        String object = body.getString("object", "page");
        String mid = "m_" + UUID.randomUUID().toString().replace("-", "");
        long now = (login.now() - body.getLong("hours_ago", 0L) * 3_600) * 1_000;
        JsonObject message = new JsonObject().put("mid", mid).put("text", body.getString("text", "Hello"));
        JsonObject event = new JsonObject()
                .put("sender", new JsonObject().put("id", body.getString("from", "7400000000000123")))
                .put("recipient", new JsonObject().put("id", to))
                .put("timestamp", now)
                .mergeIn(body.getJsonObject("event", new JsonObject().put("message", message)));
        JsonObject entry = new JsonObject().put("id", to).put("time", now).put("messaging", new JsonArray().add(event));
        FakeApp.Callback callback = app.callback(object).orElseThrow(() -> new Control.Refusal(409, "the app has no webhook for " + object));
        if (app.subscription(to).isEmpty() && app.page(to).flatMap(page -> app.subscription(page.id())).isEmpty()) {
            throw new Control.Refusal(409, "nobody subscribed to " + to);
        }
        deliveries.post(callback.url(), app.secret, new JsonObject().put("object", object).put("entry", new JsonArray().add(entry)));
        return new JsonObject().put("id", mid);
    }

    private void on(Router router, HttpMethod method, String path, Act act) {
        router.route(method, APPS + "/:app" + path).handler(context -> Control.answer(context, () -> act.on(app(context), method == HttpMethod.GET ? new JsonObject() : Control.body(context))));
    }

    private FakeApp app(RoutingContext context) {
        return login.app(context.pathParam("app")).orElseThrow(() -> new Control.Refusal(404, "there is no such app"));
    }
}
