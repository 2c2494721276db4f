package dev.tributary.platform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeasesTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Inject
    Pool database;

    private Leases one;
    private Leases two;
    private String work;

    @BeforeEach
    void two_replicas() {
        one = new Leases(database, "one");
        two = new Leases(database, "two");
        work = "work " + UUID.randomUUID();
    }

    @Test
    void one_replica_has_it_and_may_prolong_it() {
        assertTrue(hold(one, LONG));
        assertFalse(hold(two, LONG));
        assertTrue(hold(one, LONG));
    }

    @Test
    void it_is_free_after_its_time_and_when_given_up() {
        assertTrue(hold(one, Duration.ofMillis(1)));
        await().until(() -> hold(two, LONG));

        one.release(work).await().atMost(SOON);
        assertFalse(hold(one, LONG), "only its holder gives it up");
        two.release(work).await().atMost(SOON);
        assertTrue(hold(one, LONG));
    }

    @Test
    void of_many_replicas_that_ask_at_once_one_works() {
        List<Uni<Boolean>> all = IntStream.range(0, 20).mapToObj(i -> new Leases(database, "replica " + i).hold(work, LONG)).toList();

        List<Boolean> held = Uni.join().all(all).andFailFast().await().atMost(SOON);

        assertEquals(1, held.stream().filter(ours -> ours).count());
    }

    private boolean hold(Leases leases, Duration time) {
        return leases.hold(work, time).await().atMost(SOON);
    }
}
