package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
import dev.tributary.sandbox.gateway.FakeGateway.Hook;
import dev.tributary.sandbox.gateway.FakeGateway.State;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evolution on the wire, as far as the channel needs it. Numbers that end in 0000 have no WhatsApp. */
@Singleton
class EvolutionRoutes extends GatewayDoor {

    private static final long MAX_BODY_BYTES = 16L << 20;
    private static final Set<String> MESSAGES = Set.of("sendText", "sendMedia", "sendWhatsAppAudio", "sendSticker", "sendLocation", "sendContact", "sendReaction");

    private final EvolutionEvents events;

    EvolutionRoutes(FakeGateways gateways, EvolutionEvents events, Sandbox sandbox) {
        super(gateways, sandbox);
        this.events = events;
    }

    void add(@Observes @Priority(2100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.routeWithRegex(FakeGateways.PATH + "/.*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        on(router, HttpMethod.POST, "/instance/create", this::create);
        onInstance(router, HttpMethod.GET, "/instance/connectionState", (gateway, _, _) -> state(gateway));
        onInstance(router, HttpMethod.GET, "/instance/connect", this::connect);
        onInstance(router, HttpMethod.DELETE, "/instance/logout", this::logOut);
        onInstance(router, HttpMethod.POST, "/webhook/set", (gateway, _, body) -> {
            gateway.lead(hook(body.getJsonObject("webhook")));
            return Answer.json(201, body);
        });
        MESSAGES.forEach(kind -> onInstance(router, HttpMethod.POST, "/message/" + kind, (gateway, _, body) -> send(gateway, kind, body)));
        onInstance(router, HttpMethod.POST, "/chat/sendPresence", (gateway, _, body) -> noted(gateway, "sendPresence", body));
        onInstance(router, HttpMethod.POST, "/chat/markMessageAsRead", (gateway, _, body) -> noted(gateway, "markMessageAsRead", body));
        onInstance(router, HttpMethod.POST, "/chat/getBase64FromMediaMessage", (_, _, _) ->
                Answer.json(201, new JsonObject().put("mediaType", "imageMessage").put("mimetype", "image/png").put("base64", Wire.PICTURE)));
    }

    @Override
    String keyHeader() {
        return "apikey";
    }

    @Override
    Answer refused(int status, String words) {
        return refused(status, (Object) words);
    }

    private static Answer refused(int status, Object message) {
        return Answer.json(status, new JsonObject().put("status", status).put("error", "Refused").put("response", new JsonObject().put("message", new JsonArray().add(message))));
    }

    private void onInstance(Router router, HttpMethod method, String path, Call call) {
        on(router, method, path + "/:instance", (gateway, context, body) -> gateway.has(context.pathParam("instance"))
                ? call.on(gateway, context, body)
                : refused(404, "The \"" + context.pathParam("instance") + "\" instance does not exist"));
    }

    private Answer create(FakeGateway gateway, RoutingContext context, JsonObject body) {
        String name = body.getString("instanceName");
        if (gateway.has(name)) {
            return refused(403, "This name \"" + name + "\" is already in use.");
        }
        gateway.make(name, false, hook(body.getJsonObject("webhook")));
        JsonObject instance = new JsonObject().put("instanceName", name).put("integration", "WHATSAPP-BAILEYS").put("status", "connecting");
        return Answer.json(201, new JsonObject().put("instance", instance).put("hash", "SANDBOX"));
    }

    private static Optional<Hook> hook(JsonObject webhook) {
        Map<String, String> headers = new HashMap<>();
        webhook.getJsonObject("headers", new JsonObject()).forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        return Optional.of(new Hook(webhook.getString("url", ""), headers, "")).filter(_ -> webhook.getBoolean("enabled", false));
    }

    private static Answer state(FakeGateway gateway) {
        return Answer.json(200, new JsonObject().put("instance", new JsonObject().put("instanceName", gateway.instance()).put("state", EvolutionEvents.word(gateway.state()))));
    }

    private Answer connect(FakeGateway gateway, RoutingContext context, JsonObject none) {
        if (gateway.isOpen()) {
            return state(gateway);
        }
        gateway.turn(State.CONNECTING);
        return Answer.json(200, events.code(gateway));
    }

    private Answer logOut(FakeGateway gateway, RoutingContext context, JsonObject none) {
        if (!gateway.isOpen()) {
            return refused(400, "The \"" + gateway.instance() + "\" instance is not connected");
        }
        gateway.turn(State.CLOSED);
        events.connection(gateway, 401);
        return Answer.json(200, new JsonObject().put("status", "SUCCESS").put("error", false));
    }

    private Answer send(FakeGateway gateway, String kind, JsonObject body) {
        if (!gateway.isOpen()) {
            return refused(400, "Error: Connection Closed");
        }
        String number = body.getString("number", body.getJsonObject("key", new JsonObject()).getString("remoteJid", ""));
        if (number.endsWith("0000")) {
            return refused(400, new JsonObject().put("jid", number + "@s.whatsapp.net").put("exists", false).put("number", number));
        }
        return take(gateway, kind, body, id -> {
            if (!kind.equals("sendReaction")) {
                events.sent(gateway, number, id, body.getString("text", body.getString("caption", "")));
            }
            return Answer.json(201, events.message(number, id, body.getString("text", "")));
        });
    }

    private static Answer noted(FakeGateway gateway, String kind, JsonObject body) {
        gateway.log.note(body.copy().put("call", kind));
        return Answer.json(201, new JsonObject().put("message", "ok"));
    }
}
