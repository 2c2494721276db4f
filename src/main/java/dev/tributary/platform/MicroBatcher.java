package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lets many callers share one commit: what comes soon after a batch was begun gathers, and leaves together. Who comes alone is written at
 * once. Safe from any thread; an item's result arrives on the thread that finished its batch.
 */
public final class MicroBatcher<T, R> {

    private record Waiting<T, R>(T item, UniEmitter<? super R> emitter) {}

    private final Queue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean hurried = new AtomicBoolean();
    private final AtomicBoolean isAlarmSet = new AtomicBoolean();
    private final int maxBatch;
    private final int maxRunning;
    private final int maxQueued;
    private final long apart;
    private final Executor alarm;
    private final Function<List<T>, Uni<List<R>>> write;
    private volatile long lastBegun;

    /**
     * @param maxBatch items of one batch
     * @param maxRunning batches at the same time; 1 keeps the order of arrival
     * @param maxQueued items that may wait; more are refused with {@link Problems#overloaded()}
     * @param apart how long after one batch the next is begun, unless it is full or {@link #hurry}
     * @param alarm runs what it is given after about that time
     * @param write answers one result an item, in order
     */
    public MicroBatcher(int maxBatch, int maxRunning, int maxQueued, Duration apart, Executor alarm, Function<List<T>, Uni<List<R>>> write) {
        this.maxBatch = maxBatch;
        this.maxRunning = maxRunning;
        this.maxQueued = maxQueued;
        this.apart = apart.toNanos();
        this.alarm = alarm;
        this.lastBegun = System.nanoTime() - this.apart;
        this.write = write;
    }

    public Uni<R> submit(T item) {
        return Uni.createFrom().emitter(emitter -> enqueue(new Waiting<>(item, emitter)));
    }

    /** Somebody needs what is waiting now: it is written at once, or as soon as a batch may run. */
    public void hurry() {
        if (!queue.isEmpty()) {
            hurried.set(true);
            startBatches();
        }
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

    /** Whoever leaves items behind has seen to it that somebody comes back for them: the alarm, or a batch that is running. */
    private void startBatches() {
        while (!queue.isEmpty()) {
            if (!isDue()) {
                setAlarm();
                return;
            }
            if (!acquire()) {
                return;
            }
            hurried.set(false);
            lastBegun = System.nanoTime();
            List<Waiting<T, R>> batch = take();
            if (batch.isEmpty()) {
                running.decrementAndGet();
            } else {
                run(batch);
            }
        }
    }

    private boolean isDue() {
        return hurried.get() || queued.get() >= maxBatch || System.nanoTime() - lastBegun >= apart;
    }

    private void setAlarm() {
        if (isAlarmSet.compareAndSet(false, true)) {
            alarm.execute(() -> {
                isAlarmSet.set(false);
                startBatches();
            });
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
