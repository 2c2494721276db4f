package dev.tributary.platform;

import java.time.Duration;
import java.util.List;

/**
 * The refusals that every room needs, ready to throw or to hand to {@code Uni.createFrom().failure(…)}. A room with
 * refusals of its own makes them from {@link #of}.
 */
public final class Problems {

    private Problems() {}

    /** A refusal with its own code. */
    public static ProblemException of(int status, String code, String title, String detail, String hint) {
        return new ProblemException(new Problem(status, code, title, detail, hint));
    }

    /**
     * 404 for a thing that is not there, or not there for this caller: the two are never told apart.
     *
     * @param what the thing in words, as {@code "conversation"} or {@code "channel account"}
     */
    public static ProblemException notFound(String what) {
        return of(404, "not_found", "Not found", "There is no such " + what + ".", "Check the id; it may have been deleted.");
    }

    /** 400 for one wrong field. */
    public static ProblemException invalid(String field, String message) {
        return invalid(List.of(new Problem.FieldError(field, message)));
    }

    /** 400 for wrong fields, all of them at once. */
    public static ProblemException invalid(List<Problem.FieldError> errors) {
        Problem problem = new Problem(400, "validation_failed", "The request is not valid", describe(errors), "Correct the fields under errors and send it again.");
        return new ProblemException(problem.withErrors(errors));
    }

    /** 400 for a request that is wrong as a whole. */
    public static ProblemException badRequest(String code, String detail, String hint) {
        return of(400, code, "The request is not valid", detail, hint);
    }

    /** 401: who is asking is not known. */
    public static ProblemException unauthorized(String code, String detail, String hint) {
        return of(401, code, "Sign in first", detail, hint);
    }

    /** 403: it is known who is asking, and they may not. */
    public static ProblemException forbidden(String detail) {
        return forbidden("forbidden", detail, "Ask an owner or admin of the workspace.");
    }

    public static ProblemException forbidden(String code, String detail, String hint) {
        return of(403, code, "Not allowed", detail, hint);
    }

    /** 409: fine by itself, but not with what is there. */
    public static ProblemException conflict(String code, String detail, String hint) {
        return of(409, code, "In conflict with what is there", detail, hint);
    }

    /** 413 for content over a limit. */
    public static ProblemException tooLarge(String detail, String hint) {
        return of(413, "too_large", "Too large", detail, hint);
    }

    /** 429 with the time to wait. */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
        Problem problem = new Problem(429, "too_many_requests", "Too many requests", detail, "Wait as long as Retry-After says, then try again.");
        return new ProblemException(problem.withRetryAfter(retryAfter));
    }

    /** 503: right now it cannot be done; the same request may work later. */
    public static ProblemException unavailable(String code, String detail, Duration retryAfter) {
        Problem problem = new Problem(503, code, "Not available right now", detail, "Try again in a moment.");
        return new ProblemException(problem.withRetryAfter(retryAfter));
    }

    /** 503: more work is waiting than we promise to hold. */
    public static ProblemException overloaded() {
        return unavailable("overloaded", "More requests are waiting than can be held.", Duration.ofSeconds(2));
    }

    private static String describe(List<Problem.FieldError> errors) {
        Problem.FieldError first = errors.getFirst();
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return first.field() + ": " + first.message() + more;
    }
}
