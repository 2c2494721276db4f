package dev.tributary.platform;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where libraries that block may block: on virtual threads, which nobody else waits for. */
public final class VirtualThreads {

    private VirtualThreads() {}

    /** Does the work on a thread of its own; its end arrives where the caller is. Cancelling interrupts it. */
    public static <T> Uni<T> call(Callable<T> work) {
        return SameContext.after(Uni.createFrom().emitter(emitter -> {
            Thread running = start("blocking", () -> {
                try {
                    emitter.complete(work.call());
                } catch (Throwable failure) {
                    emitter.fail(failure);
                }
            });
            emitter.onTermination(running::interrupt);
        }));
    }

    public static Thread start(String name, Runnable work) {
        return Thread.ofVirtual().name(name).start(work);
    }

    /** Begins something asynchronous as a request would: on an event loop, with a context of its own, which database sessions need. */
    public static <T> CompletableFuture<T> begin(Uni<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        VertxContextSupport.subscribe(work::toMulti, multi -> multi.with(result::complete, result::completeExceptionally, () -> result.complete(null)));
        return result;
    }

    /** Waits for something asynchronous. Refused anywhere but on a virtual thread. */
    public static <T> T await(Uni<T> work, Duration atMost) throws InterruptedException {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("only a virtual thread may wait");
        }
        try {
            return begin(work).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("no answer within " + atMost, late);
        }
    }
}
