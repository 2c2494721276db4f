package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Brings a result back to where it was asked for. Time limits, pauses and blocking work end on threads of their own, and what
 * follows there, a database session above all, must run on the event loop that it belongs to.
 */
public final class SameContext {

    private SameContext() {}

    /** Results and failures arrive on the context of the subscriber; outside of Vert.x, wherever they come from. */
    public static <T> Uni<T> after(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            return context == null ? work : work.emitOn(MutinyHelper.executor(context));
        });
    }
}
