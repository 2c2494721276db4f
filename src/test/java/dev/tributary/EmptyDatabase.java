package dev.tributary;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** For tests of a first start: a database of its own, on the server that all tests share. */
public class EmptyDatabase implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        String name = "empty_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = PostgresForTests.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String server = "localhost:" + PostgresForTests.server().getPort() + "/" + name;
        return Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://" + server,
                "quarkus.datasource.reactive.url", "postgresql://" + server);
    }

    @Override
    public void stop() {
        // dropped with the server
    }

    /** After {@link PostgresForTests}, whose addresses these replace. */
    @Override
    public int order() {
        return 10;
    }
}
