package dev.tributary.adapter.meta;

import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendOutcome.TryAgain;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One message on its way: its parts one after the other. What has left stays sent, and the next attempt begins after it. */
final class SentParts<P> {

    private static final Duration ACCOUNT_PAUSE = Duration.ofSeconds(15);
    /** Four seconds, sixteen, a minute, four and a half, seventeen: as Meta asks for after too many messages to one person. */
    private static final int PERSON_PAUSE_BASE = 4;
    private static final int PERSON_ATTEMPTS = 6;

    sealed interface Step {
        record Sent(ProviderMessageId id) implements Step {}

        record Not(Result result) implements Step {}
    }

    private final List<P> parts;
    private final Function<P, Uni<Step>> attempt;
    private final Function<GraphError, Meaning> meanings;
    private final int number;

    private SentParts(List<P> parts, Function<P, Uni<Step>> attempt, Function<GraphError, Meaning> meanings, int number) {
        this.parts = parts;
        this.attempt = attempt;
        this.meanings = meanings;
        this.number = number;
    }

    /**
     * @param attempt sends one part, once
     */
    static <P> Uni<SendOutcome> send(List<P> parts, OutboundMessage message, Function<P, Uni<Step>> attempt, Function<GraphError, Meaning> meanings) {
        return new SentParts<>(parts, attempt, meanings, message.attempt()).from(message.sent());
    }

    private Uni<SendOutcome> from(List<ProviderMessageId> sent) {
        if (sent.size() >= parts.size()) {
            return Uni.createFrom().item(new SendOutcome.Sent(sent, Optional.empty()));
        }
        return attempt.apply(parts.get(sent.size())).chain(step -> switch (step) {
            case Step.Sent done -> from(with(sent, done.id()));
            case Step.Not not -> Uni.createFrom().item(sent.isEmpty() ? outcome(not.result()) : new SendOutcome.Partly(sent, Optional.empty(), outcome(not.result())));
        });
    }

    private SendOutcome outcome(Result result) {
        return switch (result) {
            case Result.Done done -> throw new IllegalStateException("a done call is sent");
            case Result.Failed failed -> refused(meanings.apply(failed.error()));
            case Result.NotReached gone when gone.forbidden() -> new Refused(new Misconfigured(
                    gone.error(), "The provider's address is private: add it to TRIBUTARY_EGRESS_ALLOW"));
            case Result.NotReached gone -> new Deferred(Optional.empty(), false, gone.error());
            case Result.Lost lost -> new Refused(new MayHaveBeenSent(lost.error()));
        };
    }

    private SendOutcome refused(Meaning meaning) {
        ProviderError cause = meaning.problem().cause();
        return switch (meaning.remedy()) {
            case NONE -> new Refused(meaning.problem());
            case BACK_OFF -> new Deferred(Optional.empty(), false, cause);
            case SLOW_ACCOUNT -> new Deferred(Optional.of(ACCOUNT_PAUSE), true, cause);
            case SLOW_PERSON -> number > PERSON_ATTEMPTS
                    ? new Refused(meaning.problem())
                    : new TryAgain(Duration.ofSeconds((long) Math.pow(PERSON_PAUSE_BASE, number)), false, cause);
        };
    }

    private static List<ProviderMessageId> with(List<ProviderMessageId> sent, ProviderMessageId next) {
        List<ProviderMessageId> all = new ArrayList<>(sent);
        all.add(next);
        return all;
    }
}
