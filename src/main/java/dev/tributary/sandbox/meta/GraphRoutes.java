package dev.tributary.sandbox.meta;

import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** The Graph API on the wire, as far as WhatsApp numbers need it. */
@ApplicationScoped
class GraphRoutes {

    private static final String VERSION = FakeMeta.PATH + "/:version";
    private static final long MAX_BODY_BYTES = 64L << 20;
    private static final int MAX_TEXT = 4_096;

    private final FakeMeta meta;
    private final Deliveries deliveries;
    private final Fresh fresh;
    private final Sandbox sandbox;

    GraphRoutes(FakeMeta meta, Deliveries deliveries, Fresh fresh, Sandbox sandbox) {
        this.meta = meta;
        this.deliveries = deliveries;
        this.fresh = fresh;
        this.sandbox = sandbox;
    }

    private interface Call {
        Uni<JsonObject> on(RoutingContext context, FakeNumber number);
    }

    void add(@Observes @Priority(2100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.routeWithRegex(FakeMeta.PATH + "/.*").handler(BodyHandler.create(System.getProperty("java.io.tmpdir")).setBodyLimit(MAX_BODY_BYTES).setDeleteUploadedFilesOnEnd(true));
        router.get(VERSION + "/debug_token").handler(this::inspect);
        on(router, HttpMethod.GET, "/phone_numbers", (_, number) -> now(new JsonObject().put("data", new JsonArray().add(number.described()))));
        on(router, HttpMethod.POST, "/register", (_, _) -> done());
        on(router, HttpMethod.GET, "/subscribed_apps", (_, number) -> now(subscription(number)));
        on(router, HttpMethod.POST, "/subscribed_apps", this::subscribe);
        on(router, HttpMethod.DELETE, "/subscribed_apps", (_, number) -> {
            number.subscribe("");
            return done();
        });
        on(router, HttpMethod.GET, "/message_templates", (_, _) -> now(FakeTemplates.list()));
        on(router, HttpMethod.POST, "/messages", this::send);
        on(router, HttpMethod.POST, "/media", this::upload);
        on(router, HttpMethod.GET, "", (_, number) -> now(number.described()));
    }

    private void on(Router router, HttpMethod method, String path, Call call) {
        router.route(method, VERSION + "/:id" + path).handler(context -> {
            if (context.pathParam("version").equals("control")) {
                context.next();
                return;
            }
            Uni.createFrom()
                    .deferred(() -> call.on(context, authorized(context)))
                    .subscribe()
                    .with(answer -> Wire.json(context, 200, answer), failure -> refuse(context, failure));
        });
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        switch (failure) {
            case GraphRefusal refusal -> Wire.json(context, refusal.status(), refusal.answer());
            case DecodeException _ -> Wire.json(context, 400, new GraphRefusal(400, 100, "the body is no JSON").answer());
            default -> Wire.json(context, 500, new GraphRefusal(500, 1, "An unknown error has occurred.").answer());
        }
    }

    private FakeNumber authorized(RoutingContext context) {
        String token = String.valueOf(context.request().getHeader("authorization")).replaceFirst("^Bearer ", "");
        FakeNumber number = meta.owner(context.pathParam("id")).orElseThrow(GraphRefusal::expired);
        if (!number.accepts(token)) {
            throw GraphRefusal.expired();
        }
        return number;
    }

    private void inspect(RoutingContext context) {
        Optional<FakeNumber> number = meta.byToken(String.valueOf(context.request().getParam("input_token")));
        boolean valid = number.filter(known -> known.accepts(known.token())).isPresent();
        JsonObject data = new JsonObject().put("is_valid", valid).put("expires_at", 0);
        if (valid) {
            data.put("app_id", number.get().appId).put("scopes", new JsonArray().add("whatsapp_business_messaging").add("whatsapp_business_management"));
        } else {
            data.put("error", new JsonObject().put("message", "Session has expired"));
        }
        Wire.json(context, 200, new JsonObject().put("data", data));
    }

    private static JsonObject subscription(FakeNumber number) {
        JsonArray apps = new JsonArray();
        if (!number.callback().isEmpty()) {
            apps.add(new JsonObject()
                    .put("whatsapp_business_api_data", new JsonObject().put("id", number.appId))
                    .put("override_callback_uri", number.callback()));
        }
        return new JsonObject().put("data", apps);
    }

    private Uni<JsonObject> subscribe(RoutingContext context, FakeNumber number) {
        JsonObject body = context.body().asJsonObject();
        String url = body.getString("override_callback_uri", "");
        return deliveries.shakesHands(url, body.getString("verify_token", "")).map(shaken -> {
            if (!shaken) {
                throw new GraphRefusal(400, 100, "The callback address could not be validated");
            }
            number.subscribe(url);
            return new JsonObject().put("success", true);
        });
    }

    private Uni<JsonObject> send(RoutingContext context, FakeNumber number) {
        JsonObject message = context.body().asJsonObject();
        if (message.containsKey("status")) {
            return done();
        }
        number.log.takeFailure().ifPresent(failure -> {
            throw GraphRefusal.of(failure);
        });
        JsonObject text = message.getJsonObject("text");
        if (text != null && text.getString("body", "").length() > MAX_TEXT) {
            throw new GraphRefusal(400, 100, "text.body is too long");
        }
        String to = message.getString("to", message.getString("recipient", ""));
        String wamid = Deliveries.wamid();
        number.log.note(message.copy().put("wamid", wamid));
        deliveries.receipts(number, wamid, message);
        return now(new JsonObject()
                .put("messaging_product", "whatsapp")
                .put("contacts", new JsonArray().add(new JsonObject().put("input", to).put("wa_id", to)))
                .put("messages", new JsonArray().add(new JsonObject().put("id", wamid))));
    }

    private Uni<JsonObject> upload(RoutingContext context, FakeNumber number) {
        if (context.fileUploads().isEmpty()) {
            throw new GraphRefusal(400, 131053, "Media upload error");
        }
        return now(new JsonObject().put("id", fresh.digits("16")));
    }

    private static Uni<JsonObject> done() {
        return now(new JsonObject().put("success", true));
    }

    private static Uni<JsonObject> now(JsonObject answer) {
        return Uni.createFrom().item(answer);
    }
}
