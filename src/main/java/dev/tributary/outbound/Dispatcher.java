package dev.tributary.outbound;

import dev.tributary.conversation.OutboxSignal;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries the outbox out of the service: messages, and apart from them the jobs that fetch files and answer providers, so that
 * a large file never holds up an answer. Woken by whoever queued something, and by the clock for everything else: what another
 * process left behind, what was put off, what nobody told of.
 */
@ApplicationScoped
class Dispatcher {

    private static final long DRAIN_LOOK_MILLIS = 50;

    private final DispatchLoop messages;
    private final DispatchLoop jobs;
    private final OutboundConfig config;

    Dispatcher(Vertx vertx, Outbox outbox, AccountGates gates, MessageSender sender, Jobs worker, OutboundConfig config) {
        this.messages = new DispatchLoop(vertx, outbox, gates, true, config.inFlight(), sender::send);
        this.jobs = new DispatchLoop(vertx, outbox, new JobThrottle(), false, config.jobsInFlight(), worker::run);
        this.config = config;
    }

    @Scheduled(every = "${tributary.outbound.poll:1s}", delayed = "1s", identity = "outbox")
    void look() {
        messages.look();
        jobs.look();
    }

    void look(@Observes OutboxSignal.Ready ready) {
        look();
    }

    /** What is on its way is waited for, so that its outcome is written down; what is not done by then is left to its lease. */
    void drain(@Observes ShutdownEvent stopping) {
        messages.stop();
        jobs.stop();
        long deadline = System.nanoTime() + config.drainTime().toNanos();
        while (inFlight() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DRAIN_LOOK_MILLIS));
        }
        if (inFlight() > 0) {
            Log.warnf("Stopped with work on its way rows=%d", inFlight());
        }
    }

    int inFlight() {
        return messages.inFlight() + jobs.inFlight();
    }
}
