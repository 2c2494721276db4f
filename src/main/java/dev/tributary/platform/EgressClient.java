package dev.tributary.platform;

import dev.tributary.platform.EgressException.Kind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The only way out over HTTP. Every URL passes {@link EgressGuard}, redirects too; the connection goes to the address that
 * was checked, while SNI, certificate and {@code Host} keep the name; time and size are bounded. Never blocks.
 *
 * <p>Whatever the status, an answer is an item. No answer is an {@link EgressException}, which says whether the request may
 * have arrived. Nothing is retried here.
 */
@ApplicationScoped
public class EgressClient {

    /** What may follow a redirect to another origin: nothing that could be a credential. */
    private static final Set<String> HARMLESS_HEADERS = Set.of("accept", "accept-language", "user-agent");

    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int MAX_HEADER_BYTES = 32 << 10;

    private final Vertx vertx;
    private final EgressGuard guard;
    private final HttpClient http;

    @Inject
    EgressClient(Vertx vertx, EgressGuard guard, EgressConfig config) {
        this(vertx, guard, options(config));
    }

    EgressClient(Vertx vertx, EgressGuard guard, HttpClientOptions options) {
        this.vertx = vertx;
        this.guard = guard;
        this.http = vertx.createHttpClient(options);
    }

    static HttpClientOptions options(EgressConfig config) {
        return new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setSslHandshakeTimeout(config.connectTimeout().toSeconds())
                .setMaxPoolSize(config.connectionsPerOrigin())
                // Shorter than servers keep theirs: a request must not meet a connection that is just being closed.
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(true);
    }

    @PreDestroy
    void close() {
        http.close();
    }

    /** The answer with its whole body, which is at most the request's bound. */
    public Uni<EgressResponse> send(EgressRequest request) {
        return within(request, exchange -> follow(request, exchange, EgressRequest.MAX_REDIRECTS))
                .map(EgressExchange.Answer::response);
    }

    /**
     * The answer with its body in a temporary file. Only a success has its body there; look at the status, and delete the
     * file in any case.
     */
    public Uni<EgressFile> download(EgressRequest request) {
        return UniHelper.toUni(vertx.fileSystem().createTempFile("tributary-", ".download", "rw-------"))
                .chain(file -> download(request, file));
    }

    private Uni<EgressFile> download(EgressRequest request, String file) {
        return within(request, exchange -> follow(request, exchange.into(file), EgressRequest.MAX_REDIRECTS))
                .map(answer -> new EgressFile(answer.response(), Path.of(file), answer.size()))
                .onFailure().call(() -> UniHelper.toUni(vertx.fileSystem().delete(file)))
                .onCancellation().call(() -> UniHelper.toUni(vertx.fileSystem().delete(file)));
    }

    private Uni<EgressExchange.Answer> within(EgressRequest request, Function<EgressExchange, Uni<EgressExchange.Answer>> call) {
        return SameContext.after(Uni.createFrom().deferred(() -> {
            EgressExchange exchange = new EgressExchange(vertx, http);
            return call.apply(exchange)
                    .onCancellation().invoke(exchange::abort)
                    .ifNoItem().after(request.timeout())
                    .failWith(() -> exchange.failure("no answer from " + EgressTarget.originOf(request.url()) + " within " + request.timeout(), null));
        }));
    }

    private Uni<EgressExchange.Answer> follow(EgressRequest request, EgressExchange exchange, int redirectsLeft) {
        return guard.admit(request.url(), request.trusted())
                .chain(target -> hop(request, exchange, target, redirectsLeft));
    }

    private Uni<EgressExchange.Answer> hop(EgressRequest request, EgressExchange exchange, EgressTarget target, int redirectsLeft) {
        return UniHelper.toUni(exchange.run(request, target)).chain(answer -> {
            Optional<String> location = EgressExchange.redirect(request, answer.response());
            if (location.isEmpty()) {
                return Uni.createFrom().item(answer);
            }
            if (redirectsLeft == 0) {
                throw new EgressException(Kind.REFUSED, "more than " + EgressRequest.MAX_REDIRECTS + " redirects from " + target.origin());
            }
            return follow(redirected(request, target, answer.response().status(), location.get()), exchange, redirectsLeft - 1);
        });
    }

    /** The request that a redirect asks for, with nothing on it that the new origin has no right to. */
    private static EgressRequest redirected(EgressRequest request, EgressTarget from, int status, String location) {
        URI to = resolve(from, location);
        if (from.isTls() && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new EgressException(Kind.REFUSED, "a redirect from https to something else, by " + from.origin());
        }
        boolean asGet = status == 303 || (status < 303 && request.method().equals("POST"));
        boolean sameOrigin = from.hasOriginOf(to);
        if (!sameOrigin && !asGet && !(request.body() instanceof EgressBody.None)) {
            throw new EgressException(Kind.REFUSED, "a redirect that carries a body to another origin, by " + from.origin());
        }
        return new EgressRequest(
                asGet && !request.method().equals("HEAD") ? "GET" : request.method(),
                to.toString(),
                sameOrigin ? request.headers() : harmless(request.headers()),
                asGet ? new EgressBody.None() : request.body(),
                request.timeout(),
                request.maxAnswerBytes(),
                request.trusted() && sameOrigin,
                true);
    }

    private static URI resolve(EgressTarget from, String location) {
        try {
            return from.uri().resolve(location);
        } catch (IllegalArgumentException unreadable) {
            throw new EgressException(Kind.REFUSED, "a redirect that cannot be read, by " + from.origin());
        }
    }

    private static Map<String, String> harmless(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> HARMLESS_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
