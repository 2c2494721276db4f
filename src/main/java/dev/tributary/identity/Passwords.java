package dev.tributary.identity;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords on a few threads of their own. Event loops never wait for argon2, and a flood of sign-ins
 * costs a fixed share of the machine: what does not fit in the queue is answered with 429 at once.
 */
@ApplicationScoped
class Passwords {
    private final IdentityConfig.Password cost;
    private final ThreadPoolExecutor workers;
    /** Checked where there is no account, so that an unknown address takes as long as a known one. */
    private final PasswordHash nobody;

    Passwords(IdentityConfig config) {
        cost = config.password();
        workers = new ThreadPoolExecutor(
                cost.concurrency(),
                cost.concurrency(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(cost.queue()),
                Thread.ofPlatform().daemon().name("passwords-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
        nobody = PasswordHash.of(OpaqueToken.random(), cost.memoryKib(), cost.iterations());
    }

    Uni<String> hash(String password) {
        return onWorker(() -> PasswordHash.of(password, cost.memoryKib(), cost.iterations()).notation());
    }

    Uni<Boolean> matches(String notation, String password) {
        return onWorker(() -> PasswordHash.parse(notation).matches(password));
    }

    /** False, in the time that {@link #matches} takes. */
    Uni<Boolean> matchesNobody(String password) {
        return onWorker(() -> nobody.matches(password) && false);
    }

    /** Whether the hash was made at a lower cost than is set now. */
    boolean isOutdated(String notation) {
        return PasswordHash.parse(notation).isWeakerThan(cost.memoryKib(), cost.iterations());
    }

    private <T> Uni<T> onWorker(Supplier<T> work) {
        Context context = Vertx.currentContext();
        Executor home = context == null ? Runnable::run : MutinyHelper.executor(context);
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(workers)
                .emitOn(home)
                .onFailure(RejectedExecutionException.class)
                .transform(full -> IdentityProblems.busy());
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }
}
