package dev.tributary.sandbox;

import dev.tributary.platform.Problem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** What control APIs of the fakes have in common: JSON in, JSON out, and a plain word where something is wrong. */
public final class Control {

    /** Something that was asked for and cannot be. */
    public static final class Refusal extends RuntimeException {

        private final int status;

        public Refusal(int status, String words) {
            super(words, null, false, false);
            this.status = status;
        }
    }

    private Control() {}

    public static void answer(RoutingContext context, Supplier<JsonObject> act) {
        try {
            Wire.json(context, context.request().method() == HttpMethod.POST ? 201 : 200, act.get());
        } catch (Refusal refusal) {
            refuse(context, refusal.status, refusal.getMessage());
        } catch (DecodeException | ClassCastException | NullPointerException wrong) {
            refuse(context, 400, "the body is not the JSON that is wanted here");
        }
    }

    /** {@code /sent}, {@code /failure} and {@code /receipts} below an account. */
    public static void log(Router router, String account, Function<RoutingContext, SentLog> logs) {
        router.get(account + "/sent").handler(context -> answer(context, () -> new JsonObject().put("items", logs.apply(context).sent())));
        router.post(account + "/failure").handler(context -> answer(context, () -> {
            JsonObject failure = body(context);
            logs.apply(context).fail(failure);
            return failure;
        }));
        router.post(account + "/receipts").handler(context -> answer(context, () -> {
            JsonObject wanted = body(context);
            logs.apply(context).scramble(wanted.getBoolean("scrambled", false));
            return wanted;
        }));
    }

    /** JSON only, which a form on another site cannot send; empty where nothing was sent. */
    public static JsonObject body(RoutingContext context) {
        if (!String.valueOf(context.request().getHeader("content-type")).toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refusal(415, "send application/json");
        }
        return Objects.requireNonNullElseGet(context.body().asJsonObject(), JsonObject::new);
    }

    /** Answers with a problem of our own API, which is not what the provider would say. */
    public static void refuse(RoutingContext context, int status, String words) {
        JsonObject problem = new JsonObject()
                .put("type", "urn:tributary:problem:" + code(status))
                .put("title", "Not possible in the sandbox")
                .put("status", status)
                .put("detail", words)
                .put("instance", context.request().path())
                .put("code", code(status))
                .put("hint", "Compare the address and the body with what /simulator sends.");
        context.response().setStatusCode(status).putHeader("content-type", Problem.MEDIA_TYPE).end(problem.toBuffer());
    }

    private static String code(int status) {
        return status == 404 ? "not_found" : "sandbox_refused";
    }
}
