package dev.tributary.platform.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import dev.tributary.platform.webhook.WebhookAnswer.Result;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Posts one signed webhook, once, through the egress guard. Every ending is an item; who calls decides about the next attempt.
 * Redirects are not followed: the signature would vouch for an address that nobody entered.
 */
@ApplicationScoped
public class WebhookPoster {

    public static final String USER_AGENT = "Tributary-Webhooks/1";
    public static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final long MAX_ANSWER_BYTES = 1L << 20;

    private final EgressClient egress;
    private final ObjectMapper json;
    private final Clock clock;

    WebhookPoster(EgressClient egress, ObjectMapper json, Clock clock) {
        this.egress = egress;
        this.json = json;
        this.clock = clock;
    }

    /** @param keys the newest first; each signs, so that the receiver may hold either during a rotation */
    public Uni<WebhookAnswer> post(String url, List<WebhookKey> keys, String webhookId, byte[] body) {
        Instant at = clock.instant();
        long started = System.nanoTime();
        return egress.send(request(url, WebhookSignature.headers(keys, webhookId, at, body), body))
                .map(response -> answered(response, at, since(started)))
                .onFailure(EgressException.class)
                .recoverWithItem(failure -> unanswered((EgressException) failure, at, since(started)));
    }

    private static EgressRequest request(String url, Map<String, String> signature, byte[] body) {
        EgressRequest request = EgressRequest.post(url, EgressBody.json(body))
                .withHeader("User-Agent", USER_AGENT)
                .withTimeout(TIMEOUT)
                .withMaxAnswerBytes(MAX_ANSWER_BYTES);
        for (Map.Entry<String, String> header : signature.entrySet()) {
            request = request.withHeader(header.getKey(), header.getValue());
        }
        return request;
    }

    private WebhookAnswer answered(EgressResponse response, Instant at, Duration took) {
        String text = response.text();
        Optional<JsonNode> refusal = response.status() == 422 ? errorObject(text) : Optional.empty();
        Result result = resultOf(response.status(), refusal.isPresent());
        String code = refusal.map(error -> error.path("code").asText()).filter(word -> !word.isBlank()).orElse("http_" + response.status());
        String words = refusal.map(error -> error.path("text").asText()).filter(word -> !word.isBlank()).orElse("HTTP " + response.status());
        Optional<Duration> wait = response.retryAfter(at).map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
        return new WebhookAnswer(result, at, took, Optional.of(response.status()), storable(text), code, storable(words), wait);
    }

    private static Result resultOf(int status, boolean undeliverable) {
        if (status >= 200 && status < 300) {
            return Result.ACCEPTED;
        }
        if (status == 410) {
            return Result.GONE;
        }
        return undeliverable ? Result.UNDELIVERABLE : Result.AGAIN;
    }

    private static WebhookAnswer unanswered(EgressException failure, Instant at, Duration took) {
        boolean refused = failure.kind() == EgressException.Kind.REFUSED;
        return new WebhookAnswer(
                refused ? Result.FORBIDDEN : Result.AGAIN, at, took, Optional.empty(), "", codeOf(failure, took), failure.getMessage(), Optional.empty());
    }

    private static String codeOf(EgressException failure, Duration took) {
        return switch (failure.kind()) {
            case REFUSED -> "address_refused";
            case UNREACHABLE -> isAboutTls(failure) ? "certificate_invalid" : "unreachable";
            case INTERRUPTED -> took.compareTo(TIMEOUT) >= 0 ? "timeout" : "interrupted";
            case TOO_LARGE -> "answer_too_large";
        };
    }

    private static boolean isAboutTls(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private Optional<JsonNode> errorObject(String text) {
        try {
            return Optional.ofNullable(json.readTree(text)).map(answer -> answer.path("error")).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** PostgreSQL stores no NUL. */
    private static String storable(String text) {
        return text.replace('\0', ' ');
    }
}
