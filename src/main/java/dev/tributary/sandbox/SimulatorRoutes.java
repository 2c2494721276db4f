package dev.tributary.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page {@code /simulator}. Without the sandbox nothing below it, or below {@code /sandbox}, is there. */
@ApplicationScoped
class SimulatorRoutes {

    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "simulator.css", "text/css; charset=utf-8",
            "simulator.js", "text/javascript; charset=utf-8");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; frame-ancestors 'none'";

    private final Sandbox sandbox;

    SimulatorRoutes(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    void add(@Observes @Priority(4000) Router router) {
        if (!sandbox.isOn()) {
            router.routeWithRegex("/(?:sandbox|simulator)(?:/.*)?").handler(SimulatorRoutes::absent);
            return;
        }
        router.routeWithRegex(HttpMethod.GET, "/simulator/?").handler(context -> page(context, "index.html"));
        TYPES.keySet().forEach(file -> router.get("/simulator/" + file).handler(context -> page(context, file)));
        router.routeWithRegex("/(?:sandbox|simulator)(?:/.*)?").handler(SimulatorRoutes::absent);
    }

    private static void page(RoutingContext context, String file) {
        context.response()
                .putHeader("content-type", TYPES.get(file))
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cache-control", "no-cache")
                .end(read(file));
    }

    private static Buffer read(String file) {
        try (InputStream content = SimulatorRoutes.class.getResourceAsStream("/sandbox/simulator/" + file)) {
            return Buffer.buffer(content.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void absent(RoutingContext context) {
        Control.refuse(context, 404, "There is nothing at this address.");
    }
}
