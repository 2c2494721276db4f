package dev.tributary.outbound;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Claims what may leave and hands it to a worker, again and again, until nothing more may. Each account gets the room that the
 * throttle gives it, so a long queue or a slow provider of one never stands before another's. Looks are never concurrent;
 * a signal during a look makes it look once more.
 */
final class DispatchLoop {

    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Outbox outbox;
    private final Throttle throttle;
    private final boolean messages;
    private final int maxInFlight;
    private final Function<OutboxRow, Uni<Void>> worker;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookAgain = new AtomicBoolean();
    private volatile boolean stopped;

    /** @param worker brings a row to its end and writes that down; its failure is logged and left to the lease */
    DispatchLoop(Vertx vertx, Outbox outbox, Throttle throttle, boolean messages, int maxInFlight, Function<OutboxRow, Uni<Void>> worker) {
        this.vertx = vertx;
        this.outbox = outbox;
        this.throttle = throttle;
        this.messages = messages;
        this.maxInFlight = maxInFlight;
        this.worker = worker;
    }

    /** Starts what may start and returns at once. Never blocks, never fails. */
    void look() {
        lookAgain.set(true);
        if (stopped || !looking.compareAndSet(false, true)) {
            return;
        }
        lookAgain.set(false);
        round().subscribe().with(this::looked, this::lookFailed);
    }

    /** No more is claimed. */
    void stop() {
        stopped = true;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** One claim; answers how many rows were started. */
    private Uni<Integer> round() {
        return outbox.accountsDue(messages)
                .call(throttle::prepare)
                .chain(accounts -> {
                    Map<UUID, Integer> room = room(accounts);
                    napUntilRoom(accounts, room);
                    return room.isEmpty() ? Uni.createFrom().item(List.<OutboxRow>of()) : outbox.claim(messages, room);
                })
                .invoke(claimed -> claimed.forEach(this::start))
                .map(List::size);
    }

    private void looked(int started) {
        looking.set(false);
        if (started > 0 || lookAgain.get()) {
            look();
        }
    }

    private void lookFailed(Throwable failure) {
        looking.set(false);
        Log.warn("Claiming from the outbox failed; the next look tries again", failure);
    }

    private Map<UUID, Integer> room(List<UUID> accounts) {
        int free = maxInFlight - inFlight.get();
        Map<UUID, Integer> room = new LinkedHashMap<>();
        for (UUID account : accounts) {
            int share = Math.min(throttle.room(account), Math.max(1, free / accounts.size()));
            if (share > 0 && free > 0) {
                room.put(account, share);
                free -= share;
            }
        }
        return room;
    }

    /** Work that waits for a rate and not for an end has nothing else to wake it. */
    private void napUntilRoom(List<UUID> accounts, Map<UUID, Integer> room) {
        List<UUID> full = accounts.stream().filter(account -> !room.containsKey(account)).toList();
        Duration nap = full.isEmpty() ? Duration.ZERO : throttle.shortestWait(full);
        if (nap.isPositive() && nap.compareTo(LONGEST_NAP) < 0) {
            vertx.setTimer(Math.max(1, nap.toMillis()), _ -> look());
        }
    }

    private void start(OutboxRow row) {
        inFlight.incrementAndGet();
        throttle.started(row.accountId());
        worker.apply(row)
                .onFailure().invoke(failure -> Log.errorf(failure, "Outbox row could not be brought to its end row=%s kind=%s", row.id(), row.kind()))
                .onFailure().recoverWithNull()
                .subscribe().with(_ -> ended(row));
    }

    private void ended(OutboxRow row) {
        inFlight.decrementAndGet();
        throttle.ended(row.accountId());
        look();
    }
}
