package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.gateway.FakeGateway.State;
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
    private final EvolutionEvents evolution;
    private final WahaEvents waha;
    private final Sandbox sandbox;

    GatewayControl(FakeGateways gateways, EvolutionEvents evolution, WahaEvents waha, Sandbox sandbox) {
        this.gateways = gateways;
        this.evolution = evolution;
        this.waha = waha;
        this.sandbox = sandbox;
    }

    private interface Act {
        JsonObject on(FakeGateway gateway, JsonObject body);
    }

    /** After {@link EvolutionRoutes}, which reads the bodies. */
    void add(@Observes @Priority(3100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.post(GATEWAYS).handler(context -> Control.answer(context, () -> gateways.create().described()));
        on(router, HttpMethod.GET, "", (gateway, _) -> gateway.described());
        on(router, HttpMethod.POST, "/scan", (gateway, body) -> {
            gateway.link(body.getString("number", gateway.number()));
            events(gateway).connection(gateway, 200);
            return gateway.described();
        });
        closing(router, "/unlink", State.CLOSED, 401);
        closing(router, "/ban", State.CLOSED, 403);
        // it links again by itself, but only when it is told that the network is back
        closing(router, "/drop", State.BROKEN, CLOSED_BY_NETWORK);
        on(router, HttpMethod.POST, "/return", (gateway, _) -> {
            gateway.turn(State.OPEN);
            events(gateway).connection(gateway, 200);
            return gateway.described();
        });
        on(router, HttpMethod.POST, "/exhaust", (gateway, _) -> {
            events(gateway).exhausted(gateway);
            return gateway.described();
        });
        on(router, HttpMethod.POST, "/remove", (gateway, _) -> {
            gateway.remove();
            return gateway.described();
        });
        on(router, HttpMethod.POST, "/messages", (gateway, body) -> new JsonObject().put("id", events(gateway).written(gateway, body)));
        on(router, HttpMethod.POST, "/events", (gateway, body) -> {
            events(gateway).tell(gateway, body.getString("event"), body.getJsonObject("data"));
            return body;
        });
        Control.log(router, GATEWAYS + "/:id", context -> gateway(context.pathParam("id")).log);
    }

    private void closing(Router router, String path, State state, int reason) {
        on(router, HttpMethod.POST, path, (gateway, _) -> {
            gateway.turn(state);
            events(gateway).connection(gateway, reason);
            return gateway.described();
        });
    }

    private GatewayEvents events(FakeGateway gateway) {
        return gateway.isWaha() ? waha : evolution;
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
