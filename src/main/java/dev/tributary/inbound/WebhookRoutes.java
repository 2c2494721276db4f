package dev.tributary.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.channel.WebhookUrls;
import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where providers post: {@code /webhooks/{type}/{key}}, and {@code /webhooks/{type}} where a provider knows one address only. The bytes are verified, journalled and committed, then answered 200 with an
 * empty body (some providers execute what they read in an answer). What the provider sent is never a reason for an error:
 * reading and applying come afterwards.
 */
@ApplicationScoped
class WebhookRoutes {

    /** Providers prove themselves by signature; nobody looks for a session or a token. After the edge, which bounds what comes in. */
    private static final int BEFORE_SIGN_IN = -900;
    private static final String PATH = "/webhooks/:type/:key";
    private static final String APP_PATH = "/webhooks/:type";

    private final AccountDirectory accounts;
    private final AppWebhooks apps;
    private final Intake intake;
    private final InboundConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    WebhookRoutes(AccountDirectory accounts, AppWebhooks apps, Intake intake, InboundConfig config, ObjectMapper json, Clock clock) {
        this.accounts = accounts;
        this.apps = apps;
        this.intake = intake;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    void route(@Observes Router router) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(config.maxBodyBytes());
        router.post(PATH).order(BEFORE_SIGN_IN).handler(body).handler(this::receive).failureHandler(this::failed);
        router.get(PATH).order(BEFORE_SIGN_IN).handler(this::receive).failureHandler(this::failed);
        router.post(APP_PATH).order(BEFORE_SIGN_IN).handler(body).handler(this::receiveForApp).failureHandler(this::failed);
        router.get(APP_PATH).order(BEFORE_SIGN_IN).handler(this::receiveForApp).failureHandler(this::failed);
        router.route(PATH).order(BEFORE_SIGN_IN).handler(context -> answer(context, methodNotAllowed()));
        router.route("/webhooks/*").order(BEFORE_SIGN_IN).handler(context -> answer(context, notFound()));
    }

    private void receive(RoutingContext context) {
        String type = context.pathParam("type");
        accounts.findByWebhookKey(context.pathParam("key"))
                .map(found -> found.filter(account -> WebhookUrls.pathOf(account.account().type()).equals(type)))
                .chain(account -> receive(context, account))
                .subscribe()
                .with(_ -> {}, failure -> failed(context, failure));
    }

    private void receiveForApp(RoutingContext context) {
        WebhookRequest request = read(context);
        apps.prove(context.pathParam("type"), request)
                .chain(proof -> switch (proof) {
                    case AppWebhooks.Proof.For named -> accept(context, named.accounts(), request);
                    case AppWebhooks.Proof.Challenge challenge -> challenge(context, challenge.challenge());
                    case AppWebhooks.Proof.None none -> refused(context, unverified(none.reason()));
                    case AppWebhooks.Proof.NoSuchAddress _ -> refused(context, notFound());
                })
                .subscribe()
                .with(_ -> {}, failure -> failed(context, failure));
    }

    private Uni<Void> receive(RoutingContext context, Optional<LiveAccount> account) {
        if (account.isEmpty() || !(account.get().adapter() instanceof ReceivesWebhooks adapter)) {
            return refused(context, notFound());
        }
        WebhookRequest request = read(context);
        return switch (adapter.verify(request, account.get().account())) {
            case Verdict.Accepted accepted -> accept(context, List.of(account.get()), request);
            case Verdict.Challenge challenge -> challenge(context, challenge);
            case Verdict.Rejected rejected -> reject(context, account.get(), request, rejected);
        };
    }

    /** Answered once every account's journal has it. */
    private Uni<Void> accept(RoutingContext context, List<LiveAccount> accounts, WebhookRequest request) {
        if (request.method().equals("GET")) {
            return refused(context, methodNotAllowed());
        }
        return Multi.createFrom().iterable(accounts)
                .onItem().transformToUniAndConcatenate(account ->
                        intake.take(new IncomingEvent(account, IncomingEvent.Source.WEBHOOK, request.headers(), ((ReceivesWebhooks) account.adapter()).kept(request.body()))))
                .collect().last()
                .replaceWithVoid()
                .invoke(() -> context.response().setStatusCode(200).end());
    }

    private Uni<Void> refused(RoutingContext context, Problem problem) {
        answer(context, problem);
        return Uni.createFrom().voidItem();
    }

    private static Uni<Void> challenge(RoutingContext context, Verdict.Challenge challenge) {
        context.response().putHeader("content-type", "text/plain; charset=utf-8").end(challenge.answer());
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> reject(RoutingContext context, LiveAccount account, WebhookRequest request, Verdict.Rejected rejected) {
        return intake.reject(account, IncomingEvent.Source.WEBHOOK, request.headers(), rejected.reason())
                .invoke(() -> answer(context, unverified(rejected.reason())));
    }

    private WebhookRequest read(RoutingContext context) {
        HttpServerRequest request = context.request();
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.merge(name.toLowerCase(java.util.Locale.ROOT), value, (first, next) -> first + ", " + next));
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(query::putIfAbsent);
        boolean hasBody = context.body() != null && context.body().buffer() != null;
        byte[] body = hasBody ? context.body().buffer().getBytes() : new byte[0];
        return new WebhookRequest(request.method().name(), request.absoluteURI(), query, headers, body, clock.instant());
    }

    private void failed(RoutingContext context) {
        if (context.statusCode() == 413) {
            answer(context, Problems.tooLarge(
                            "The body has more than " + config.maxBodyBytes() + " bytes.", "Send less in one delivery.")
                    .problem());
        } else {
            failed(context, context.failure() == null ? new IllegalStateException("status " + context.statusCode()) : context.failure());
        }
    }

    /** The event is not committed: only then is the provider told to come again. */
    private void failed(RoutingContext context, Throwable failure) {
        if (failure instanceof ProblemException known) {
            answer(context, known.problem());
            return;
        }
        String incident = UUID.randomUUID().toString();
        Log.errorf(failure, "A webhook was not journalled: incident=%s", incident);
        answer(context, Problems.unavailable(
                        "not_journalled", "The event could not be kept right now; incident " + incident + ".", java.time.Duration.ofSeconds(5))
                .problem());
    }

    private void answer(RoutingContext context, Problem problem) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (problem.retryAfter() != null) {
            context.response().putHeader("retry-after", Long.toString(problem.retryAfterSeconds()));
        }
        if (problem.status() == 405) {
            context.response().putHeader("allow", HttpMethod.GET + ", " + HttpMethod.POST);
        }
        context.response().setStatusCode(problem.status()).putHeader("content-type", Problem.MEDIA_TYPE).end(write(problem.with("instance", context.request().path())));
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem is always JSON", impossible);
        }
    }

    private static Problem notFound() {
        return Problems.of(404, "not_found", "Not found", "There is no webhook at this address.", "Copy the address from the channel's settings: its key may have been changed.")
                .problem();
    }

    private static Problem methodNotAllowed() {
        return Problems.of(405, "method_not_allowed", "Method not allowed", "Webhooks are posted.", "Send a POST.").problem();
    }

    private static Problem unverified(String reason) {
        return Problems.unauthorized("signature_invalid", "This delivery does not prove its origin: " + reason + ".", "Check the secret in the channel's settings.")
                .problem();
    }
}
