package dev.tributary.operations;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, which may be killed. */
final class PackagedService implements AutoCloseable {
    static final String TOKEN = "trb_operations-tests-bootstrap-token-0123456789";

    private static final Duration START_UP = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final int port;
    private final Process process;
    private final Path log;

    private PackagedService(int port, Process process, Path log) {
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** Starts it on a free port without waiting for it. */
    static PackagedService launch(Map<String, String> settings) throws IOException {
        return launch(freePort(), settings);
    }

    static PackagedService launch(int port, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TRIBUTARY_BOOTSTRAP_TOKEN", TOKEN,
                "TRIBUTARY_ADMIN_EMAIL", "owner@example.org",
                "TRIBUTARY_ADMIN_PASSWORD", "a password for these tests",
                "QUARKUS_HTTP_PORT", Integer.toString(port)));
        environment.putAll(settings);
        Path log = Files.createTempFile(Path.of("target"), "service-", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-jar", "target/quarkus-app/quarkus-run.jar");
        builder.environment().putAll(environment);
        return new PackagedService(port, builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    PackagedService awaitReady() {
        await("ready, see " + log).atMost(START_UP).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the service ended: " + output());
            }
            return isReady();
        });
        return this;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return HTTP.send(
                request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN);
    }

    /** As a power cut would: no hook runs, nothing is said to the database. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As an operator would, waiting until it has ended. */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the service does not end: " + log);
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
