package dev.tributary.adapter.api;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.SendOutcome;
import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookSchedule;
import java.time.Duration;
import java.util.Optional;
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

    /** @param attempt the one that got this answer, 1 for the first */
    static SendOutcome notSent(WebhookAnswer answer, int attempt, RandomGenerator random) {
        return switch (answer.result()) {
            case ACCEPTED -> throw new IllegalArgumentException("an accepted message was sent");
            case AGAIN -> again(answer, attempt, random);
            case UNDELIVERABLE, GONE, FORBIDDEN -> new SendOutcome.Refused(problem(answer));
        };
    }

    static ChannelProblem problem(WebhookAnswer answer) {
        ProviderError cause = new ProviderError(answer.code(), answer.words());
        return switch (answer.result()) {
            case ACCEPTED -> throw new IllegalArgumentException("an accepted webhook is no problem");
            case UNDELIVERABLE -> undeliverable(answer.code(), answer.words());
            case GONE -> new ChannelProblem.CredentialsRejected(cause, answer.hint());
            case FORBIDDEN -> new ChannelProblem.Misconfigured(cause, answer.hint());
            case AGAIN -> new ChannelProblem.Unavailable(cause, answer.hint());
        };
    }

    /** Every channel-wide pause is one that the receiver asked for; a failure of its own delays this message alone. */
    private static SendOutcome again(WebhookAnswer answer, int attempt, RandomGenerator random) {
        Optional<Duration> pause = WebhookSchedule.CHAT_MESSAGE.pauseAfter(attempt, random);
        if (pause.isEmpty()) {
            return new SendOutcome.Refused(problem(answer));
        }
        boolean asked = answer.retryAfter().isPresent();
        return new SendOutcome.Deferred(
                answer.retryAfter().or(() -> pause), asked, new ProviderError(answer.code(), answer.words()));
    }
}
