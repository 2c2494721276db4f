package dev.tributary.outbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendingLimits;
import dev.tributary.channel.SendsMail;
import dev.tributary.channel.SendsMessages;
import dev.tributary.conversation.MessageError;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Brings one claimed message to the end of one attempt: says {@code sending} before the call, makes the call within its time,
 * and writes down how it ended. Only here is decided what is tried again.
 */
@ApplicationScoped
class MessageSender {

    private static final Duration CLOSED_ACCOUNT_WAIT = Duration.ofSeconds(30);
    private static final JsonObject INACTIVE = new JsonObject().put("code", "channel_account_inactive");
    private static final JsonObject SIGNED_OUT = new JsonObject()
            .put("code", "credentials_rejected").put("hint", "It waits until the channel is connected again: see its settings.");
    private static final MessageError ACCOUNT_GONE =
            new MessageError("channel_account_archived", "The channel was removed before this message left.", "Write to the customer on another channel.");

    private static final JsonObject TOO_FAST =
            new JsonObject().put("code", "pair_rate").put("detail", "one person gets no more messages at a time on this channel");

    private record Attempt(OutboxRow row, LiveAccount live, SendsMessages adapter, int number) {

        boolean canRepeat() {
            return adapter.descriptor().idempotentSends();
        }

        ChannelAccount account() {
            return live.account();
        }
    }

    private final AccountDirectory accounts;
    private final OutgoingMessages messages;
    private final OutgoingMails mails;
    private final Outcomes outcomes;
    private final AccountGates gates;
    private final DailyQuota quota;
    private final AccountTrouble trouble;
    private final BackOff backOff;
    private final OutboundConfig config;
    private final Clock clock;

    MessageSender(
            AccountDirectory accounts,
            OutgoingMessages messages,
            OutgoingMails mails,
            Outcomes outcomes,
            AccountGates gates,
            DailyQuota quota,
            AccountTrouble trouble,
            BackOff backOff,
            OutboundConfig config,
            Clock clock) {
        this.accounts = accounts;
        this.messages = messages;
        this.mails = mails;
        this.outcomes = outcomes;
        this.gates = gates;
        this.quota = quota;
        this.trouble = trouble;
        this.backOff = backOff;
        this.config = config;
        this.clock = clock;
    }

    Uni<Void> send(OutboxRow row) {
        return accounts.find(row.accountId()).chain(found -> found
                .filter(live -> live.adapter() instanceof SendsMessages)
                .map(live -> send(new Attempt(row, live, (SendsMessages) live.adapter(), row.attempts() + 1)))
                .orElseGet(() -> outcomes.failed(row, ACCOUNT_GONE)));
    }

    private Uni<Void> send(Attempt attempt) {
        OutboxRow row = attempt.row();
        if (backOff.isTooOld(row)) {
            return giveUp(row, new ProviderError("too_late", "It could not leave within " + config.giveUpAfter().toHours() + " hours."));
        }
        if (!attempt.live().open()) {
            return outcomes.later(row, clock.instant().plus(CLOSED_ACCOUNT_WAIT), row.attempts(), INACTIVE);
        }
        if (attempt.live().signedOut()) {
            return outcomes.later(row, clock.instant().plus(CLOSED_ACCOUNT_WAIT), row.attempts(), SIGNED_OUT);
        }
        if (attempt.live().disabled().isPresent()) {
            return outcomes.failed(row, attempt.live().disabled().get());
        }
        Duration wait = row.conversationId().map(conversation -> gates.get(row.accountId()).take(conversation, clock.instant())).orElse(Duration.ZERO);
        if (wait.isPositive()) {
            return outcomes.later(row, clock.instant().plus(wait), row.attempts(), TOO_FAST);
        }
        return messages.find(row.messageId().orElseThrow(), attempt.number())
                .chain(message -> message.isEmpty() ? outcomes.done(row) : complete(attempt, message.get()).chain(whole -> send(attempt, whole)));
    }

    private Uni<OutboundMessage> complete(Attempt attempt, OutboundMessage message) {
        return attempt.adapter() instanceof SendsMail ? mails.complete(message) : Uni.createFrom().item(message);
    }

    /** What its provider would not take today stays queued, and so does everything behind it. */
    private Uni<Void> send(Attempt attempt, OutboundMessage message) {
        SendingLimits limits = attempt.adapter().sendingLimits(attempt.account());
        AccountGate gate = gates.get(attempt.row().accountId());
        gate.limit(limits);
        return quota.take(attempt.row().accountId(), limits, message)
                .chain(answer -> answer.later().isPresent() ? later(attempt, answer.later().get(), gate) : sendNow(attempt, message, answer.taken()));
    }

    private Uni<Void> sendNow(Attempt attempt, OutboundMessage message, Optional<DailyQuota.Taken> room) {
        return outcomes.sending(attempt.row()).chain(ours -> ours
                ? call(attempt, message).call(outcome -> hasLeft(outcome) ? Uni.createFrom().voidItem() : giveBack(room)).chain(outcome -> record(attempt, outcome))
                : giveBack(room));
    }

    private Uni<Void> giveBack(Optional<DailyQuota.Taken> room) {
        return room.map(taken -> quota.giveBack(taken).onFailure().recoverWithNull()).orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Or may have. */
    private static boolean hasLeft(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent _, SendOutcome.Partly _ -> true;
            case Refused refused -> refused.problem() instanceof MayHaveBeenSent;
            case Deferred _, SendOutcome.TryAgain _, SendOutcome.Waiting _ -> false;
        };
    }

    private Uni<SendOutcome> call(Attempt attempt, OutboundMessage message) {
        return Uni.createFrom()
                .deferred(() -> attempt.adapter().send(message, attempt.account()))
                .ifNoItem().after(config.sendTimeout()).fail()
                .onFailure(TimeoutException.class).recoverWithItem(() -> unknown(attempt, new ProviderError("timeout", "no answer within " + config.sendTimeout())))
                .onFailure().invoke(bug -> Log.errorf(bug, "An adapter failed type=%s message=%s", attempt.account().type(), message.messageId()))
                .onFailure().recoverWithItem(() -> unknown(attempt, new ProviderError("internal_error", "the send broke off")));
    }

    private static SendOutcome unknown(Attempt attempt, ProviderError cause) {
        return attempt.canRepeat() ? new Deferred(Optional.empty(), false, cause) : new Refused(new MayHaveBeenSent(cause));
    }

    private Uni<Void> record(Attempt attempt, SendOutcome outcome) {
        AccountGate gate = gates.get(attempt.row().accountId());
        return switch (outcome) {
            case SendOutcome.Sent sent -> {
                gate.answered();
                attempt.row().conversationId().ifPresent(conversation -> gate.became(conversation, sent.ids().size()));
                yield outcomes.sent(attempt.row(), sent);
            }
            case SendOutcome.Waiting waiting -> outcomes.waiting(attempt.row());
            case Deferred deferred -> later(attempt, deferred, gate);
            case SendOutcome.TryAgain again -> again(attempt, again, gate);
            case SendOutcome.Partly partly -> outcomes.partly(attempt.row(), partly).chain(() -> record(attempt, partly.then()));
            case Refused refused -> refused(attempt, refused, gate);
        };
    }

    private Uni<Void> refused(Attempt attempt, Refused refused, AccountGate gate) {
        if (refused.problem() instanceof MayHaveBeenSent unknown) {
            gate.unreachable(clock.instant());
            return attempt.canRepeat()
                    ? later(attempt, new Deferred(Optional.empty(), false, unknown.cause()), gate)
                    : outcomes.failed(attempt.row(), unknown);
        }
        gate.answered();
        return outcomes.failed(attempt.row(), refused.problem()).call(() -> trouble.met(attempt.live(), refused.problem()));
    }

    /** A wait that the provider asked for is obeyed and does not count; anything else is our own back-off, and counts. */
    private Uni<Void> later(Attempt attempt, Deferred deferred, AccountGate gate) {
        OutboxRow row = attempt.row();
        JsonObject why = new JsonObject().put("code", deferred.cause().code()).put("detail", deferred.cause().words());
        deferred.hint().ifPresent(hint -> why.put("hint", hint));
        if (deferred.retryAfter().isPresent()) {
            Instant until = clock.instant().plus(deferred.retryAfter().get());
            gate.answered();
            if (deferred.accountWide()) {
                gate.pause(until);
            }
            return outcomes.later(row, until, row.attempts(), why);
        }
        gate.unreachable(clock.instant());
        if (backOff.isOver(row, attempt.number())) {
            return giveUp(row, deferred.cause());
        }
        return outcomes.later(row, backOff.after(attempt.number()), attempt.number(), why);
    }

    private Uni<Void> again(Attempt attempt, SendOutcome.TryAgain again, AccountGate gate) {
        JsonObject why = new JsonObject().put("code", again.cause().code()).put("detail", again.cause().words());
        gate.unreachable(clock.instant());
        if (again.overloaded()) {
            gate.slow(clock.instant());
        }
        return outcomes.later(attempt.row(), clock.instant().plus(again.after()), attempt.number(), why);
    }

    private Uni<Void> giveUp(OutboxRow row, ProviderError cause) {
        return outcomes.failed(row, new Unavailable(cause, "The provider could not be reached for a long time: try again once it works."));
    }
}
