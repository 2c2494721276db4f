package dev.tributary.inbound;

import static dev.tributary.inbound.TelegramAccount.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.platform.SecretBox;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** More comes in at once than can be applied: providers are slowed down, and nothing is put off until a lease ends. */
@QuarkusTest
@TestProfile(BurstTest.NarrowLanes.class)
class BurstTest {

    private static final int CONNECTIONS = 16;
    private static final int EACH = 25;

    /** What an applier cannot hold stays in the journal for an hour, which no test waits for. */
    public static class NarrowLanes implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tributary.inbound.lane-comfort", "2",
                    "tributary.inbound.lane-capacity", "40",
                    "tributary.inbound.apply-batch", "2",
                    "tributary.inbound.lease", "1h");
        }
    }

    @Inject
    SecretBox secrets;

    @Test
    void a_burst_is_slowed_down_to_what_can_be_applied_instead_of_piling_up() throws Exception {
        TelegramAccount account = TelegramAccount.create(secrets);
        List<Callable<Void>> connections = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            int customer = connection;
            connections.add(() -> {
                for (int message = 1; message <= EACH; message++) {
                    account.post(text(customer * 1_000L + message, 5_000 + customer, message, "m")).then().statusCode(200);
                }
                return null;
            });
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<Void> connection : threads.invokeAll(connections)) {
                connection.get();
            }
        }

        await().untilAsserted(() -> assertThat(account.count("select count(*) from message")).isEqualTo(CONNECTIONS * EACH));
        assertThat(account.query("select count(*) from journal_event where channel_account_id = ? and outcome <> 'applied'", account.id())).containsExactly(0L);
    }
}
