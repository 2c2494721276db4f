package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The control API: makes gateways, plays the phone that is linked and the customers who write to it, breaks things. */
@ApplicationScoped
class GatewayControl {

    private static final String GATEWAYS = FakeGateways.PATH + "/control/gateways";
    private static final int CLOSED_BY_NETWORK = 408;

    private final FakeGateways gateways;
    private final GatewayEvents events;
    private final Sandbox sandbox;

    GatewayControl(FakeGateways gateways, GatewayEvents events, Sandbox sandbox) {
        this.gateways = gateways;
        this.events = events;
        this.sandbox = sandbox;
    }

    private interface Act {
        JsonObject on(FakeGateway gateway, JsonObject body);
    }

    /** After {@link GatewayRoutes}, which reads the bodies. */
    void add(@Observes @Priority(3100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.post(GATEWAYS).handler(context -> Control.answer(context, () -> gateways.create().described()));
        on(router, HttpMethod.GET, "", (gateway, _) -> gateway.described());
        on(router, HttpMethod.POST, "/scan", (gateway, body) -> {
            gateway.link(body.getString("number", gateway.number()));
            events.connection(gateway, 200);
            return gateway.described();
        });
        closing(router, "/unlink", 401);
        closing(router, "/ban", 403);
        on(router, HttpMethod.POST, "/drop", this::drop);
        on(router, HttpMethod.POST, "/return", (gateway, _) -> {
            gateway.turn("open");
            events.connection(gateway, 200);
            return gateway.described();
        });
        on(router, HttpMethod.POST, "/exhaust", (gateway, _) -> {
            events.tell(gateway, "qrcode.updated", new JsonObject().put("message", "QR code limit reached, please login again").put("statusCode", 500));
            return gateway.described();
        });
        on(router, HttpMethod.POST, "/remove", (gateway, _) -> {
            gateway.remove();
            return gateway.described();
        });
        on(router, HttpMethod.POST, "/messages", this::write);
        on(router, HttpMethod.POST, "/events", (gateway, body) -> {
            events.tell(gateway, body.getString("event"), body.getJsonObject("data"));
            return body;
        });
        Control.log(router, GATEWAYS + "/:id", context -> gateway(context.pathParam("id")).log);
    }

    private void closing(Router router, String path, int reason) {
        on(router, HttpMethod.POST, path, (gateway, _) -> {
            gateway.turn("close");
            events.connection(gateway, reason);
            return gateway.described();
        });
    }

    /** The line breaks; the gateway links again by itself only when it is told that the network is back. */
    private JsonObject drop(FakeGateway gateway, JsonObject none) {
        gateway.turn("close");
        events.connection(gateway, CLOSED_BY_NETWORK);
        return gateway.described();
    }

    /** What a customer writes, or what the shop writes on its own phone: a text, or the event's data as Evolution would tell it. */
    private JsonObject write(FakeGateway gateway, JsonObject body) {
        String id = "3A" + gateways.hex(9).toUpperCase(java.util.Locale.ROOT);
        String chat = body.getString("from", "14155550142");
        JsonObject data = new JsonObject()
                .put("key", new JsonObject().put("remoteJid", chat.contains("@") ? chat : chat + "@s.whatsapp.net").put("fromMe", body.getBoolean("from_me", false)).put("id", id))
                .put("pushName", body.getString("name", "Maria Lopez"))
                .put("status", "DELIVERY_ACK")
                .put("message", new JsonObject().put("conversation", body.getString("text", "Hello")))
                .put("messageType", "conversation")
                .put("messageTimestamp", events.seconds())
                .mergeIn(body.getJsonObject("data", new JsonObject()), true);
        events.tell(gateway, "messages.upsert", data);
        return new JsonObject().put("id", id);
    }

    private void on(Router router, HttpMethod method, String path, Act act) {
        router.route(method, GATEWAYS + "/:id" + path).handler(context -> Control.answer(context, () -> {
            FakeGateway gateway = gateway(context.pathParam("id"));
            synchronized (gateway) {
                return act.on(gateway, method == HttpMethod.GET ? new JsonObject() : Control.body(context));
            }
        }));
    }

    private FakeGateway gateway(String id) {
        return gateways.find(id).orElseThrow(() -> new Control.Refusal(404, "there is no such gateway"));
    }
}
