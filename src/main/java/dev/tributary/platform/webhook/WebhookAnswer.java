package dev.tributary.platform.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one attempt went.
 *
 * @param at when it left, by the injected clock
 * @param status of the answer, absent where there was none
 * @param body of the answer, whole
 * @param code {@code http_502}, {@code timeout}, {@code unreachable}, {@code certificate_invalid}, {@code address_refused}
 * @param words what the receiver, or the network, said
 * @param retryAfter what the receiver asked for, at most an hour
 */
public record WebhookAnswer(
        Result result,
        Instant at,
        Duration took,
        Optional<Integer> status,
        String body,
        String code,
        String words,
        Optional<Duration> retryAfter) {

    /** Characters of an answer that are kept in the log. */
    public static final int KEPT = 2_048;

    public enum Result {
        /** 2xx. */
        ACCEPTED,
        /** Worth another attempt, later. */
        AGAIN,
        /** The receiver cannot deliver this one (422 with an error object): another attempt would end alike. */
        UNDELIVERABLE,
        /** 410: the receiver wants no more of anything. */
        GONE,
        /** The egress guard refuses the address. */
        FORBIDDEN
    }

    /** What is kept of the body for people to look at. */
    public String beginning() {
        return body.length() <= KEPT ? body : body.substring(0, KEPT);
    }

    public boolean accepted() {
        return result == Result.ACCEPTED;
    }

    /** Whether a proxy in front of the receiver says that it is overloaded. */
    public boolean overloaded() {
        return status.filter(code -> code == 502 || code == 504).isPresent();
    }

    /** What a person can do, in one sentence. */
    public String hint() {
        return switch (result) {
            case ACCEPTED -> "";
            case UNDELIVERABLE -> words;
            case GONE -> "The receiving system says that this webhook is gone.";
            case FORBIDDEN -> "Enter a public address, or let this one through with TRIBUTARY_EGRESS_ALLOW.";
            case AGAIN -> hintOfFailure();
        };
    }

    private String hintOfFailure() {
        int number = status.orElse(0);
        if (number >= 300 && number < 400) {
            return "Enter the final URL of the webhook: redirects are not followed.";
        }
        if (number == 400 || number == 401 || number == 403 || number == 404) {
            return "The receiving system refuses our webhooks (%d); check URL and secret.".formatted(number);
        }
        if (code.equals("certificate_invalid")) {
            return "The certificate of the receiver is not valid.";
        }
        return "The receiving system is down, slow or busy; it is tried again.";
    }
}
