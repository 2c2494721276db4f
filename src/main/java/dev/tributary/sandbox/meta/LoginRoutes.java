package dev.tributary.sandbox.meta;

import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
import dev.tributary.sandbox.meta.FakeLogin.Consented;
import dev.tributary.sandbox.meta.FakeToken.Kind;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Consent, codes and tokens on the wire: Facebook's dialog and exchanges, and Instagram's. */
@ApplicationScoped
class LoginRoutes {

    private static final String ROOT = FakeMeta.PATH;
    private static final String CALLBACK = "/rest/v1/oauth/callback";
    private static final Set<String> SIGNUP = Set.of("whatsapp_business_management", "whatsapp_business_messaging");

    private final FakeLogin login;
    private final Sandbox sandbox;

    LoginRoutes(FakeLogin login, Sandbox sandbox) {
        this.login = login;
        this.sandbox = sandbox;
    }

    /** Before {@link GraphRoutes}, which takes every other path for an id's. */
    void add(@Observes @Priority(2000) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.get(ROOT + "/:version/dialog/oauth").handler(context -> ask(context, "Facebook"));
        router.get(ROOT + "/oauth/authorize").handler(context -> ask(context, "Instagram"));
        answer(router, HttpMethod.GET, "/:version/oauth/access_token", this::facebookToken);
        answer(router, HttpMethod.POST, "/oauth/access_token", this::instagramToken);
        answer(router, HttpMethod.GET, "/access_token", this::lasting);
        answer(router, HttpMethod.GET, "/refresh_access_token", this::refreshed);
        router.get(ROOT + "/:version/debug_token").handler(context -> {
            if (login.known(context.request().getParam("input_token")).isPresent()) {
                answer(context, this::inspect);
            } else {
                context.next();
            }
        });
    }

    private void answer(Router router, HttpMethod method, String path, Function<RoutingContext, JsonObject> act) {
        var route = router.route(method, ROOT + path);
        if (method == HttpMethod.POST) {
            route.handler(BodyHandler.create(false));
        }
        route.handler(context -> answer(context, act));
    }

    static void answer(RoutingContext context, Function<RoutingContext, JsonObject> act) {
        try {
            Wire.json(context, 200, act.apply(context));
        } catch (GraphRefusal refusal) {
            Wire.json(context, refusal.status(), refusal.answer());
        }
    }

    /** The dialog: an app must be known, and its redirect address ours. */
    private void ask(RoutingContext context, String provider) {
        Optional<FakeApp> app = login.app(context.request().getParam("client_id"));
        String redirectUri = Optional.ofNullable(context.request().getParam("redirect_uri")).orElse("");
        boolean registered = redirectUri.endsWith(CALLBACK) && sandbox.local(redirectUri).isPresent();
        String page = app.isEmpty() || !registered
                ? ConsentPage.refusal("This redirect failed because the app is unknown, or its redirect URI is not white-listed in its client OAuth settings.")
                : ask(context, provider, app.get(), redirectUri);
        context.response()
                .setStatusCode(app.isEmpty() || !registered ? 400 : 200)
                .putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("content-security-policy", ConsentPage.POLICY)
                .putHeader("cache-control", "no-store")
                .end(page);
    }

    private String ask(RoutingContext context, String provider, FakeApp app, String redirectUri) {
        Set<String> scopes = Optional.ofNullable(context.request().getParam("scope"))
                .map(text -> Arrays.stream(text.split(",")).collect(Collectors.toCollection(LinkedHashSet::new)))
                .orElseGet(() -> new LinkedHashSet<>(SIGNUP));
        Set<String> fewer = scopes.stream().filter(scope -> !scope.contains("messag")).collect(Collectors.toCollection(LinkedHashSet::new));
        Kind kind = provider.equals("Instagram") ? Kind.INSTAGRAM : scopes.containsAll(SIGNUP) ? Kind.BUSINESS : Kind.USER;
        String state = String.valueOf(context.request().getParam("state"));
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("Continue as " + app.admin.name(), allowed(app, app.admin, kind, scopes, redirectUri, state));
        ways.put("Continue as " + app.rival.name(), allowed(app, app.rival, kind, scopes, redirectUri, state));
        ways.put("Continue without messages", allowed(app, app.admin, kind, fewer, redirectUri, state));
        ways.put("Cancel", ConsentPage.back(redirectUri, Map.of(
                "error", "access_denied", "error_reason", "user_denied", "error_description", "Permissions error", "state", state)));
        return ConsentPage.of(provider, scopes, ways);
    }

    private String allowed(FakeApp app, FakePeople people, Kind kind, Set<String> scopes, String redirectUri, String state) {
        String back = ConsentPage.back(redirectUri, Map.of("code", login.consent(app, people, kind, scopes, redirectUri), "state", state));
        return kind == Kind.INSTAGRAM ? back + "#_" : back;
    }

    private JsonObject facebookToken(RoutingContext context) {
        FakeApp app = app(context, "client_id", "client_secret");
        if ("fb_exchange_token".equals(context.request().getParam("grant_type"))) {
            FakeToken brief = login.good(context.request().getParam("fb_exchange_token"));
            return issued(login.issue(app, brief.kind(), "", brief.people(), brief.scopes(), FakeLogin.LONG), FakeLogin.LONG);
        }
        Consented consented = consented(app, context.request().getParam("code"), context.request().getParam("redirect_uri"));
        if (consented.kind() == Kind.BUSINESS) {
            FakeToken token = login.issue(app, Kind.BUSINESS, "", consented.people(), consented.scopes(), Duration.ZERO);
            app.numbers.forEach(number -> {
                synchronized (number) {
                    number.renew(token.value());
                }
            });
            return new JsonObject().put("access_token", token.value()).put("token_type", "bearer");
        }
        return issued(login.issue(app, Kind.USER, "", consented.people(), consented.scopes(), FakeLogin.BRIEF), FakeLogin.BRIEF);
    }

    private JsonObject instagramToken(RoutingContext context) {
        FakeApp app = login.app(context.request().getFormAttribute("client_id"))
                .filter(known -> known.secret.equals(context.request().getFormAttribute("client_secret")))
                .orElseThrow(() -> new GraphRefusal(400, 101, "Invalid platform app"));
        Consented consented = consented(app, context.request().getFormAttribute("code"), context.request().getFormAttribute("redirect_uri"));
        FakeToken token = login.issue(app, Kind.INSTAGRAM, consented.people().instagramId(), consented.people(), consented.scopes(), FakeLogin.BRIEF);
        JsonObject answer = new JsonObject()
                .put("access_token", token.value())
                .put("user_id", consented.people().instagramId())
                .put("permissions", String.join(",", consented.scopes()));
        return new JsonObject().put("data", new JsonArray().add(answer));
    }

    private JsonObject lasting(RoutingContext context) {
        FakeToken brief = login.good(context.request().getParam("access_token"));
        if (!brief.app().secret.equals(context.request().getParam("client_secret"))) {
            throw new GraphRefusal(400, 101, "Error validating client secret.");
        }
        return issued(login.issue(brief.app(), Kind.INSTAGRAM, brief.subject(), brief.people(), brief.scopes(), FakeLogin.LONG), FakeLogin.LONG);
    }

    /** Sixty more days for a token of sixty days that is a day old; the old one stays good until its end. */
    private JsonObject refreshed(RoutingContext context) {
        FakeToken token = login.good(context.request().getParam("access_token"));
        token.app().log.takeFailure().ifPresent(failure -> {
            throw GraphRefusal.of(failure);
        });
        if (!"ig_refresh_token".equals(context.request().getParam("grant_type")) || token.kind() != Kind.INSTAGRAM) {
            throw new GraphRefusal(400, 100, "Unsupported request");
        }
        if (login.now() - token.issuedAt() < Duration.ofDays(1).toSeconds()) {
            throw new GraphRefusal(400, 100, "The access token is not yet 24 hours old.");
        }
        return issued(login.issue(token.app(), Kind.INSTAGRAM, token.subject(), token.people(), token.scopes(), FakeLogin.LONG), FakeLogin.LONG);
    }

    private JsonObject inspect(RoutingContext context) {
        FakeToken token = login.known(context.request().getParam("input_token")).orElseThrow();
        String shown = token.app().id + "|" + token.app().secret;
        if (!shown.equals(context.request().getParam("access_token"))) {
            throw new GraphRefusal(400, 190, "Invalid OAuth access token signature.");
        }
        boolean valid = login.isGood(token);
        JsonObject data = new JsonObject().put("app_id", token.app().id).put("is_valid", valid).put("expires_at", token.expiresAt()).put("scopes", new JsonArray(token.scopes().stream().sorted().toList()));
        if (!valid) {
            data.put("error", new JsonObject().put("code", 190).put("message", "Error validating access token: Session has expired"));
        }
        if (token.kind() == Kind.BUSINESS) {
            JsonArray targets = new JsonArray();
            token.app().numbers.forEach(number -> targets.add(number.wabaId));
            data.put("granular_scopes", new JsonArray().add(new JsonObject().put("scope", "whatsapp_business_management").put("target_ids", targets)));
        } else {
            data.put("data_access_expires_at", login.now() + Duration.ofDays(90).toSeconds());
        }
        return new JsonObject().put("data", data);
    }

    private Consented consented(FakeApp app, String code, String redirectUri) {
        Consented consented = login.redeem(code, redirectUri);
        if (consented.app() != app) {
            throw new GraphRefusal(400, 100, "This code was made for another app.");
        }
        return consented;
    }

    private FakeApp app(RoutingContext context, String id, String secret) {
        return login.app(context.request().getParam(id))
                .filter(app -> app.secret.equals(context.request().getParam(secret)))
                .orElseThrow(() -> new GraphRefusal(400, 1, "Error validating client secret."));
    }

    private static JsonObject issued(FakeToken token, Duration life) {
        return new JsonObject().put("access_token", token.value()).put("token_type", "bearer").put("expires_in", life.toSeconds());
    }
}
