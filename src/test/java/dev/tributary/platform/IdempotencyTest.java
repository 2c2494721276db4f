package dev.tributary.platform;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tributary.MovableClock;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A creation whose answer was lost can be asked for again. */
@QuarkusTest
class IdempotencyTest {

    @Inject
    MovableClock clock;

    private TestOrganization ours;
    private String key;

    @BeforeEach
    void prepare() {
        ours = TestOrganizations.create();
        key = UUID.randomUUID().toString();
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    void the_same_request_again_answers_the_first_result() {
        int number = create(ours.admin(), key, "one").statusCode(201).header("Idempotency-Replayed", nullValue()).extract().path("number");

        create(ours.admin(), key, "one")
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .header("Location", notNullValue())
                .body("number", equalTo(number))
                .body("token", equalTo("token-one"));
    }

    @Test
    void another_request_with_the_same_key_is_refused() {
        create(ours.admin(), key, "one").statusCode(201);

        create(ours.admin(), key, "two").statusCode(409).body("code", equalTo("idempotency_key_reused"));
    }

    @Test
    void keys_of_different_callers_never_meet() {
        int mine = create(ours.admin(), key, "one").statusCode(201).extract().path("number");

        create(ours.agent(), key, "one").statusCode(201).body("number", not(equalTo(mine)));
        create(TestOrganizations.create().admin(), key, "other").statusCode(201);
    }

    @Test
    void a_failure_leaves_the_key_free() {
        create(ours.admin(), key, "refused").statusCode(409).body("code", equalTo("refused"));

        create(ours.admin(), key, "mended").statusCode(201);
    }

    @Test
    void of_many_at_once_one_creates() throws Exception {
        int before = ProbeResource.CREATED.get();
        Callable<Integer> attempt = () -> create(ours.admin(), key, "slow").extract().statusCode();

        List<Integer> statuses;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> attempt).toList()).stream().map(IdempotencyTest::get).toList();
        }

        assertEquals(1, statuses.stream().filter(status -> status == 201).count(), statuses.toString());
        assertEquals(7, statuses.stream().filter(status -> status == 409).count(), statuses.toString());
        assertEquals(before + 1, ProbeResource.CREATED.get());
        create(ours.admin(), key, "slow").statusCode(201).header("Idempotency-Replayed", equalTo("true"));
    }

    @Test
    void after_a_day_the_key_is_forgotten() {
        int first = create(ours.admin(), key, "one").statusCode(201).extract().path("number");
        clock.advance(Duration.ofHours(25));

        create(ours.admin(), key, "two").statusCode(201).body("number", not(equalTo(first)));
    }

    @Test
    void a_key_of_nonsense_is_refused_and_no_key_means_no_memory() {
        create(ours.admin(), "two words", "one").statusCode(400).body("errors[0].field", equalTo("Idempotency-Key"));
        int first = create(ours.admin(), null, "one").statusCode(201).extract().path("number");

        create(ours.admin(), null, "one").statusCode(201).body("number", not(equalTo(first)));
    }

    @Test
    void a_result_that_shows_a_secret_is_kept_sealed() throws Exception {
        create(ours.admin(), key, "hush").statusCode(201);

        try (Connection database = TestOrganizations.connect();
                ResultSet kept = database.createStatement().executeQuery("select body from idempotency_key where key = '" + key + "'")) {
            kept.next();
            assertFalse(kept.getString("body").contains("hush"));
        }
    }

    private static ValidatableResponse create(TestUser user, String key, String label) {
        var request = user.api().body("{\"label\":\"" + label + "\"}");
        return (key == null ? request : request.header("Idempotency-Key", key)).post("/rest/v1/probe/things").then();
    }

    private static <T> T get(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
