package dev.tributary.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own benchmark on the same server. The statement writes what one webhook durably writes: its journal row, its message, and
 * the conversation's list row; one statement, one commit, by as many connections as the load has.
 */
final class Pgbench {

    private static final String STATEMENT = """
            \\set c random(1, 1000)
            with j as (
                insert into benchmark_journal (id, organization_id, channel_account_id, channel_type, source, received_at, body, outcome, leased_until)
                values (gen_random_uuid(), '%1$s', '%2$s', 'TELEGRAM', 'webhook', now(), decode(repeat('7b7d', 160), 'hex'), 'applied', now())
                returning id
            ), m as (
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, author_name,
                    provider_message_id, journal_id, created_at, received_at)
                select gen_random_uuid(), '%1$s', b.id, '%2$s', 'inbound', 'text', 'Where is my order?', 'contact', 'Customer', j.id::text, j.id, now(), now()
                from j, benchmark_conversation b where b.n = :c
                returning conversation_id
            )
            update conversation c set unread_count = unread_count + 1, last_message_preview = 'Where is my order?', activity_at = now(), updated_at = now()
            from m where c.id = m.conversation_id;
            """;

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    private final Path script;
    private final int port;
    private final int connections;

    Pgbench(Scene scene, int port, int connections) throws Exception {
        this.port = port;
        this.connections = connections;
        Scene.execute(scene.database(), "drop table if exists benchmark_conversation, benchmark_journal");
        Scene.execute(scene.database(), "create table benchmark_journal (like journal_event including all)");
        Scene.execute(scene.database(), "create table benchmark_conversation as select row_number() over () as n, id from conversation where channel_account_id = '"
                + scene.accountId() + "' limit 1000");
        Scene.execute(scene.database(), "create index on benchmark_conversation (n)");
        Scene.execute(scene.database(), "analyze");
        script = Files.writeString(Files.createTempFile("benchmark", ".sql"), STATEMENT.formatted(scene.organizationId(), scene.accountId()));
    }

    /** Statements per second. */
    double run(Duration time) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "pgbench", "-n", "-M", "prepared", "-c", Integer.toString(connections), "-j", "1", "-T", Long.toString(time.toSeconds()),
                        "-f", script.toString(), "-h", "localhost", "-p", Integer.toString(port), "-U", "postgres", "postgres")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher tps = TPS.matcher(output);
        if (!tps.find()) {
            throw new IllegalStateException("pgbench (Debian: postgresql) said: " + output);
        }
        return Double.parseDouble(tps.group(1));
    }
}
