package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lets many callers share one commit: while a batch is being written the next ones gather, and leave together when it is
 * done. Nobody waits for a timer, so a lone caller pays nothing. Safe from any thread; an item's result arrives on the
 * thread that finished its batch.
 */
public final class MicroBatcher<T, R> {

    private record Waiting<T, R>(T item, UniEmitter<? super R> emitter) {}

    private final Queue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final int maxBatch;
    private final int maxRunning;
    private final int maxQueued;
    private final Function<List<T>, Uni<List<R>>> write;

    /**
     * @param maxBatch items of one batch
     * @param maxRunning batches at the same time; 1 keeps the order of arrival
     * @param maxQueued items that may wait; more are refused with {@link Problems#overloaded()}
     * @param write answers one result an item, in order
     */
    public MicroBatcher(int maxBatch, int maxRunning, int maxQueued, Function<List<T>, Uni<List<R>>> write) {
        this.maxBatch = maxBatch;
        this.maxRunning = maxRunning;
        this.maxQueued = maxQueued;
        this.write = write;
    }

    public Uni<R> submit(T item) {
        return Uni.createFrom().emitter(emitter -> enqueue(new Waiting<>(item, emitter)));
    }

    /** Items that wait for a batch; for metrics. */
    public int queued() {
        return queued.get();
    }

    private void enqueue(Waiting<T, R> waiting) {
        if (queued.incrementAndGet() > maxQueued) {
            queued.decrementAndGet();
            waiting.emitter().fail(Problems.overloaded());
            return;
        }
        queue.add(waiting);
        startBatches();
    }

    private void startBatches() {
        while (!queue.isEmpty() && acquire()) {
            List<Waiting<T, R>> batch = take();
            if (batch.isEmpty()) {
                running.decrementAndGet();
                continue;
            }
            run(batch);
        }
    }

    private boolean acquire() {
        return running.getAndUpdate(now -> now < maxRunning ? now + 1 : now) < maxRunning;
    }

    private List<Waiting<T, R>> take() {
        List<Waiting<T, R>> batch = new ArrayList<>();
        Waiting<T, R> next;
        while (batch.size() < maxBatch && (next = queue.poll()) != null) {
            batch.add(next);
        }
        queued.addAndGet(-batch.size());
        return batch;
    }

    private void run(List<Waiting<T, R>> batch) {
        Uni.createFrom()
                .deferred(() -> write.apply(batch.stream().map(Waiting::item).toList()))
                .subscribe()
                .with(results -> finish(batch, results), failure -> fail(batch, failure));
    }

    private void finish(List<Waiting<T, R>> batch, List<R> results) {
        next();
        for (int index = 0; index < batch.size(); index++) {
            batch.get(index).emitter().complete(results.get(index));
        }
    }

    private void fail(List<Waiting<T, R>> batch, Throwable failure) {
        next();
        batch.forEach(waiting -> waiting.emitter().fail(failure));
    }

    private void next() {
        running.decrementAndGet();
        startBatches();
    }
}
