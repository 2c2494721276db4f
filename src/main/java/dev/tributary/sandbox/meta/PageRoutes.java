package dev.tributary.sandbox.meta;

import dev.tributary.sandbox.Hmac;
import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
import dev.tributary.sandbox.meta.FakeToken.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** What the tokens of Pages and Instagram accounts open: who they are, their subscriptions, sending, the names of people. */
@ApplicationScoped
class PageRoutes {

    private static final String VERSION = FakeMeta.PATH + "/:version";

    private final FakeLogin login;
    private final Deliveries deliveries;
    private final Sandbox sandbox;

    PageRoutes(FakeLogin login, Deliveries deliveries, Sandbox sandbox) {
        this.login = login;
        this.deliveries = deliveries;
        this.sandbox = sandbox;
    }

    private interface Call {
        JsonObject on(RoutingContext context, FakeToken token);
    }

    /** Before {@link GraphRoutes}: only what carries a token of a login stays here. */
    void add(@Observes @Priority(2050) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.get(FakeMeta.PATH + "/pictures/:name").handler(context -> context.response().putHeader("content-type", "image/png").end(Buffer.buffer(Base64.getDecoder().decode(Wire.PICTURE))));
        router.post(VERSION + "/:id/*").handler(BodyHandler.create(System.getProperty("java.io.tmpdir")).setDeleteUploadedFilesOnEnd(true));
        router.get(VERSION + "/:id/subscriptions").handler(context -> LoginRoutes.answer(context, one -> app(one).callbacks()));
        router.post(VERSION + "/:id/subscriptions").handler(this::subscribeApp);
        on(router, HttpMethod.GET, "/me/accounts", (_, token) -> pages(token));
        on(router, HttpMethod.GET, "/:id/subscribed_apps", this::subscription);
        on(router, HttpMethod.POST, "/:id/subscribed_apps", this::subscribe);
        on(router, HttpMethod.DELETE, "/:id/subscribed_apps", (_, token) -> {
            token.app().unsubscribe(token.subject());
            return done();
        });
        on(router, HttpMethod.POST, "/:id/messages", this::send);
        on(router, HttpMethod.GET, "/:id", this::describe);
    }

    private void on(Router router, HttpMethod method, String path, Call call) {
        router.route(method, VERSION + path).handler(context -> {
            Optional<FakeToken> token = login.known(bearer(context)).filter(known -> known.kind() != Kind.BUSINESS);
            if (token.isEmpty()) {
                context.next();
            } else {
                LoginRoutes.answer(context, one -> call.on(one, proven(one, token.get())));
            }
        });
    }

    /** Good, and shown by somebody who knows the app's secret, where they say so. */
    private FakeToken proven(RoutingContext context, FakeToken token) {
        String proof = context.request().getParam("appsecret_proof");
        if (proof != null && !proof.equals(HexFormat.of().formatHex(Hmac.SHA256.of(token.app().secret, token.value())))) {
            throw new GraphRefusal(400, 100, "Invalid appsecret_proof provided in the API argument");
        }
        if (proof == null && token.kind() == Kind.PAGE) {
            throw new GraphRefusal(400, 100, "API calls from the server require an appsecret_proof argument");
        }
        return login.good(token.value());
    }

    private JsonObject pages(FakeToken user) {
        JsonArray data = new JsonArray();
        user.people().pages().forEach(page -> data.add(page.listed(login.issue(user.app(), Kind.PAGE, page.id(), user.people(), user.scopes(), java.time.Duration.ZERO).value())));
        return new JsonObject().put("data", data).put("paging", new JsonObject());
    }

    private JsonObject describe(RoutingContext context, FakeToken token) {
        String id = context.pathParam("id");
        if (!id.equals("me") && !id.equals(token.subject())) {
            return person(context, id);
        }
        if (token.kind() == Kind.INSTAGRAM) {
            return new JsonObject().put("user_id", token.subject()).put("id", "9" + token.subject()).put("username", token.people().username()).put("account_type", "BUSINESS");
        }
        FakePage page = token.app().page(token.subject()).orElseThrow(GraphRefusal::expired);
        return new JsonObject().put("id", page.id()).put("name", page.name()).put("instagram_business_account", page.instagram());
    }

    /** Everybody has a name; those whose id ends with 0 have not consented to tell it. */
    private JsonObject person(RoutingContext context, String id) {
        if (id.endsWith("0")) {
            throw new GraphRefusal(400, 230, "User consent is required to access user profile");
        }
        String picture = sandbox.localUrl() + FakeMeta.PATH + "/pictures/" + id + ".png";
        return String.valueOf(context.request().getParam("fields")).contains("username")
                ? new JsonObject().put("name", "Ines Insta").put("username", "ines." + id).put("profile_pic", picture).put("id", id)
                : new JsonObject().put("first_name", "Marta").put("last_name", "Messenger").put("name", "Marta Messenger").put("profile_pic", picture).put("id", id);
    }

    private JsonObject subscription(RoutingContext context, FakeToken token) {
        JsonArray data = new JsonArray();
        token.app().subscription(token.subject()).ifPresent(fields ->
                data.add(new JsonObject().put("id", token.app().id).put("name", "Sandbox").put("subscribed_fields", new JsonArray(Arrays.asList(fields.split(","))))));
        return new JsonObject().put("data", data);
    }

    private JsonObject subscribe(RoutingContext context, FakeToken token) {
        token.app().subscribe(token.subject(), json(context).getString("subscribed_fields", "messages"));
        return done();
    }

    private JsonObject send(RoutingContext context, FakeToken token) {
        JsonObject message = json(context);
        String recipient = message.getJsonObject("recipient", new JsonObject()).getString("id", "");
        String mid = "m_SANDBOX" + UUID.randomUUID().toString().replace("-", "");
        if (message.containsKey("sender_action")) {
            token.app().log.note(message.copy().put("from", token.subject()));
            return new JsonObject().put("recipient_id", recipient);
        }
        synchronized (token.app()) {
            token.app().log.takeFailure().ifPresent(failure -> {
                throw GraphRefusal.of(failure);
            });
            token.app().log.note(message.copy().put("mid", mid).put("from", token.subject()));
            deliveries.receipts(token.app(), token.kind() == Kind.INSTAGRAM ? "instagram" : "page", token.subject(), recipient, mid);
        }
        return new JsonObject().put("recipient_id", recipient).put("message_id", mid);
    }

    /** The app's own webhook: taken once our address answered the handshake. */
    private void subscribeApp(RoutingContext context) {
        Uni.createFrom()
                .deferred(() -> {
                    FakeApp app = app(context);
                    JsonObject body = json(context);
                    String url = body.getString("callback_url", "");
                    return deliveries.shakesHands(url, body.getString("verify_token", "")).map(shaken -> {
                        if (!shaken) {
                            throw new GraphRefusal(400, 2200, "The URL couldn't be validated. Callback verification failed.");
                        }
                        app.call(body.getString("object"), new FakeApp.Callback(url, new JsonArray(Arrays.asList(body.getString("fields", "").split(",")))));
                        return done();
                    });
                })
                .subscribe()
                .with(answer -> Wire.json(context, 200, answer), failure -> {
                    GraphRefusal refusal = failure instanceof GraphRefusal known ? known : new GraphRefusal(500, 1, "An unknown error has occurred.");
                    Wire.json(context, refusal.status(), refusal.answer());
                });
    }

    private FakeApp app(RoutingContext context) {
        String token = context.request().getParam("access_token");
        return login.app(context.pathParam("id")).filter(app -> (app.id + "|" + app.secret).equals(token)).orElseThrow(GraphRefusal::expired);
    }

    private static JsonObject json(RoutingContext context) {
        try {
            return Optional.ofNullable(context.body().asJsonObject()).orElseGet(JsonObject::new);
        } catch (DecodeException noJson) {
            String message = context.request().getFormAttribute("message");
            String recipient = context.request().getFormAttribute("recipient");
            if (message == null || recipient == null) {
                throw new GraphRefusal(400, 100, "the body is no JSON");
            }
            return new JsonObject().put("message", new JsonObject(message)).put("recipient", new JsonObject(recipient));
        }
    }

    private static String bearer(RoutingContext context) {
        return String.valueOf(context.request().getHeader("authorization")).replaceFirst("^Bearer ", "");
    }

    private static JsonObject done() {
        return new JsonObject().put("success", true);
    }
}
