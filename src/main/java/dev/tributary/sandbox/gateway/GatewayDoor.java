package dev.tributary.sandbox.gateway;

import dev.tributary.sandbox.Sandbox;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** What both gateways do on the wire: ask for the key, answer one call at a time, take messages. */
abstract class GatewayDoor {

    static final String BASE = FakeGateways.PATH + "/:gateway";

    interface Call {
        Answer on(FakeGateway gateway, RoutingContext context, JsonObject body);
    }

    /** @param status 0: the line breaks instead of an answer */
    record Answer(int status, String contentType, Buffer body) {

        static final Answer LOST = new Answer(0, "", Buffer.buffer());

        static Answer json(int status, JsonObject body) {
            return new Answer(status, "application/json", body.toBuffer());
        }

        static Answer png(byte[] picture) {
            return new Answer(200, "image/png", Buffer.buffer(picture));
        }
    }

    final FakeGateways gateways;
    final Sandbox sandbox;

    GatewayDoor(FakeGateways gateways, Sandbox sandbox) {
        this.gateways = gateways;
        this.sandbox = sandbox;
    }

    /** The header that shows the key. */
    abstract String keyHeader();

    abstract Answer refused(int status, String words);

    final void on(Router router, HttpMethod method, String path, Call call) {
        router.route(method, BASE + path).handler(context -> gateways.find(context.pathParam("gateway"))
                .filter(gateway -> gateway.key.equals(context.request().getHeader(keyHeader())))
                .ifPresentOrElse(gateway -> answer(context, gateway, call), () -> write(context, refused(401, "Unauthorized"))));
    }

    private void answer(RoutingContext context, FakeGateway gateway, Call call) {
        try {
            JsonObject body = context.body().isEmpty() ? new JsonObject() : context.body().asJsonObject();
            synchronized (gateway) {
                write(context, call.on(gateway, context, body));
            }
        } catch (DecodeException | ClassCastException | NullPointerException wrong) {
            write(context, refused(400, "the body is not what is wanted here"));
        }
    }

    private static void write(RoutingContext context, Answer answer) {
        if (answer.status() == 0) {
            context.request().connection().close();
        } else {
            context.response().setStatusCode(answer.status()).putHeader("content-type", answer.contentType()).end(answer.body());
        }
    }

    /**
     * Takes a message, unless a failure was asked for; one that is {@code lost} is taken all the same.
     *
     * @param taken the answer, from the message's id
     */
    final Answer take(FakeGateway gateway, String kind, JsonObject body, java.util.function.Function<String, Answer> taken) {
        Optional<JsonObject> failure = gateway.log.takeFailure();
        boolean isLost = failure.filter(wanted -> wanted.getBoolean("lost", false)).isPresent();
        if (failure.isPresent() && !isLost) {
            return refused(failure.get().getInteger("status", 500), failure.get().getString("message", "A failure that was asked for"));
        }
        String id = "3EB0" + gateways.fresh().hex(9).toUpperCase(Locale.ROOT);
        gateway.log.note(body.copy().put("call", kind).put("id", id));
        Answer answer = taken.apply(id);
        return isLost ? Answer.LOST : answer;
    }
}
