package dev.tributary.sandbox.meta;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers. */
final class Wire {

    private Wire() {}

    static void json(RoutingContext context, int status, JsonObject body) {
        context.response().setStatusCode(status).putHeader("content-type", "application/json").end(body.toBuffer());
    }
}
