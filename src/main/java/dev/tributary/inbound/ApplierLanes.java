package dev.tributary.inbound;

import dev.tributary.platform.LostTransactionException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Applies journalled events in the order in which they came, one account always in the same lane, a batch a transaction. While a
 * batch is being applied the next one gathers. What does not fit, and what a broken database left undone, stays pending in the
 * journal and is taken over when its lease ends.
 */
@ApplicationScoped
public class ApplierLanes {

    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** Providers give up on an answer after a few seconds: nobody is kept waiting for as long. */
    private static final Duration PACE = Duration.ofSeconds(2);

    private final EventApplier applier;
    private final InboundConfig config;
    private final List<Lane> lanes;
    private volatile boolean closed;

    ApplierLanes(EventApplier applier, InboundConfig config) {
        this.applier = applier;
        this.config = config;
        this.lanes = IntStream.range(0, config.lanes()).mapToObj(_ -> new Lane()).toList();
    }

    void hand(JournalEvent event) {
        lane(event).add(List.of(WaitingEvent.of(event)));
    }

    /**
     * As {@link #hand} for many of one account that came together. They are read while those before them are being applied, and applied
     * in as few transactions as they fit in.
     *
     * @return when the last has ended, or was left to the journal
     */
    CompletableFuture<Void> handAll(List<JournalEvent> events) {
        List<CompletableFuture<List<EventResult>>> ends = events.stream().map(_ -> new CompletableFuture<List<EventResult>>()).toList();
        List<JournalEvent> awaited = IntStream.range(0, events.size()).mapToObj(at -> events.get(at).awaitedBy(ends.get(at))).toList();
        lane(awaited.getFirst()).add(WaitingEvent.readAhead(awaited));
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /**
     * As {@link #hand}; what it answers completes when the giver may bring the next one: at once, or where many are waiting, when this one has
     * been applied or its giver has been kept for long enough. So a burst is slowed down to what can be applied instead of piling up.
     */
    Uni<Void> handAtPace(JournalEvent event) {
        if (lane(event).size.get() < config.laneComfort()) {
            hand(event);
            return Uni.createFrom().voidItem();
        }
        return handAndAwait(event).ifNoItem().after(PACE).fail().replaceWithVoid().onFailure().recoverWithNull();
    }

    /** As {@link #hand}, at once; tells how its events ended. */
    Uni<List<EventResult>> handAndAwait(JournalEvent event) {
        CompletableFuture<List<EventResult>> end = new CompletableFuture<>();
        hand(event.awaitedBy(end));
        return Uni.createFrom().completionStage(end);
    }

    int waiting() {
        return lanes.stream().mapToInt(lane -> lane.size.get()).sum();
    }

    /** What is waiting stays pending: the next process takes it over. */
    void stop(@Observes ShutdownEvent event) {
        closed = true;
    }

    private Lane lane(JournalEvent event) {
        return lanes.get(Math.floorMod(event.account().account().id().hashCode(), lanes.size()));
    }

    private final class Lane {

        private final Queue<WaitingEvent> queue = new ConcurrentLinkedQueue<>();
        private final AtomicInteger size = new AtomicInteger();
        private final AtomicBoolean busy = new AtomicBoolean();

        void add(List<WaitingEvent> events) {
            if (closed || size.get() >= config.laneCapacity()) {
                events.forEach(event -> event.journal().tell(new IllegalStateException("left to the journal")));
                return;
            }
            size.addAndGet(events.size());
            queue.addAll(events);
            work();
        }

        private void work() {
            if (queue.isEmpty() || !busy.compareAndSet(false, true)) {
                return;
            }
            List<WaitingEvent> batch = take();
            if (batch.isEmpty() || closed) {
                busy.set(false);
                return;
            }
            apply(batch).subscribe().with(_ -> next(batch), failure -> giveUp(batch, failure));
        }

        private List<WaitingEvent> take() {
            List<WaitingEvent> batch = new ArrayList<>();
            WaitingEvent event;
            while (batch.size() < config.applyBatch() && (event = queue.poll()) != null) {
                batch.add(event);
            }
            return batch;
        }

        private void next(List<WaitingEvent> batch) {
            size.addAndGet(-batch.size());
            busy.set(false);
            work();
        }

        private void giveUp(List<WaitingEvent> batch, Throwable failure) {
            Log.warnf("Applying waits for the database: events=%d cause=%s", batch.size(), failure.getMessage());
            batch.forEach(event -> event.journal().tell(failure));
            next(batch);
        }
    }

    /** A batch that the database refuses is applied one by one, so that one odd event holds up no other. */
    private Uni<Void> apply(List<WaitingEvent> batch) {
        return applier.apply(batch)
                .onFailure(NotKeptException.class).recoverWithUni(() -> applyKept(batch))
                .onFailure(LostTransactionException.class).retry().atMost(LostTransactionException.RETRIES)
                .onFailure(ApplierLanes::passes).retry().withBackOff(PAUSE).atMost(ATTEMPTS)
                .onFailure(ApplierLanes::isTheEvents).recoverWithUni(failure -> batch.size() == 1
                        ? applier.quarantine(batch.getFirst().journal(), failure)
                        : oneByOne(batch));
    }

    /** What the journal could not keep never came: its sender was told so, and comes again. */
    private Uni<Void> applyKept(List<WaitingEvent> batch) {
        List<WaitingEvent> kept = batch.stream().filter(event -> !event.journal().isLost()).toList();
        return kept.isEmpty() ? Uni.createFrom().voidItem() : apply(kept);
    }

    private Uni<Void> oneByOne(List<WaitingEvent> batch) {
        return io.smallrye.mutiny.Multi.createFrom().iterable(batch)
                .onItem().transformToUniAndConcatenate(event -> apply(List.of(event)))
                .collect().last()
                .replaceWithVoid();
    }

    /** Deadlocks and serialization failures. */
    private static boolean passes(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState() != null && refused.getSqlState().startsWith("40");
    }

    /** Everything but a broken or busy machine: those events wait, they are not at fault. */
    private static boolean isTheEvents(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = refused.getSqlState() == null ? "" : refused.getSqlState();
            return !(state.startsWith("08") || state.startsWith("53") || state.startsWith("57") || state.startsWith("58") || state.startsWith("40"));
        }
        return failure instanceof RuntimeException && !(failure instanceof io.vertx.core.VertxException);
    }
}
