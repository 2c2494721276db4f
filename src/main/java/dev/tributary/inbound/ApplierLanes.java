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
        lane(event).add(event);
    }

    /**
     * As {@link #hand}, and completes when its giver may bring the next one: at once, or where many are waiting, when this one has been
     * applied or its giver has been kept for long enough. So a burst is slowed down to what can be applied instead of piling up.
     */
    Uni<Void> handAtPace(JournalEvent event) {
        if (lane(event).size.get() < config.laneComfort()) {
            hand(event);
            return Uni.createFrom().voidItem();
        }
        return handAndAwait(event).ifNoItem().after(PACE).fail().replaceWithVoid().onFailure().recoverWithNull();
    }

    Uni<List<EventResult>> handAndAwait(JournalEvent event) {
        return Uni.createFrom().emitter(emitter -> hand(new JournalEvent(
                event.id(), event.receivedAt(), event.account(), event.headers(), event.body(), emitter)));
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

        private final Queue<JournalEvent> queue = new ConcurrentLinkedQueue<>();
        private final AtomicInteger size = new AtomicInteger();
        private final AtomicBoolean busy = new AtomicBoolean();

        void add(JournalEvent event) {
            if (closed || size.get() >= config.laneCapacity()) {
                event.tell(new IllegalStateException("left to the journal"));
                return;
            }
            size.incrementAndGet();
            queue.add(event);
            work();
        }

        private void work() {
            if (queue.isEmpty() || !busy.compareAndSet(false, true)) {
                return;
            }
            List<JournalEvent> batch = take();
            if (batch.isEmpty() || closed) {
                busy.set(false);
                return;
            }
            apply(batch).subscribe().with(_ -> next(batch), failure -> giveUp(batch, failure));
        }

        private List<JournalEvent> take() {
            List<JournalEvent> batch = new ArrayList<>();
            JournalEvent event;
            while (batch.size() < config.applyBatch() && (event = queue.poll()) != null) {
                batch.add(event);
            }
            return batch;
        }

        private void next(List<JournalEvent> batch) {
            size.addAndGet(-batch.size());
            busy.set(false);
            work();
        }

        private void giveUp(List<JournalEvent> batch, Throwable failure) {
            Log.warnf("Applying waits for the database: events=%d cause=%s", batch.size(), failure.getMessage());
            batch.forEach(event -> event.tell(failure));
            next(batch);
        }
    }

    /** A batch that the database refuses is applied one by one, so that one odd event holds up no other. */
    private Uni<Void> apply(List<JournalEvent> batch) {
        return applier.apply(batch)
                .onFailure(LostTransactionException.class).retry().atMost(LostTransactionException.RETRIES)
                .onFailure(ApplierLanes::passes).retry().withBackOff(PAUSE).atMost(ATTEMPTS)
                .onFailure(ApplierLanes::isTheEvents).recoverWithUni(failure -> batch.size() == 1
                        ? applier.quarantine(batch.getFirst(), failure)
                        : oneByOne(batch));
    }

    private Uni<Void> oneByOne(List<JournalEvent> batch) {
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
