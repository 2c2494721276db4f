package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
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
import java.util.Set;

/** The gateway on the wire, as far as the channel needs it. Numbers that end in 0000 have no WhatsApp. */
@ApplicationScoped
class GatewayRoutes {

    private static final String BASE = FakeGateways.PATH + "/:gateway";
    private static final long MAX_BODY_BYTES = 16L << 20;
    private static final Set<String> MESSAGES = Set.of("sendText", "sendMedia", "sendWhatsAppAudio", "sendSticker", "sendLocation", "sendContact", "sendReaction");
    private static final String PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

    private final FakeGateways gateways;
    private final GatewayEvents events;
    private final Sandbox sandbox;

    GatewayRoutes(FakeGateways gateways, GatewayEvents events, Sandbox sandbox) {
        this.gateways = gateways;
        this.events = events;
        this.sandbox = sandbox;
    }

    private interface Call {
        Answer on(FakeGateway gateway, String name, JsonObject body);
    }

    private record Answer(int status, JsonObject body) {
        static Answer refused(int status, String error, Object message) {
            return new Answer(status, new JsonObject().put("status", status).put("error", error).put("response", new JsonObject().put("message", message)));
        }
    }

    void add(@Observes @Priority(2100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.routeWithRegex(FakeGateways.PATH + "/.*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        on(router, HttpMethod.POST, "/instance/create", GatewayRoutes::create);
        onInstance(router, HttpMethod.GET, "/instance/connectionState", (gateway, name, _) -> state(gateway, name));
        onInstance(router, HttpMethod.GET, "/instance/connect", this::connect);
        onInstance(router, HttpMethod.DELETE, "/instance/logout", this::logOut);
        onInstance(router, HttpMethod.POST, "/webhook/set", (gateway, _, body) -> {
            gateway.lead(body.getJsonObject("webhook"));
            return new Answer(201, body);
        });
        MESSAGES.forEach(kind -> onInstance(router, HttpMethod.POST, "/message/" + kind, (gateway, _, body) -> send(gateway, kind, body)));
        onInstance(router, HttpMethod.POST, "/chat/sendPresence", (gateway, _, body) -> noted(gateway, "sendPresence", body));
        onInstance(router, HttpMethod.POST, "/chat/markMessageAsRead", (gateway, _, body) -> noted(gateway, "markMessageAsRead", body));
        onInstance(router, HttpMethod.POST, "/chat/getBase64FromMediaMessage", (_, _, _) ->
                new Answer(201, new JsonObject().put("mediaType", "imageMessage").put("mimetype", "image/png").put("base64", PICTURE)));
    }

    private void onInstance(Router router, HttpMethod method, String path, Call call) {
        on(router, method, path + "/:instance", (gateway, name, body) -> gateway.has(name)
                ? call.on(gateway, name, body)
                : Answer.refused(404, "Not Found", new JsonArray().add("The \"" + name + "\" instance does not exist")));
    }

    private void on(Router router, HttpMethod method, String path, Call call) {
        router.route(method, BASE + path).handler(context -> gateways.find(context.pathParam("gateway")).ifPresentOrElse(
                gateway -> answer(context, gateway, call), () -> write(context, Answer.refused(401, "Unauthorized", "Unauthorized"))));
    }

    private static void answer(RoutingContext context, FakeGateway gateway, Call call) {
        if (!gateway.key.equals(context.request().getHeader("apikey"))) {
            write(context, Answer.refused(401, "Unauthorized", "Unauthorized"));
            return;
        }
        try {
            JsonObject body = context.body().isEmpty() ? new JsonObject() : context.body().asJsonObject();
            synchronized (gateway) {
                write(context, call.on(gateway, String.valueOf(context.pathParam("instance")), body));
            }
        } catch (DecodeException | ClassCastException | NullPointerException wrong) {
            write(context, Answer.refused(400, "Bad Request", new JsonArray().add("the body is not what is wanted here")));
        }
    }

    private static void write(RoutingContext context, Answer answer) {
        Wire.json(context, answer.status(), answer.body());
    }

    private static Answer create(FakeGateway gateway, String none, JsonObject body) {
        String name = body.getString("instanceName");
        if (gateway.has(name)) {
            return Answer.refused(403, "Forbidden", new JsonArray().add("This name \"" + name + "\" is already in use."));
        }
        gateway.make(name, body.getJsonObject("webhook"));
        JsonObject instance = new JsonObject().put("instanceName", name).put("integration", "WHATSAPP-BAILEYS").put("status", "connecting");
        return new Answer(201, new JsonObject().put("instance", instance).put("hash", "SANDBOX"));
    }

    private static Answer state(FakeGateway gateway, String name) {
        return new Answer(200, new JsonObject().put("instance", new JsonObject().put("instanceName", name).put("state", gateway.state())));
    }

    private Answer connect(FakeGateway gateway, String name, JsonObject none) {
        if (gateway.isOpen()) {
            return state(gateway, name);
        }
        gateway.turn("connecting");
        return new Answer(200, events.code(gateway));
    }

    private Answer logOut(FakeGateway gateway, String name, JsonObject none) {
        if (!gateway.isOpen()) {
            return Answer.refused(400, "Bad Request", new JsonArray().add("The \"" + name + "\" instance is not connected"));
        }
        gateway.turn("close");
        events.connection(gateway, 401);
        return new Answer(200, new JsonObject().put("status", "SUCCESS").put("error", false));
    }

    private Answer send(FakeGateway gateway, String kind, JsonObject body) {
        if (!gateway.isOpen()) {
            return Answer.refused(400, "Bad Request", new JsonArray().add("Error: Connection Closed"));
        }
        var failure = gateway.log.takeFailure();
        if (failure.isPresent()) {
            return Answer.refused(failure.get().getInteger("status", 500), "Asked for", failure.get().getString("message", "A failure that was asked for"));
        }
        String number = body.getString("number", body.getJsonObject("key", new JsonObject()).getString("remoteJid", ""));
        if (number.endsWith("0000")) {
            return Answer.refused(400, "Bad Request", new JsonArray().add(new JsonObject().put("jid", number + "@s.whatsapp.net").put("exists", false).put("number", number)));
        }
        String id = "3EB0" + gateways.hex(9).toUpperCase(java.util.Locale.ROOT);
        gateway.log.note(body.copy().put("call", kind).put("id", id));
        JsonObject message = new JsonObject()
                .put("key", new JsonObject().put("remoteJid", number.contains("@") ? number : number + "@s.whatsapp.net").put("fromMe", true).put("id", id))
                .put("status", "PENDING")
                .put("message", new JsonObject().put("conversation", body.getString("text", "")))
                .put("messageType", "conversation")
                .put("messageTimestamp", events.seconds());
        if (!kind.equals("sendReaction")) {
            events.sent(gateway, message);
        }
        return new Answer(201, message);
    }

    private static Answer noted(FakeGateway gateway, String kind, JsonObject body) {
        gateway.log.note(body.copy().put("call", kind));
        return new Answer(201, new JsonObject().put("message", "ok"));
    }
}
