package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.telegram.BotApi.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The Bot API on the wire: JSON, forms and multipart in, Telegram's answers out. */
@ApplicationScoped
class TelegramRoutes {

    private static final long MAX_BODY_BYTES = 64L << 20;

    private final BotApi api;
    private final FakeTelegram telegram;
    private final Sandbox sandbox;
    private final Vertx vertx;

    TelegramRoutes(BotApi api, FakeTelegram telegram, Sandbox sandbox, Vertx vertx) {
        this.api = api;
        this.telegram = telegram;
        this.sandbox = sandbox;
        this.vertx = vertx;
    }

    void add(@Observes @Priority(2000) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.routeWithRegex(FakeTelegram.PATH + "/(?:bot|control).*").handler(body());
        router.routeWithRegex(FakeTelegram.PATH + "/bot([^/]+)/([A-Za-z]+)").handler(this::call);
        router.routeWithRegex(HttpMethod.GET, FakeTelegram.PATH + "/file/bot([^/]+)/(.+)").handler(this::file);
    }

    private static BodyHandler body() {
        return BodyHandler.create(System.getProperty("java.io.tmpdir")).setBodyLimit(MAX_BODY_BYTES).setDeleteUploadedFilesOnEnd(true);
    }

    private void call(RoutingContext context) {
        uploads(context).map(uploads -> new BotRequest(parameters(context), uploads))
                .onSuccess(request -> reply(context, api.call(context.pathParam("param0"), context.pathParam("param1"), request)))
                .onFailure(failure -> json(context, 400, new BotError(400, "Bad Request: can't parse the request").answer()));
    }

    private static JsonObject parameters(RoutingContext context) {
        String type = String.valueOf(context.request().getHeader("content-type"));
        if (type.startsWith("application/json")) {
            Buffer body = context.body().buffer();
            return body == null || body.length() == 0 ? new JsonObject() : new JsonObject(body);
        }
        JsonObject parameters = new JsonObject();
        context.request().params().entries().stream()
                .filter(entry -> !entry.getKey().startsWith("param"))
                .forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
        context.request().formAttributes().forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
        return parameters;
    }

    private Future<Map<String, BotRequest.Upload>> uploads(RoutingContext context) {
        Map<String, BotRequest.Upload> uploads = new HashMap<>();
        Future<Void> all = Future.succeededFuture();
        for (FileUpload upload : context.fileUploads()) {
            all = all.compose(_ -> vertx.fileSystem().readFile(upload.uploadedFileName())).map(bytes -> {
                uploads.put(upload.name(), new BotRequest.Upload(upload.fileName(), upload.contentType(), bytes));
                return null;
            });
        }
        return all.map(uploads);
    }

    private void reply(RoutingContext context, Reply reply) {
        switch (reply) {
            case Reply.HungUp gone -> context.request().connection().close();
            case Reply.Answered late when late.delaySeconds() > 0 ->
                    vertx.setTimer(Duration.ofSeconds(late.delaySeconds()).toMillis(), _ -> json(context, late.status(), late.body()));
            case Reply.Answered answered -> json(context, answered.status(), answered.body());
        }
    }

    private void file(RoutingContext context) {
        telegram.bot(context.pathParam("param0"))
                .flatMap(bot -> bot.files().findByPath(context.pathParam("param1")))
                .ifPresentOrElse(
                        file -> context.response().putHeader("content-type", "application/octet-stream").end(file.bytes()),
                        () -> json(context, 404, new BotError(404, "Not Found").answer()));
    }

    static void json(RoutingContext context, int status, JsonObject body) {
        if (!context.response().ended() && !context.response().closed()) {
            context.response().setStatusCode(status).putHeader("content-type", "application/json").end(body.toBuffer());
        }
    }
}
