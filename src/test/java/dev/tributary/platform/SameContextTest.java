package dev.tributary.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SameContextTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void a_result_comes_back_to_the_event_loop_that_asked() throws Exception {
        arrives(work -> work.onItem().delayIt().by(Duration.ofMillis(10)));
    }

    @Test
    void so_does_a_time_limit() throws Exception {
        arrives(work -> Uni.createFrom().<String>nothing().ifNoItem().after(Duration.ofMillis(10)).recoverWithItem("late"));
    }

    private void arrives(UnaryOperator<Uni<String>> detour) throws Exception {
        Context context = vertx.getOrCreateContext();
        CompletableFuture<Context> seen = new CompletableFuture<>();

        context.runOnContext(_ -> SameContext.after(detour.apply(Uni.createFrom().item("done")))
                .subscribe().with(item -> seen.complete(Vertx.currentContext()), seen::completeExceptionally));

        assertEquals(context, seen.get(5, TimeUnit.SECONDS));
    }
}
