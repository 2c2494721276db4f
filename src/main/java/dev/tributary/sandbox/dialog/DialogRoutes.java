package dev.tributary.sandbox.dialog;

import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** 360dialog on the wire. */
@ApplicationScoped
class DialogRoutes {

    private static final long MAX_BODY_BYTES = 64L << 20;

    private final FakeDialog dialog;
    private final DialogEvents events;
    private final Fresh fresh;
    private final Sandbox sandbox;

    DialogRoutes(FakeDialog dialog, DialogEvents events, Fresh fresh, Sandbox sandbox) {
        this.dialog = dialog;
        this.events = events;
        this.fresh = fresh;
        this.sandbox = sandbox;
    }

    private interface Call {
        Answer on(FakeKey number, RoutingContext context);
    }

    private record Answer(int status, JsonObject body) {
        static Answer ok(JsonObject body) {
            return new Answer(200, body);
        }
    }

    void add(@Observes @Priority(2100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.routeWithRegex(FakeDialog.PATH + "/.*").handler(BodyHandler.create(System.getProperty("java.io.tmpdir")).setBodyLimit(MAX_BODY_BYTES).setDeleteUploadedFilesOnEnd(true));
        on(router, HttpMethod.GET, "/health_status", (number, _) -> Answer.ok(new JsonObject()
                .put("id", number.id)
                .put("health_status", new JsonObject().put("can_send_message", "AVAILABLE").put("entities", new JsonArray()))));
        on(router, HttpMethod.GET, "/v1/configs/webhook", (number, _) -> Answer.ok(number.registered()));
        on(router, HttpMethod.POST, "/v1/configs/webhook", (number, context) -> {
            number.lead(context.body().asJsonObject());
            return Answer.ok(number.registered());
        });
        on(router, HttpMethod.GET, "/v1/configs/templates", (_, _) -> Answer.ok(templates()));
        on(router, HttpMethod.POST, "/media", (_, context) -> context.fileUploads().isEmpty()
                ? refused(400, 131053, "Media upload error")
                : Answer.ok(new JsonObject().put("id", fresh.digits("16"))));
        on(router, HttpMethod.POST, "/messages", this::send);
    }

    private void on(Router router, HttpMethod method, String path, Call call) {
        router.route(method, FakeDialog.PATH + path).handler(context -> {
            Optional<FakeKey> number = dialog.byKey(String.valueOf(context.request().getHeader("D360-API-KEY")));
            Answer answer;
            if (number.isEmpty()) {
                answer = new Answer(401, new JsonObject().put("meta", new JsonObject().put("success", false).put("http_code", 401).put("developer_message", "Invalid api_key")));
            } else {
                synchronized (number.get()) {
                    answer = call.on(number.get(), context);
                }
            }
            Wire.json(context, answer.status(), answer.body());
        });
    }

    private Answer send(FakeKey number, RoutingContext context) {
        JsonObject message = context.body().asJsonObject();
        if (message.containsKey("status")) {
            number.log.note(message);
            return Answer.ok(new JsonObject().put("success", true));
        }
        Optional<JsonObject> failure = number.log.takeFailure();
        if (failure.isPresent()) {
            return refused(failure.get().getInteger("status", 400), failure.get().getInteger("code", 131000), failure.get().getString("message", "A failure that was asked for"));
        }
        String to = message.getString("to", message.getString("recipient", ""));
        String wamid = dialog.wamid();
        number.log.note(message.copy().put("wamid", wamid));
        events.receipts(number, wamid, message);
        return Answer.ok(new JsonObject()
                .put("messaging_product", "whatsapp")
                .put("contacts", new JsonArray().add(new JsonObject().put("input", to).put("wa_id", to)))
                .put("messages", new JsonArray().add(new JsonObject().put("id", wamid))));
    }

    private static JsonObject templates() {
        JsonObject body = new JsonObject().put("type", "BODY").put("text", "Hi {{1}}, your order {{2}} is on its way.");
        JsonObject template = new JsonObject()
                .put("name", "order_update")
                .put("language", "en_GB")
                .put("status", "approved")
                .put("category", "UTILITY")
                .put("components", new JsonArray().add(body));
        return new JsonObject().put("waba_templates", new JsonArray().add(template)).put("count", 1).put("total", 1);
    }

    private static Answer refused(int status, int code, String words) {
        return new Answer(status, new JsonObject().put("error", new JsonObject().put("message", words).put("code", code)));
    }
}
