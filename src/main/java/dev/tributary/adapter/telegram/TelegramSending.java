package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.telegram.TelegramApi.Result;
import dev.tributary.adapter.telegram.TelegramErrors.Meaning;
import dev.tributary.adapter.telegram.TelegramErrors.Remedy;
import dev.tributary.adapter.telegram.TelegramOutbound.Call;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Partly;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendOutcome.Sent;
import dev.tributary.channel.ThreadKey;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One message on its way: the calls it consists of, one after the other, each repeated only where Telegram's error says that
 * it did nothing and how to do better. What has left stays: trouble after the first part is {@link Partly}, and the next attempt
 * goes on behind it; a short pause between parts is waited out.
 */
final class TelegramSending {

    /** How often one call is made at most, whatever the errors. */
    private static final int MAX_TRIES = 6;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final ThreadKey thread;
    private final Function<Call, Uni<Result>> make;
    private final List<ProviderMessageId> sent;
    private final Optional<ThreadKey> movedTo;
    private final List<Call> rest;
    private final List<Remedy> tried;

    /** Whether a call was cut into smaller ones: then the ids no longer tell which call is the next. */
    private final boolean cut;

    /**
     * @param make one call to Telegram, files included
     * @param sent what earlier attempts brought there
     */
    TelegramSending(ThreadKey thread, List<Call> calls, Function<Call, Uni<Result>> make, List<ProviderMessageId> sent) {
        this(thread, make, sent, Optional.empty(), TelegramOutbound.after(calls, sent.size()), List.of(), false);
    }

    private TelegramSending(
            ThreadKey thread,
            Function<Call, Uni<Result>> make,
            List<ProviderMessageId> sent,
            Optional<ThreadKey> movedTo,
            List<Call> rest,
            List<Remedy> tried,
            boolean cut) {
        this.thread = thread;
        this.make = make;
        this.sent = sent;
        this.movedTo = movedTo;
        this.rest = rest;
        this.tried = tried;
        this.cut = cut;
    }

    Uni<SendOutcome> run() {
        if (rest.isEmpty()) {
            return ended(new Sent(sent, movedTo));
        }
        return make.apply(rest.getFirst()).chain(this::after);
    }

    private Uni<SendOutcome> after(Result result) {
        return switch (result) {
            case Result.Done done -> next(done.result()).run();
            case Result.Failed failed -> after(failed);
            case Result.Lost lost -> partly(new Refused(new MayHaveBeenSent(sent.isEmpty() ? lost.error() : counted(lost.error()))));
            case Result.NotReached gone when gone.forbidden() -> ended(new Refused(new Misconfigured(
                    gone.error(), "The Bot API server's address is private: add it to TRIBUTARY_EGRESS_ALLOW")));
            case Result.NotReached gone -> partly(new Deferred(Optional.empty(), false, gone.error()));
        };
    }

    private Uni<SendOutcome> after(Result.Failed failed) {
        Meaning meaning = TelegramErrors.of(failed.code(), failed.words());
        if (meaning.remedy() == Remedy.LATER) {
            return later(failed, meaning);
        }
        return better(failed, meaning.remedy())
                .map(TelegramSending::run)
                .orElseGet(() -> partly(new Refused(meaning.problem())));
    }

    /** The same message in the way that the error asks for; empty where that was tried, or there is none. */
    private Optional<TelegramSending> better(Result.Failed failed, Remedy remedy) {
        int times = remedy == Remedy.AGAIN ? 2 : 1;
        if (Collections.frequency(tried, remedy) >= times || tried.size() >= MAX_TRIES) {
            return Optional.empty();
        }
        return switch (remedy) {
            case OTHER_CHAT -> failed.movedTo().map(this::moved);
            case PLAIN_TEXT -> Optional.of(first(remedy, TelegramOutbound::plain));
            case NO_REPLY -> Optional.of(first(remedy, call -> TelegramOutbound.without(call, "reply_parameters")));
            case NO_TOPIC -> Optional.of(all(remedy, call -> TelegramOutbound.without(call, "message_thread_id"), movedTo));
            case SPLIT -> Optional.of(rest.getFirst()).filter(call -> call.method().equals("sendMessage")).map(_ -> split());
            case AGAIN -> Optional.of(first(remedy, UnaryOperator.identity()));
            case NONE, DONE, LATER -> Optional.empty();
        };
    }

    private Uni<SendOutcome> later(Result.Failed failed, Meaning meaning) {
        Optional<Duration> pause = failed.retryAfter();
        boolean waits = !sent.isEmpty() && tried.size() < MAX_TRIES && pause.filter(time -> time.compareTo(LONGEST_PAUSE) <= 0).isPresent();
        if (waits) {
            return Uni.createFrom().voidItem().onItem().delayIt().by(pause.get().plusMillis(1)).chain(() -> first(meaning.remedy(), UnaryOperator.identity()).run());
        }
        return partly(new Deferred(pause, failed.code() == 429, meaning.problem().cause()));
    }

    private Uni<SendOutcome> partly(SendOutcome then) {
        if (sent.isEmpty()) {
            return ended(then);
        }
        return ended(cut ? new Refused(new MayHaveBeenSent(counted(cause(then)))) : new Partly(sent, movedTo, then));
    }

    private static ProviderError cause(SendOutcome outcome) {
        return outcome instanceof Deferred deferred ? deferred.cause() : ((Refused) outcome).problem().cause();
    }

    private ProviderError counted(ProviderError cause) {
        return new ProviderError(cause.code(), "%d of %d parts arrived, then: %s".formatted(sent.size(), sent.size() + rest.size(), cause.words()));
    }

    /** The answer is one message, or an album's array of them. */
    private TelegramSending next(JsonNode result) {
        List<ProviderMessageId> ids = new ArrayList<>(sent);
        TelegramKeys.Address address = TelegramKeys.address(movedTo.orElse(thread));
        (result.isArray() ? result : List.of(result)).forEach(message -> {
            ids.add(TelegramKeys.message(address.businessConnection(), message.path("chat").path("id").asLong(), message.path("message_id").asLong()));
            if (message.path("poll").hasNonNull("id")) {
                ids.add(TelegramKeys.poll(message.path("poll").path("id").asText()));
            }
        });
        return new TelegramSending(thread, make, ids, movedTo, rest.subList(1, rest.size()), List.of(), cut);
    }

    private TelegramSending moved(long chat) {
        ThreadKey key = TelegramKeys.address(thread).movedTo(chat).thread();
        return all(Remedy.OTHER_CHAT, call -> TelegramOutbound.to(call, chat), Optional.of(key));
    }

    private TelegramSending split() {
        List<Call> calls = new ArrayList<>(TelegramOutbound.smaller(rest.getFirst()));
        calls.addAll(rest.subList(1, rest.size()));
        return new TelegramSending(thread, make, sent, movedTo, calls, plus(Remedy.SPLIT), true);
    }

    private TelegramSending first(Remedy remedy, UnaryOperator<Call> change) {
        List<Call> calls = new ArrayList<>(rest);
        calls.set(0, change.apply(calls.getFirst()));
        return with(calls, remedy, movedTo);
    }

    private TelegramSending all(Remedy remedy, UnaryOperator<Call> change, Optional<ThreadKey> moved) {
        return with(rest.stream().map(change).toList(), remedy, moved);
    }

    private TelegramSending with(List<Call> calls, Remedy remedy, Optional<ThreadKey> moved) {
        return new TelegramSending(thread, make, sent, moved, calls, plus(remedy), cut);
    }

    private List<Remedy> plus(Remedy remedy) {
        List<Remedy> more = new ArrayList<>(tried);
        more.add(remedy);
        return more;
    }

    private static Uni<SendOutcome> ended(SendOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
