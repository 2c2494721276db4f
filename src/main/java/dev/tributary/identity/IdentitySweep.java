package dev.tributary.identity;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes expired sessions and forgotten failures. On every replica, which is harmless: both are plain deletes. */
@ApplicationScoped
class IdentitySweep {
    private final Pool database;
    private final Sessions sessions;
    private final SessionWatch watch;
    private final SignInThrottle throttle;

    IdentitySweep(Pool database, Sessions sessions, SessionWatch watch, SignInThrottle throttle) {
        this.database = database;
        this.sessions = sessions;
        this.watch = watch;
        this.throttle = throttle;
    }

    @Scheduled(every = "5m", delayed = "1m", identity = "identity-sweep", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return database.withTransaction(sessions::sweep).invoke(watch::announce).chain(throttle::sweep);
    }
}
