package dev.tributary.apichannel;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.platform.webhook.WebhookSignature.Failure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A refusal in the shape of this protocol. Thrown by the routes of this room, never stored. */
final class ApiError extends RuntimeException {

    /** What the caller reads. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String code, String field, String text, Long limitBytes) {
        Body(String code, String field, String text) {
            this(code, field, text, null);
        }
    }

    private final int status;
    private final transient Body body;
    private final transient Optional<Duration> retryAfter;

    private ApiError(int status, Body body, Optional<Duration> retryAfter) {
        super(body.code(), null, false, false);
        this.status = status;
        this.body = body;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    Body body() {
        return body;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    static ApiError of(int status, String code, String text) {
        return new ApiError(status, new Body(code, null, text), Optional.empty());
    }

    static ApiError unknownChannel() {
        return of(404, "unknown_channel", "there is no such channel");
    }

    static ApiError inactive() {
        return of(403, "channel_inactive", "the channel is switched off");
    }

    /** @param reason the code that the adapter gave */
    static ApiError unauthorized(String reason) {
        String text = Stream.of(Failure.values()).filter(failure -> failure.code().equals(reason)).map(Failure::text).findFirst().orElse("the token is not right");
        return of(401, reason, text);
    }

    static ApiError notJson(String text) {
        return of(400, "not_json", text);
    }

    static ApiError unsupportedMediaType(String text) {
        return of(415, "unsupported_media_type", text);
    }

    static ApiError tooLarge(long limit) {
        return new ApiError(413, new Body("body_too_large", null, "send at most " + limit + " bytes", limit), Optional.empty());
    }

    static ApiError invalid(String field, String text) {
        return new ApiError(422, new Body("invalid", field, text), Optional.empty());
    }

    static ApiError unprocessable(Body body) {
        return new ApiError(422, body, Optional.empty());
    }

    static ApiError rateLimited(Duration wait) {
        return new ApiError(429, new Body("rate_limited", null, "at most 50 events a second"), Optional.of(wait));
    }

    static ApiError unavailable() {
        return new ApiError(503, new Body("unavailable", null, "nothing was stored; send it again with the same webhook-id"), Optional.of(Duration.ofSeconds(2)));
    }
}
