package dev.tributary.adapter.api;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.SendOutcome;
import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookSchedule;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What a receiver's answer means for a message. */
final class ApiErrors {

    /** Codes by which receivers say that the person, not the message, is the reason. */
    private static final Set<String> UNREACHABLE = Set.of(
            "blocked", "not_reachable", "unreachable", "unknown_recipient", "recipient_unknown", "unsubscribed", "opted_out", "expired");

    private ApiErrors() {}

    /** The receiver's own words are the best hint there is. */
    static ChannelProblem undeliverable(String code, String text) {
        ProviderError cause = new ProviderError(code, text);
        return UNREACHABLE.contains(code) ? new ChannelProblem.RecipientUnreachable(cause, text) : new ChannelProblem.ContentRejected(cause, text);
    }

    /**
     * @param attempt the one that got this answer, 1 for the first
     * @param age of the message
     */
    static SendOutcome notSent(WebhookAnswer answer, int attempt, Duration age, RandomGenerator random) {
        return switch (answer.result()) {
            case ACCEPTED -> throw new IllegalArgumentException("an accepted message was sent");
            case AGAIN -> again(answer, attempt, age, random);
            case UNDELIVERABLE, GONE, FORBIDDEN -> new SendOutcome.Refused(problem(answer));
        };
    }

    static ChannelProblem problem(WebhookAnswer answer) {
        ProviderError cause = new ProviderError(answer.code(), answer.words());
        return switch (answer.result()) {
            case ACCEPTED -> throw new IllegalArgumentException("an accepted webhook is no problem");
            case UNDELIVERABLE -> undeliverable(answer.code(), answer.words());
            case GONE -> new ChannelProblem.ReceiverDisabled(cause, answer.hint());
            case FORBIDDEN -> new ChannelProblem.Misconfigured(cause, answer.hint());
            case AGAIN -> new ChannelProblem.Unavailable(cause, answer.hint());
        };
    }

    /**
     * A pause that the receiver asks for holds up the whole channel and is no failed attempt; but not for longer than the
     * schedule lasts. Any other failure is one of the attempts.
     */
    private static SendOutcome again(WebhookAnswer answer, int attempt, Duration age, RandomGenerator random) {
        ProviderError cause = new ProviderError(answer.code(), answer.words());
        if (answer.retryAfter().isPresent() && age.compareTo(WebhookSchedule.CHAT_MESSAGE.length()) < 0) {
            return new SendOutcome.Deferred(answer.retryAfter(), true, cause);
        }
        return WebhookSchedule.CHAT_MESSAGE.pauseAfter(attempt, random)
                .<SendOutcome>map(pause -> new SendOutcome.TryAgain(answer.retryAfter().orElse(pause), answer.overloaded(), cause))
                .orElseGet(() -> new SendOutcome.Refused(problem(answer)));
    }
}
