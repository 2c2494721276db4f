package dev.tributary.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Makes methods under {@link Idempotent} obey the {@code Idempotency-Key} header. */
@Singleton
final class IdempotencyFilter {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Logger LOG = Logger.getLogger(IdempotencyFilter.class);
    private static final String CLAIM = "tributary.idempotency";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final IdempotencyKeys keys;
    private final CallerScope callers;
    private final ObjectMapper json;

    IdempotencyFilter(IdempotencyKeys keys, CallerScope callers, ObjectMapper json) {
        this.keys = keys;
        this.callers = callers;
        this.json = json;
    }

    @Idempotent
    @ServerRequestFilter(readBody = true)
    Uni<Response> before(ContainerRequestContext request) {
        Optional<String> key = Optional.ofNullable(request.getHeaderString(KEY));
        Optional<String> scope = key.isEmpty() ? Optional.empty() : callers.current();
        if (scope.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        if (!FORM.matcher(key.get()).matches()) {
            throw Problems.invalid(KEY, "must be 1 to 255 visible ASCII characters");
        }
        IdempotencyKeys.Claim claim = new IdempotencyKeys.Claim(scope.get(), key.get(), hash(request));
        return keys.claim(claim).map(answer -> decide(request, claim, answer));
    }

    @Idempotent
    @ServerResponseFilter
    Uni<Void> after(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(CLAIM) instanceof IdempotencyKeys.Claim claim)) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> settled = response.getStatus() < 300 ? keys.keep(claim, result(response)) : keys.free(claim);
        // The thing was created: the caller is told so even if the result cannot be remembered.
        return settled.onFailure().invoke(lost -> LOG.error("The result of an idempotent request was not kept", lost))
                .onFailure().recoverWithNull();
    }

    @Scheduled(every = "1h", delayed = "5m", identity = "idempotency-keys-sweep")
    Uni<Void> sweep() {
        return keys.sweep();
    }

    /** Null lets the request go on. */
    private static Response decide(ContainerRequestContext request, IdempotencyKeys.Claim claim, IdempotencyKeys.Answer answer) {
        return switch (answer) {
            case IdempotencyKeys.Answer.Go go -> {
                request.setProperty(CLAIM, claim);
                yield null;
            }
            case IdempotencyKeys.Answer.Replay replay -> replay(replay.result());
            case IdempotencyKeys.Answer.InUse inUse -> throw new ProblemException(Problems.conflict(
                            "idempotency_key_in_use", "The first request with this key is still at work.", "Ask again in a moment.")
                    .problem()
                    .withRetryAfter(Duration.ofSeconds(1)));
            case IdempotencyKeys.Answer.Reused reused -> throw Problems.conflict(
                    "idempotency_key_reused", "This key was used for another request.", "Take a new key for each thing that you create.");
        };
    }

    private static Response replay(IdempotencyKeys.Result result) {
        Response.ResponseBuilder answer = Response.status(result.status()).header(REPLAYED, "true");
        result.headers().forEach(answer::header);
        return (result.body().isEmpty() ? answer : answer.entity(result.body())).build();
    }

    private IdempotencyKeys.Result result(ContainerResponseContext response) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (response.getHeaderString(HttpHeaders.LOCATION) != null) {
            headers.put(HttpHeaders.LOCATION, response.getHeaderString(HttpHeaders.LOCATION));
        }
        if (response.getMediaType() != null) {
            headers.put(HttpHeaders.CONTENT_TYPE, response.getMediaType().toString());
        }
        return new IdempotencyKeys.Result(response.getStatus(), headers, text(response.getEntity()));
    }

    private String text(Object entity) {
        try {
            return entity == null ? "" : entity instanceof String text ? text : json.writeValueAsString(entity);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    private static byte[] hash(ContainerRequestContext request) {
        try {
            byte[] body = request.getEntityStream().readAllBytes();
            request.setEntityStream(new ByteArrayInputStream(body));
            MessageDigest digest = DigestUtils.getSha256Digest();
            digest.update((request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath() + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
