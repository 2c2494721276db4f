package dev.tributary.benchmark;

import dev.tributary.PackagedService;
import dev.tributary.platform.SecretKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What active rules cost: inbound throughput with 10, 1,000 and 10,000 of them, by turns in one run, as ratios to that with 10. All
 * but one are about the channel that is written to and do not match; one matches each message.
 */
public final class RuleBenchmark {

    private static final int CONNECTIONS = Integer.getInteger("benchmark.connections", 64);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 10));
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
    private static final int[] RULES = {10, 1_000, 10_000};
    private static final double[] TARGETS = {1, 0.85, 0.60};

    private static final String FILL = """
            insert into automation_rule_revision (id, organization_id, rule_id, since, since_at, name, event, position, conditions, actions, stop)
            select gen_random_uuid(), ?, gen_random_uuid(), ?, now(), 'Rule ' || n, 'message.received', n,
                case when n = 1 then '{"all": [{"field": "text", "operator": "contains", "value": "order"}]}'::jsonb
                else jsonb_build_object('all', jsonb_build_array(
                    jsonb_build_object('field', 'channel_account', 'operator', 'equals', 'value', ?::text),
                    case n % 4
                        when 0 then jsonb_build_object('field', 'text', 'operator', 'word', 'value', md5(n::text))
                        when 1 then jsonb_build_object('field', 'text', 'operator', 'contains', 'value', 'invoice ' || n)
                        when 2 then jsonb_build_object('field', 'subject', 'operator', 'starts_with', 'value', 'offer ' || n)
                        else jsonb_build_object('field', 'contact_attribute.plan', 'operator', 'equals', 'value', 'plan ' || n) end)) end,
                '[{"type": "set_priority", "priority": "high"}]', false
            from generate_series(1, ?) n
            """;

    private RuleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String keys = SecretKeys.generate();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("shared_buffers", "512MB")
                        .setServerConfig("max_wal_size", "4GB")
                        .start();
                PackagedService service = PackagedService.launch(PackagedService.freePort(), InboundBenchmark.settings(postgres, keys)).awaitReady();
                Connection database = postgres.getPostgresDatabase().getConnection()) {
            Scene scene = Scene.create(database, keys);
            int port = service.port();
            double[][] rates = measure(scene, port);
            double base = median(rates[0]);
            for (int size = 0; size < RULES.length; size++) {
                double rate = median(rates[size]);
                System.out.printf("%,d rules: %.0f webhooks/s applied, ratio %.2f (target %.2f)%n", RULES[size], rate, rate / base, TARGETS[size]);
            }
        }
        System.exit(0);
    }

    private static double[][] measure(Scene scene, int port) throws Exception {
        double[][] rates = new double[RULES.length][ROUNDS];
        try (Load load = new Load(scene, port, CONNECTIONS, new AtomicLong())) {
            setRules(scene, RULES[0], 1);
            load.closedLoop(ROUND);
            drain(scene);
            for (int round = 0; round < ROUNDS; round++) {
                for (int size = 0; size < RULES.length; size++) {
                    setRules(scene, RULES[size], 2 + (long) round * RULES.length + size);
                    load.closedLoop(Duration.ofSeconds(1));
                    drain(scene);
                    rates[size][round] = rate(scene, load);
                }
            }
        }
        return rates;
    }

    private static double rate(Scene scene, Load load) throws Exception {
        long before = scene.messages();
        long began = System.nanoTime();
        load.closedLoop(ROUND);
        drain(scene);
        return (scene.messages() - before) / ((System.nanoTime() - began) / 1e9);
    }

    private static void setRules(Scene scene, int count, long version) throws SQLException {
        Connection database = scene.database();
        Scene.execute(database, "delete from automation_rule_revision where organization_id = ?", scene.organizationId());
        Scene.execute(database, FILL, scene.organizationId(), version, scene.accountId().toString(), count);
        Scene.execute(database, """
                insert into automation_version (organization_id, version) values (?, ?)
                on conflict (organization_id) do update set version = excluded.version""", scene.organizationId(), version);
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
}
