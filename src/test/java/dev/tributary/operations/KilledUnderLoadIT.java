package dev.tributary.operations;

import dev.tributary.PackagedService;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.PostgresForTests;
import dev.tributary.platform.SecretKeys;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas on one database take webhooks, each three times and to either of them, while one after the other is killed
 * without warning. Every webhook that was acknowledged is one message in the end: none is lost, none is there twice.
 * {@code -Dcrash.kills=100} makes it a long run, {@code -Dcrash.seed} repeats one.
 */
class KilledUnderLoadIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 3);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
    private static final int SENDERS = 6;
    private static final int COPIES = 3;
    private static final Duration TAKE_OVER = Duration.ofMinutes(3);

    private final Random random = new Random(SEED);
    private final List<PackagedService> replicas = new CopyOnWriteArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile boolean sending = true;

    @TempDir
    Path data;

    @Test
    void every_acknowledged_webhook_is_one_message_whatever_dies() throws Exception {
        // Given
        String name = "crash_" + Long.toUnsignedString(SEED);
        String keys = SecretKeys.generate();
        Map<String, String> settings = Map.of(
                "TRIBUTARY_DATABASE_URL", "postgresql://postgres:postgres@localhost:" + PostgresForTests.server().getPort() + "/" + name,
                "TRIBUTARY_SECRET_KEYS", keys,
                "TRIBUTARY_DATA_DIR", data.toString());
        createDatabase(name);
        replicas.add(PackagedService.launch(settings).awaitReady());
        replicas.add(PackagedService.launch(settings).awaitReady());
        try (Connection database = connect(name)) {
            Bot bot = Bot.create(database, keys);
            // When
            try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                for (int sender = 0; sender < SENDERS; sender++) {
                    senders.submit(() -> send(bot));
                }
                killOneAfterTheOther(settings);
                sending = false;
            }
            // Then
            await("everything is applied").atMost(TAKE_OVER).until(() -> bot.pending(database) == 0);
            check(bot.filed(database));
        } finally {
            for (PackagedService replica : replicas) {
                replica.close();
            }
        }
    }

    private void check(Map<Long, Integer> filed) {
        Set<Long> lost = new TreeSet<>(acknowledged);
        lost.removeAll(filed.keySet());
        assertEquals(Set.of(), lost, "acknowledged and lost, seed " + SEED);
        filed.values().removeIf(times -> times == 1);
        assertEquals(Map.of(), filed, "filed more than once, seed " + SEED);
        assertThat("webhooks that were acknowledged", acknowledged.size(), greaterThan(KILLS * 10));
    }

    private void killOneAfterTheOther(Map<String, String> settings) throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2_500));
            int victim = random.nextInt(replicas.size());
            PackagedService replica = replicas.get(victim);
            replica.kill();
            replicas.set(victim, PackagedService.launch(replica.port(), settings, "-Xmx512m").awaitReady());
        }
    }

    /** Sends each number several times, to any replica, whatever is answered: as providers do. */
    private void send(Bot bot) {
        Random dice = new Random(SEED ^ Thread.currentThread().threadId());
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (sending) {
                long number = numbers.incrementAndGet();
                for (int copy = 0; copy < COPIES; copy++) {
                    post(http, bot, number, replicas.get(dice.nextInt(replicas.size())).port());
                }
                TimeUnit.MILLISECONDS.sleep(dice.nextInt(40));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(HttpClient http, Bot bot, long number, int port) throws InterruptedException {
        try {
            if (http.send(bot.webhook(port, number), BodyHandlers.discarding()).statusCode() == 200) {
                acknowledged.add(number);
            }
        } catch (IOException dead) {
            // not acknowledged, so nothing was promised
        }
    }

    private static void createDatabase(String name) throws SQLException {
        try (Connection server = connect("postgres");
                Statement statement = server.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    private static Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + PostgresForTests.server().getPort() + "/" + name, "postgres", "postgres");
    }
}
