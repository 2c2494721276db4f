package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
import dev.tributary.sandbox.gateway.FakeGateway.Hook;
import dev.tributary.sandbox.gateway.FakeGateway.State;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** WAHA on the wire, as far as the channel needs it. */
@Singleton
class WahaRoutes extends GatewayDoor {

    private static final String SESSIONS = "/api/sessions";
    private static final Set<String> MESSAGES = Set.of("sendText", "sendImage", "sendFile", "sendVoice", "sendVideo");
    private static final Set<String> SIGNS = Set.of("sendSeen", "startTyping", "stopTyping");

    private final WahaEvents events;

    WahaRoutes(FakeGateways gateways, WahaEvents events, Sandbox sandbox) {
        super(gateways, sandbox);
        this.events = events;
    }

    /** After {@link EvolutionRoutes}, which reads the bodies. */
    void add(@Observes @Priority(2110) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        on(router, HttpMethod.POST, SESSIONS, this::create);
        onSession(router, HttpMethod.GET, SESSIONS + "/:session", (gateway, _, _) -> described(gateway));
        onSession(router, HttpMethod.PUT, SESSIONS + "/:session", (gateway, _, body) -> {
            gateway.lead(hook(body));
            return described(gateway);
        });
        onSession(router, HttpMethod.POST, SESSIONS + "/:session/restart", (gateway, _, _) -> turned(gateway, State.CONNECTING));
        onSession(router, HttpMethod.POST, SESSIONS + "/:session/logout", (gateway, _, _) -> turned(gateway, State.CLOSED));
        onSession(router, HttpMethod.POST, SESSIONS + "/:session/stop", (gateway, _, _) -> turned(gateway, State.CLOSED));
        onSession(router, HttpMethod.GET, "/api/:session/auth/qr", (gateway, _, _) -> Answer.png(FakeCode.png(gateway.id.hashCode() + gateway.nextCode())));
        on(router, HttpMethod.GET, "/api/files/*", (_, _, _) -> Answer.png(Base64.getDecoder().decode(Wire.PICTURE)));
        MESSAGES.forEach(kind -> on(router, HttpMethod.POST, "/api/" + kind, (gateway, _, body) -> send(gateway, kind, body)));
        SIGNS.forEach(kind -> on(router, HttpMethod.POST, "/api/" + kind, (gateway, _, body) -> noted(gateway, kind, body)));
        on(router, HttpMethod.PUT, "/api/reaction", (gateway, _, body) -> noted(gateway, "reaction", body));
    }

    @Override
    String keyHeader() {
        return "X-Api-Key";
    }

    @Override
    Answer refused(int status, String words) {
        return Answer.json(status, new JsonObject().put("statusCode", status).put("message", words));
    }

    private void onSession(Router router, HttpMethod method, String path, Call call) {
        on(router, method, path, (gateway, context, body) -> gateway.has(context.pathParam("session")) ? call.on(gateway, context, body) : refused(404, "Session not found"));
    }

    private Answer create(FakeGateway gateway, RoutingContext context, JsonObject body) {
        if (gateway.has(body.getString("name"))) {
            return refused(422, "Session '" + body.getString("name") + "' already exists.");
        }
        gateway.make(body.getString("name"), true, hook(body));
        return described(gateway);
    }

    private static Optional<Hook> hook(JsonObject body) {
        JsonObject webhook = body.getJsonObject("config").getJsonArray("webhooks").getJsonObject(0);
        return Optional.of(new Hook(webhook.getString("url"), Map.of(), webhook.getJsonObject("hmac").getString("key")));
    }

    private static Answer described(FakeGateway gateway) {
        return Answer.json(200, WahaEvents.session(gateway).put("name", gateway.instance()).put("status", WahaEvents.status(gateway)));
    }

    private Answer turned(FakeGateway gateway, State state) {
        gateway.turn(state);
        events.connection(gateway, 0);
        return described(gateway);
    }

    private Answer send(FakeGateway gateway, String kind, JsonObject body) {
        if (!gateway.has(body.getString("session")) || !gateway.isOpen()) {
            return refused(422, "Session status is not as expected. Try again later or restart the session");
        }
        String chat = body.getString("chatId");
        String text = body.getString("text", body.getString("caption", ""));
        return take(gateway, kind, body, id -> {
            events.sent(gateway, chat, id, text);
            return Answer.json(201, events.message(gateway, chat, id, text, true));
        });
    }

    private Answer noted(FakeGateway gateway, String kind, JsonObject body) {
        gateway.log.note(body.copy().put("call", kind));
        return Answer.json(200, new JsonObject().put("result", true));
    }
}
