package dev.tributary.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MicroBatcherTest {

    /** Long enough that no test ever sees it pass. */
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Executor DEAF = _ -> {};

    private final List<List<String>> written = new CopyOnWriteArrayList<>();

    @Test
    void who_comes_alone_is_written_at_once() {
        MicroBatcher<String, String> batches = batches(10, 1, NEVER, DEAF);

        submit(batches, "first");

        assertThat(written).containsExactly(List.of("first"));
    }

    @Test
    void who_comes_soon_afterwards_waits_and_leaves_together_with_the_others() {
        MicroBatcher<String, String> batches = batches(10, 1, NEVER, DEAF);
        submit(batches, "first", "second", "third");
        assertThat(written).containsExactly(List.of("first"));

        batches.hurry();

        assertThat(written).containsExactly(List.of("first"), List.of("second", "third"));
    }

    @Test
    void a_full_batch_does_not_wait() {
        MicroBatcher<String, String> batches = batches(2, 1, NEVER, DEAF);

        submit(batches, "first", "second", "third");

        assertThat(written).containsExactly(List.of("first"), List.of("second", "third"));
    }

    @Test
    void nobody_is_left_behind_where_nobody_comes_after_them() {
        Duration apart = Duration.ofMillis(3);
        AtomicInteger answered = new AtomicInteger();
        try (ScheduledExecutorService threads = Executors.newScheduledThreadPool(4)) {
            MicroBatcher<String, String> batches =
                    batches(100, 2, apart, wake -> threads.schedule(wake, apart.toMillis(), TimeUnit.MILLISECONDS));

            IntStream.range(0, 3).forEach(_ -> threads.execute(() -> {
                for (int n = 0; n < 500; n++) {
                    batches.submit("item " + n).subscribe().with(_ -> answered.incrementAndGet());
                }
            }));

            await().untilAsserted(() -> assertThat(answered).hasValue(1500));
            assertThat(batches.queued()).isZero();
        }
    }

    @Test
    void a_hurry_outlasts_the_batch_that_is_being_written() {
        List<CompletableFuture<List<String>>> writes = new ArrayList<>();
        MicroBatcher<String, String> batches = new MicroBatcher<>(10, 1, 100, NEVER, DEAF, items -> {
            written.add(items);
            writes.add(new CompletableFuture<>());
            return Uni.createFrom().completionStage(writes.getLast());
        });
        submit(batches, "first", "second");
        batches.hurry();
        assertThat(written).containsExactly(List.of("first"));

        writes.getFirst().complete(List.of("done"));

        assertThat(written).containsExactly(List.of("first"), List.of("second"));
    }

    @Test
    void a_refused_batch_is_told_to_each_of_its_callers_and_the_next_goes_on() {
        MicroBatcher<String, String> batches = new MicroBatcher<>(10, 1, 100, Duration.ZERO, DEAF, items ->
                items.contains("bad") ? Uni.createFrom().failure(new IllegalStateException("refused")) : Uni.createFrom().item(items));

        assertThatThrownBy(() -> batches.submit("bad").await().atMost(Duration.ofSeconds(5))).hasMessage("refused");
        assertThat(batches.submit("good").await().atMost(Duration.ofSeconds(5))).isEqualTo("good");
    }

    @Test
    void more_than_may_wait_are_refused() {
        MicroBatcher<String, String> batches = new MicroBatcher<>(10, 1, 2, NEVER, DEAF, _ -> Uni.createFrom().nothing());
        submit(batches, "written", "waits", "waits too");

        assertThatThrownBy(() -> batches.submit("one too many").await().atMost(Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> assertThat(refusal.problem().status()).isEqualTo(503));
        assertThat(batches.queued()).isEqualTo(2);
    }

    private MicroBatcher<String, String> batches(int maxBatch, int maxRunning, Duration apart, Executor alarm) {
        return new MicroBatcher<>(maxBatch, maxRunning, 10_000, apart, alarm, items -> {
            written.add(items);
            return Uni.createFrom().item(items);
        });
    }

    private static void submit(MicroBatcher<String, String> batches, String... items) {
        for (String item : items) {
            batches.submit(item).subscribe().with(_ -> {});
        }
    }
}
