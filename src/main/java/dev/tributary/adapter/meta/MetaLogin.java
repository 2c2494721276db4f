package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.MetaApps.App;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ConnectsByOAuth.Code;
import dev.tributary.channel.ConnectsByOAuth.Consent;
import dev.tributary.channel.ConnectsByOAuth.Request;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The steps of a consent at Facebook and at Instagram. Both name errors of an exchange by code 100 whatever is wrong, so the hint is the
 * whole list of what it can be.
 */
@ApplicationScoped
class MetaLogin {

    /** What an exchange gave, and when it ends where that was said. */
    record Token(Secret value, Optional<Instant> expiresAt, JsonNode answer) {}

    private static final String CHECK_APP =
            "Check app ID and app secret, and that our redirect address is entered among the app's valid OAuth redirect URIs; then start again";
    private static final String LATER = "The provider could not be reached: start again in a moment";
    /** Instagram ends its codes with this, which is none of the code. */
    private static final String INSTAGRAM_TAIL = "#_";

    private final MetaApi api;
    private final MetaApps apps;
    private final Clock clock;

    MetaLogin(MetaApi api, MetaApps apps, Clock clock) {
        this.api = api;
        this.apps = apps;
        this.clock = clock;
    }

    /** Facebook's dialog; by a configuration of Facebook Login for Business where there is one. */
    String facebookPage(Request request, ChannelAccount account, List<String> scopes) {
        Map<String, String> query = query(request, apps.required(account, MetaApps.Kind.FACEBOOK));
        Optional<String> configId = apps.configId(account);
        configId.ifPresentOrElse(id -> query.put("config_id", id), () -> query.put("scope", String.join(",", scopes)));
        configId.ifPresent(_ -> query.put("override_default_response_type", "true"));
        return api.facebookDialog(account) + api.version() + "/dialog/oauth?" + encoded(query);
    }

    String instagramPage(Request request, ChannelAccount account, List<String> scopes) {
        Map<String, String> query = query(request, apps.required(account, MetaApps.Kind.INSTAGRAM));
        query.put("scope", String.join(",", scopes));
        return api.instagramDialog(account) + "/oauth/authorize?" + encoded(query);
    }

    /** A user's or a business's token for a code of Facebook's. */
    Uni<Consent> facebookToken(Code code, ChannelAccount account, Function<Token, Uni<Consent>> next) {
        App app = apps.required(account, MetaApps.Kind.FACEBOOK);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", app.id());
        query.put("redirect_uri", code.redirectUri().toString());
        query.put("client_secret", app.secret().reveal());
        query.put("code", code.value().reveal());
        return api.get(api.anonymous(account), api.version() + "/oauth/access_token?" + encoded(query)).chain(result -> exchanged(result, next));
    }

    /** A user's token of an hour for one of sixty days. */
    Uni<Consent> prolonged(Token token, ChannelAccount account, Function<Token, Uni<Consent>> next) {
        App app = apps.required(account, MetaApps.Kind.FACEBOOK);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("grant_type", "fb_exchange_token");
        query.put("client_id", app.id());
        query.put("client_secret", app.secret().reveal());
        query.put("fb_exchange_token", token.value().reveal());
        return api.get(api.anonymous(account), api.version() + "/oauth/access_token?" + encoded(query)).chain(result -> exchanged(result, next));
    }

    /** What Facebook says of a token: {@code scopes}, {@code granular_scopes}, {@code expires_at}. Refused where a scope is missing. */
    Uni<Consent> inspected(Token token, ChannelAccount account, List<String> scopes, Function<JsonNode, Uni<Consent>> next) {
        App app = apps.required(account, MetaApps.Kind.FACEBOOK);
        String path = api.version() + "/debug_token?input_token=" + MetaPaths.value(token.value().reveal()) + "&access_token=" + MetaPaths.value(app.token().reveal());
        return api.get(api.anonymous(account), path).chain(result -> then(result, answer -> {
            JsonNode data = answer.path("data");
            List<String> granted = ProviderJson.items(data, "scopes").stream().map(JsonNode::asText).toList();
            return missing(scopes, granted).map(MetaLogin::refused).orElseGet(() -> next.apply(data));
        }));
    }

    /** Instagram's token of an hour, then that of sixty days. Refused where messages were not allowed. */
    Uni<Consent> instagramToken(Code code, ChannelAccount account, List<String> scopes, Function<Token, Uni<Consent>> next) {
        App app = apps.required(account, MetaApps.Kind.INSTAGRAM);
        String value = code.value().reveal();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", app.id());
        form.put("client_secret", app.secret().reveal());
        form.put("grant_type", "authorization_code");
        form.put("redirect_uri", code.redirectUri().toString());
        form.put("code", value.endsWith(INSTAGRAM_TAIL) ? value.substring(0, value.length() - INSTAGRAM_TAIL.length()) : value);
        return api.postForm(api.instagramLogin(account), "/oauth/access_token", form).chain(result -> exchanged(flat(result), token -> {
            List<String> granted = permissions(token.answer().path("permissions"));
            return missing(scopes, granted).map(MetaLogin::refused).orElseGet(() -> lasting(token, app, account, next));
        }));
    }

    /** Sixty more days, for an Instagram token that is older than a day and has not ended. */
    Uni<Result> instagramRefresh(ChannelAccount account, Secret token) {
        return api.get(api.instagram(account, new Secret("")), "/refresh_access_token?grant_type=ig_refresh_token&access_token=" + MetaPaths.value(token.reveal()));
    }

    /** The end of a token that lives for so many seconds from now. */
    Optional<Instant> expiry(JsonNode answer) {
        return Stream.of(answer.path("expires_in").asLong(0)).filter(seconds -> seconds > 0).map(seconds -> clock.instant().plusSeconds(seconds)).findFirst();
    }

    /** Goes on with an answer of the Graph API. */
    static Uni<Consent> then(Result result, Function<JsonNode, Uni<Consent>> next) {
        return switch (result) {
            case Result.Done done -> next.apply(done.body());
            case Result.Failed failed -> refused(PageErrors.of(failed.error()).problem());
            case Result.NotReached gone -> refused(new Unavailable(gone.error(), LATER));
            case Result.Lost lost -> refused(new Unavailable(lost.error(), LATER));
        };
    }

    static Uni<Consent> refused(ChannelProblem problem) {
        return Uni.createFrom().item(new Consent.Refused(problem));
    }

    private Uni<Consent> lasting(Token token, App app, ChannelAccount account, Function<Token, Uni<Consent>> next) {
        String path = "/access_token?grant_type=ig_exchange_token&client_secret=" + MetaPaths.value(app.secret().reveal()) + "&access_token=" + MetaPaths.value(token.value().reveal());
        return api.get(api.instagram(account, new Secret("")), path).chain(result -> exchanged(result, next));
    }

    private Uni<Consent> exchanged(Result result, Function<Token, Uni<Consent>> next) {
        return switch (result) {
            case Result.Done done -> ProviderJson.text(done.body(), "access_token")
                    .map(text -> next.apply(new Token(new Secret(text), expiry(done.body()), done.body())))
                    .orElseGet(() -> refused(new Unavailable(new ProviderError("no_token", "the answer holds no token"), LATER)));
            case Result.Failed failed -> refused(failed.error().isServerTrouble() || failed.error().status() == 429
                    ? new Unavailable(failed.error().cause(), LATER)
                    : new Misconfigured(failed.error().cause(), CHECK_APP));
            case Result.NotReached gone -> refused(new Unavailable(gone.error(), LATER));
            case Result.Lost lost -> refused(new Unavailable(lost.error(), LATER));
        };
    }

    /** Instagram's answer stands by itself or in a list of one. */
    private static Result flat(Result result) {
        return result instanceof Result.Done done && done.body().path("data").isArray() && !done.body().path("data").isEmpty()
                ? new Result.Done(done.body().path("data").get(0))
                : result;
    }

    private static List<String> permissions(JsonNode permissions) {
        return permissions.isArray()
                ? StreamSupport.stream(permissions.spliterator(), false).map(JsonNode::asText).toList()
                : Stream.of(permissions.asText("").split(",")).map(String::strip).toList();
    }

    private static Optional<ChannelProblem> missing(List<String> wanted, List<String> granted) {
        List<String> missing = wanted.stream().filter(scope -> !granted.contains(scope)).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new PermissionMissing(
                        new ProviderError("scopes", "the consent lacks " + String.join(", ", missing)), "Start again, and allow everything that is asked for"));
    }

    private static Map<String, String> query(Request request, App app) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", app.id());
        query.put("redirect_uri", request.redirectUri().toString());
        query.put("state", request.state());
        query.put("response_type", "code");
        return query;
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream().map(entry -> entry.getKey() + "=" + MetaPaths.value(entry.getValue())).collect(Collectors.joining("&"));
    }
}
