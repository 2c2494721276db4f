package dev.tributary.start;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The settings as they stand before Quarkus runs: from system properties, the environment, {@code .env} and
 * {@code config/application.properties}, the stronger first, which is Quarkus's own order. An empty value counts as absent.
 */
final class StartUpSettings {
    static final String DATABASE_URL = "tributary.database-url";
    static final String SECRET_KEYS = "tributary.secret.keys";
    static final String DATA_DIR = "tributary.data-dir";

    private static final Path FILE = Path.of("config", "application.properties");
    private static final int FILE_ORDINAL = 260;

    private final SmallRyeConfig config;

    private StartUpSettings(SmallRyeConfig config) {
        this.config = config;
    }

    static StartUpSettings read() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .withSources(new DotEnvConfigSourceProvider());
        if (Files.isRegularFile(FILE)) {
            builder.withSources(source(FILE));
        }
        return new StartUpSettings(builder.build());
    }

    /** Only these: for tests. */
    static StartUpSettings of(java.util.Map<String, String> values) {
        return new StartUpSettings(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", FILE_ORDINAL))
                .build());
    }

    private static PropertiesConfigSource source(Path file) {
        try {
            URL url = file.toUri().toURL();
            return new PropertiesConfigSource(url, FILE_ORDINAL);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Optional<String> find(String property) {
        return config.getOptionalValue(property, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The property names that begin and end so, whichever way they were set. */
    List<String> names(String prefix, String suffix) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(name -> name.startsWith("TRIBUTARY_") ? name.toLowerCase(Locale.ROOT).replace('_', '.') : name)
                .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                .distinct()
                .sorted()
                .toList();
    }

    Path dataDirectory() {
        return Path.of(find(DATA_DIR).orElse("./data"));
    }

    /** A property beside the variable that means the same: {@code tributary.data-dir (TRIBUTARY_DATA_DIR)}. */
    static String bothNames(String property) {
        return property + " (" + property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + ")";
    }
}
