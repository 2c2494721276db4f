package dev.tributary.sandbox;

import dev.tributary.platform.FileConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether the fake providers are there, and where this service really listens. */
@ApplicationScoped
public class Sandbox {

    private final boolean on;
    private final Provider<String> publicUrl;
    private final Path directory;
    private final HttpServer server;

    Sandbox(
            SandboxConfig config,
            HttpServer server,
            @ConfigProperty(name = "tributary.database-url") Optional<String> databaseUrl,
            FileConfig files,
            @ConfigProperty(name = "tributary.public-url", defaultValue = "http://localhost:8080") Provider<String> publicUrl) {
        boolean embeddedDatabase = databaseUrl.filter(url -> !url.isBlank()).isEmpty();
        this.on = config.enabled().orElse(LaunchMode.current().isDevOrTest() || embeddedDatabase);
        this.publicUrl = publicUrl;
        this.directory = Path.of(files.dataDir(), "sandbox");
        this.server = server;
    }

    public boolean isOn() {
        return on;
    }

    /** Where a fake keeps what has to survive a restart. */
    public Path directory() {
        return directory;
    }

    /** This service on this machine, whatever port it was given: {@code http://127.0.0.1:8080}. Known once it listens. */
    public String localUrl() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** Where people's browsers reach this service, without a final slash. */
    public String publicUrl() {
        return publicUrl.get().replaceAll("/+$", "");
    }

    /**
     * The same URL on this machine, for one of our own; empty for anybody else's. Proxies in front need not be passed. The public
     * URL is asked for anew: by default it holds the port, which is not known before the service listens.
     */
    public Optional<String> local(String url) {
        return Stream.of(publicUrl(), "http://localhost:" + server.getPort(), localUrl())
                .filter(own -> url.startsWith(own + "/"))
                .findFirst()
                .map(own -> localUrl() + url.substring(own.length()));
    }
}
