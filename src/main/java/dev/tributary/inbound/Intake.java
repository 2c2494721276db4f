package dev.tributary.inbound;

import dev.tributary.channel.LiveAccount;
import dev.tributary.inbound.EventResult.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The door behind every way in. When an answer comes, the raw event is committed; from then on it is applied exactly once,
 * whatever happens to this process.
 */
@ApplicationScoped
public class Intake {

    private record Minute(long number, AtomicInteger count) {}

    private final Journal journal;
    private final ApplierLanes lanes;
    private final InboundConfig config;
    private final Clock clock;
    private final Map<UUID, Minute> rejections = new ConcurrentHashMap<>();

    Intake(Journal journal, ApplierLanes lanes, InboundConfig config, Clock clock) {
        this.journal = journal;
        this.lanes = lanes;
        this.config = config;
        this.clock = clock;
    }

    /** Answers once the verified event is committed; it is applied afterwards, and under a burst before. That of an inactive account is kept as ignored. */
    public Uni<Void> take(IncomingEvent event) {
        return closed(event.account())
                .map(reason -> journal.appendEnded(event, Outcome.IGNORED, reason).replaceWithVoid())
                .orElseGet(() -> take(event, lanes::handAtPace));
    }

    /**
     * As {@link #take}, and tells how each of the body's events ended, in their order. Fails with
     * {@link io.smallrye.mutiny.TimeoutException} where that takes longer than the patience: the event is committed all the same.
     */
    public Uni<List<EventResult>> takeAndAwait(IncomingEvent event, Duration patience) {
        return closed(event.account())
                .map(reason -> journal.appendEnded(event, Outcome.IGNORED, reason).replaceWith(List.of(EventResult.ignored(reason))))
                .orElseGet(() -> take(event, lanes::handAndAwait).ifNoItem().after(patience).fail());
    }

    /** It is handed over while it is being committed: the applier's work begins meanwhile, and is committed behind it. */
    private <T> Uni<T> take(IncomingEvent event, Function<JournalEvent, Uni<T>> hand) {
        return Uni.createFrom().deferred(() -> {
            JournalEvent journalled = journal.append(event);
            Uni<T> handed = hand.apply(journalled);
            return Uni.createFrom().completionStage(journalled.kept()).chain(() -> handed);
        });
    }

    /** Writes down that somebody knocked who is not the provider: no body, and not more than so many a minute. */
    public Uni<Void> reject(LiveAccount account, IncomingEvent.Source source, Map<String, String> headers, String reason) {
        long minute = clock.millis() / 60_000;
        Minute counted = rejections.compute(
                account.account().id(), (_, known) -> known == null || known.number() != minute ? new Minute(minute, new AtomicInteger()) : known);
        if (counted.count().incrementAndGet() > config.rejectedPerMinute()) {
            return Uni.createFrom().voidItem();
        }
        return journal.appendEnded(new IncomingEvent(account, source, headers, new byte[0]), Outcome.REJECTED, reason).replaceWithVoid();
    }

    private static java.util.Optional<String> closed(LiveAccount account) {
        if (!account.channelsEnabled()) {
            return java.util.Optional.of("disabled");
        }
        return account.active() ? java.util.Optional.empty() : java.util.Optional.of("inactive");
    }
}
