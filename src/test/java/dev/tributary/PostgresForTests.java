package dev.tributary;

import dev.tributary.platform.SecretKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** One real PostgreSQL for the whole test run. Every test makes its own organization in it and relies on nothing else. */
public final class PostgresForTests implements QuarkusTestResourceLifecycleManager {

    private static final String OLDER_KEYS = SecretKeys.generate();

    private static final String KEYS = SecretKeys.rotate(OLDER_KEYS);
    private static EmbeddedPostgres postgres;

    /** The running server, started by whoever asks first. */
    public static synchronized EmbeddedPostgres server() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return postgres;
    }

    @Override
    public Map<String, String> start() {
        String server = "localhost:" + server().getPort() + "/postgres";
        return Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://" + server,
                "quarkus.datasource.reactive.url", "postgresql://" + server,
                "quarkus.datasource.username", "postgres",
                "quarkus.datasource.password", "postgres",
                "tributary.secret.keys", KEYS,
                // the keyset before its last rotation: what it sealed still opens
                "test.older-secret-keys", OLDER_KEYS,
                "tributary.data-dir", "target/test-data");
    }

    @Override
    public void stop() {
        // the server ends with the test run: other test profiles go on with it
    }
}
