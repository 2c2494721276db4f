package dev.tributary.apichannel;

import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** Refusals as answers. */
final class ApiErrorAnswers {

    private ApiErrorAnswers() {}

    @RegisterForReflection
    private record Envelope(ApiError.Body error) {}

    static Response of(ApiError error) {
        Response.ResponseBuilder answer = Response.status(error.status()).type(MediaType.APPLICATION_JSON).entity(new Envelope(error.body()));
        error.retryAfter().ifPresent(wait -> answer.header("Retry-After", Math.max(1, ceil(wait))));
        return answer.build();
    }

    /** What the rooms below refuse, in this protocol's words. */
    static Response of(ProblemException refusal) {
        Problem problem = refusal.problem();
        if (problem.status() == 503) {
            return of(ApiError.unavailable());
        }
        if (problem.status() == 413) {
            return of(ApiError.of(413, "body_too_large", problem.detail()));
        }
        return of(ApiError.of(problem.status(), problem.code(), problem.detail()));
    }

    private static long ceil(Duration wait) {
        return (wait.toMillis() + 999) / 1_000;
    }
}
