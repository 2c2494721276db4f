package dev.tributary.benchmark;

import dev.tributary.PackagedService;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SecretKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast webhooks become messages, against what the same PostgreSQL does with the equivalent single statement in the same run, by turns.
 * Run on demand; the README says how. Everything is written durably: fsync and synchronous_commit are on.
 */
public final class InboundBenchmark {

    private static final int CONNECTIONS = Integer.getInteger("benchmark.connections", 64);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 10));
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
    private static final int MANY = Integer.getInteger("benchmark.conversations", 1_000_000);

    private InboundBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String keys = SecretKeys.generate();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("shared_buffers", "512MB")
                        .setServerConfig("max_wal_size", "4GB")
                        .start();
                PackagedService service = PackagedService.launch(PackagedService.freePort(), settings(postgres, keys)).awaitReady();
                Connection database = postgres.getPostgresDatabase().getConnection()) {
            System.out.printf("start-up %.2f s to ready, resident memory %d MiB%n", service.startUp().toMillis() / 1e3, service.residentMiB());
            int port = service.port();
            Scene scene = Scene.create(database, keys);
            double rate = throughput(scene, postgres.getPort(), port);
            latency(scene, port, Double.parseDouble(System.getProperty("benchmark.rate", Double.toString(rate / 2))));
            System.out.printf("resident memory after the load %d MiB%n", service.residentMiB());
            lists(database, service);
        }
        System.exit(0);
    }

    private static double throughput(Scene scene, int postgresPort, int port) throws Exception {
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        try (Load load = new Load(scene, port, CONNECTIONS, NUMBERS); AgentListener agent = AgentListener.open(port)) {
            load.closedLoop(ROUND);
            drain(scene);
            Pgbench pgbench = new Pgbench(scene, postgresPort, CONNECTIONS);
            pgbench.run(Duration.ofSeconds(3));
            for (int round = 0; round < ROUNDS; round++) {
                long before = scene.messages();
                long began = System.nanoTime();
                long acknowledged = load.closedLoop(ROUND);
                drain(scene);
                double seconds = (System.nanoTime() - began) / 1e9;
                long applied = scene.messages() - before;
                if (applied != acknowledged) {
                    throw new IllegalStateException("acknowledged " + acknowledged + ", applied " + applied);
                }
                ours[round] = applied / seconds;
                theirs[round] = pgbench.run(ROUND);
                System.out.printf("round %d: %.0f webhooks/s applied, %.0f statements/s by pgbench, ratio %.2f%n", round + 1, ours[round], theirs[round], ours[round] / theirs[round]);
            }
            System.out.printf("frames that the agent's socket got: %d%n", agent.changes.get());
        }
        double[] ratios = new double[ROUNDS];
        Arrays.setAll(ratios, round -> ours[round] / theirs[round]);
        System.out.printf("median: %.0f webhooks/s, ratio to pgbench %.2f (target 0.55, stretch 0.80)%n", median(ours), median(ratios));
        return median(ours);
    }

    private static final AtomicLong NUMBERS = new AtomicLong();

    private static void latency(Scene scene, int port, double perSecond) throws Exception {
        try (Load load = new Load(scene, port, 256, NUMBERS); AgentListener agent = AgentListener.open(port)) {
            load.openLoop(ROUND, perSecond, agent::expect);
            TimeUnit.SECONDS.sleep(1);
            agent.forget();
            load.openLoop(ROUND, perSecond, agent::expect);
            TimeUnit.SECONDS.sleep(1);
            double[] found = agent.latencies(0.50, 0.99);
            System.out.printf("webhook to agent's socket at %.0f/s: p50 %.1f ms (target 10), p99 %.1f ms (target 50), %.0f messages%n", perSecond, found[0], found[1], found[2]);
        }
    }

    private static void lists(Connection database, PackagedService service) throws Exception {
        double small = list(database, service, 10_000);
        double large = list(database, service, MANY);
        System.out.printf("inbox list p99: %.1f ms at 10,000 and %.1f ms at %,d conversations, ratio %.2f (target 1.5)%n", small, large, MANY, large / small);
    }

    private static double list(Connection database, PackagedService service, int conversations) throws Exception {
        TestOrganization organization = TestOrganizations.create(database);
        UUID account = Ids.next();
        Scene.execute(
                database,
                "insert into channel_account (id, organization_id, name, type, webhook_key) values (?, ?, 'List', 'TELEGRAM', ?)",
                account, organization.id(), account.toString());
        Scene.fill(database, organization.id(), account, conversations);
        Scene.execute(database, "vacuum analyze conversation");
        return InboxList.p99(service.url(), organization.agent().apiToken(), 1_000);
    }

    private static void drain(Scene scene) throws Exception {
        while (scene.pending() > 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Of a service on this database. */
    static Map<String, String> settings(EmbeddedPostgres postgres, String keys) throws IOException {
        String provider = QuietProvider.start();
        return Map.of(
                "TRIBUTARY_PROVIDERS_TELEGRAM_URL", "http://" + provider,
                "TRIBUTARY_EGRESS_ALLOW", provider,
                "TRIBUTARY_DATABASE_URL", "postgresql://postgres:postgres@localhost:" + postgres.getPort() + "/postgres",
                "TRIBUTARY_SECRET_KEYS", keys,
                "TRIBUTARY_DATA_DIR", Files.createTempDirectory("benchmark").toString());
    }
}
