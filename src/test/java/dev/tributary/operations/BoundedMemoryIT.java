package dev.tributary.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.PackagedService;
import dev.tributary.PostgresForTests;
import dev.tributary.platform.SecretKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under a heap that is small on purpose, and with more at the door than can be worked on at once: the service keeps its size, ends nobody's
 * request with an error of its own, and files everything that it acknowledged. {@code -Dmemory.seconds=3600} makes it a long run.
 */
class BoundedMemoryIT {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("memory.seconds", 20));
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final String HEAP = "-Xmx128m";
    private static final int SENDERS = 8;
    private static final long GROWTH_MIB = 96;
    private static final int LARGE = 8 << 20;

    @TempDir
    Path data;

    @Test
    void a_small_heap_is_enough_however_long_the_queue_at_the_door() throws Exception {
        String name = "memory_" + Long.toUnsignedString(System.nanoTime());
        String keys = SecretKeys.generate();
        try (Connection server = connect("postgres"); Statement statement = server.createStatement()) {
            statement.execute("create database " + name);
        }
        Map<String, String> settings = Map.of(
                "TRIBUTARY_DATABASE_URL", "postgresql://postgres:postgres@localhost:" + PostgresForTests.server().getPort() + "/" + name,
                "TRIBUTARY_SECRET_KEYS", keys,
                "TRIBUTARY_DATA_DIR", data.toString());
        try (PackagedService service = PackagedService.launch(PackagedService.freePort(), settings, HEAP, "-XX:+ExitOnOutOfMemoryError").awaitReady();
                Connection database = connect(name)) {
            // Given
            Bot bot = Bot.create(database, keys);
            AtomicLong numbers = new AtomicLong();
            AtomicLong refused = new AtomicLong();
            load(service, bot, numbers, refused, WARM_UP);
            long settled = service.residentMiB();

            // When
            load(service, bot, numbers, refused, TIME);

            // Then
            assertThat(service.residentMiB()).as("MiB resident, %d after the warm-up", settled).isLessThan(settled + GROWTH_MIB);
            assertThat(refused).hasValue(0);
            await().atMost(Duration.ofMinutes(2)).until(() -> bot.pending(database) == 0);
            assertThat(bot.filed(database)).hasSize(numbers.intValue()).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
            assertThat(service.output()).doesNotContain("OutOfMemoryError");
        }
    }

    /** As fast as it is taken, and now and then a body that is refused for its size while it is still on its way. */
    private static void load(PackagedService service, Bot bot, AtomicLong numbers, AtomicLong refused, Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        Thread[] senders = new Thread[SENDERS];
        for (int sender = 0; sender < SENDERS; sender++) {
            senders[sender] = Thread.ofVirtual().start(() -> {
                try (HttpClient http = HttpClient.newHttpClient()) {
                    while (System.nanoTime() < until) {
                        long number = numbers.incrementAndGet();
                        if (http.send(bot.webhook(service.port(), number), BodyHandlers.discarding()).statusCode() != 200) {
                            refused.incrementAndGet();
                        }
                        if (number % 100 == 0) {
                            tooLarge(http, bot.webhook(service.port(), number).uri());
                        }
                    }
                } catch (IOException gone) {
                    refused.incrementAndGet();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private static void tooLarge(HttpClient http, URI webhook) throws InterruptedException {
        try {
            http.send(HttpRequest.newBuilder(webhook).POST(BodyPublishers.ofByteArray(new byte[LARGE])).build(), BodyHandlers.discarding());
        } catch (IOException hungUp) {
            // refused before it had arrived, which is as good
        }
    }

    private static Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + PostgresForTests.server().getPort() + "/" + name, "postgres", "postgres");
    }
}
