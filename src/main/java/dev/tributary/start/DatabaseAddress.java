package dev.tributary.start;

import dev.tributary.platform.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL database, as its reactive client and its JDBC driver (migrations only) want to hear it.
 *
 * @param path host, port, name and options: {@code localhost:5432/tributary?sslmode=require}
 */
public record DatabaseAddress(String path, Optional<String> user, Optional<Secret> password) {

    /** @throws IllegalArgumentException if the URL is not {@code postgresql://user:password@host:port/db} */
    static DatabaseAddress parse(String url) {
        URI uri = URI.create(url.strip());
        boolean isPostgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!isPostgres || uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException("not a PostgreSQL URL");
        }
        String[] credentials = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new DatabaseAddress(
                uri.getHost() + port + uri.getRawPath() + options,
                part(credentials, 0),
                part(credentials, 1).map(Secret::new));
    }

    private static Optional<String> part(String[] credentials, int index) {
        return credentials.length > index
                ? Optional.of(URLDecoder.decode(credentials[index].replace("+", "%2B"), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + path);
        settings.put("quarkus.datasource.reactive.url", "postgresql://" + path);
        user.ifPresent(name -> settings.put("quarkus.datasource.username", name));
        password.ifPresent(secret -> settings.put("quarkus.datasource.password", secret.reveal()));
        return settings;
    }
}
