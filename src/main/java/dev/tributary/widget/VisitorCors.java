package dev.tributary.widget;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What other origins may read of the widget's API: the launcher from host pages, everything for native integrations. An answer is
 * readable for an origin once its channel allows it; cookies never take part.
 */
@ApplicationScoped
class VisitorCors {

    private static final String READABLE_FOR = "tributary.widget.readable-for";
    private static final int BEFORE_RESOURCES = -100;

    void routes(@Observes Router router) {
        router.route("/api/widget/v1/*").order(BEFORE_RESOURCES).handler(VisitorCors::handle);
    }

    /** Lets a page of this origin read the answer to its request. */
    static void readable(RoutingContext context, String origin) {
        context.put(READABLE_FOR, origin);
    }

    private static void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("Vary", "Origin");
        String origin = context.request().getHeader("Origin");
        if (context.request().method() == HttpMethod.OPTIONS && origin != null) {
            // says what may be asked, not what may be read: that is decided where the channel is known
            allow(response, origin);
            response.putHeader("Access-Control-Allow-Methods", "GET, POST, DELETE")
                    .putHeader("Access-Control-Allow-Headers", "authorization, content-type, idempotency-key")
                    .putHeader("Access-Control-Max-Age", "600")
                    .setStatusCode(204)
                    .end();
            return;
        }
        context.addHeadersEndHandler(_ -> {
            String allowed = context.get(READABLE_FOR);
            if (allowed != null) {
                allow(response, allowed);
            }
        });
        context.next();
    }

    private static void allow(HttpServerResponse response, String origin) {
        response.putHeader("Access-Control-Allow-Origin", origin).putHeader("Access-Control-Expose-Headers", "Retry-After");
    }
}
