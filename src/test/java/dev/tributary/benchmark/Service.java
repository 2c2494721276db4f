package dev.tributary.benchmark;

import dev.tributary.platform.SecretKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as its own process on a given database. */
final class Service implements AutoCloseable {

    static final String TOKEN = "trb_benchmark_bootstrap_token_0123456789";

    final String url;
    final String keys;
    final Duration startUp;
    private final Process process;

    private Service(String url, String keys, Duration startUp, Process process) {
        this.url = url;
        this.keys = keys;
        this.startUp = startUp;
        this.process = process;
    }

    static Service start(String databaseUrl, int port) throws IOException, InterruptedException {
        return start(databaseUrl, port, Map.of());
    }

    static Service start(String databaseUrl, int port, Map<String, String> more) throws IOException, InterruptedException {
        Path jar = Path.of("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("build the service first: " + jar + " is missing");
        }
        String keys = SecretKeys.generate();
        String url = "http://localhost:" + port;
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Path.of("target/benchmark-service.log").toFile());
        builder.environment().putAll(Map.of(
                "TRIBUTARY_DATABASE_URL", databaseUrl,
                "TRIBUTARY_SECRET_KEYS", keys,
                "TRIBUTARY_BOOTSTRAP_TOKEN", TOKEN,
                "TRIBUTARY_ADMIN_EMAIL", "owner@example.org",
                "TRIBUTARY_ADMIN_PASSWORD", "a benchmark's own password",
                "TRIBUTARY_PUBLIC_URL", url,
                "TRIBUTARY_DATA_DIR", Files.createTempDirectory("benchmark").toString(),
                "QUARKUS_HTTP_PORT", Integer.toString(port)));
        builder.environment().putAll(more);
        long began = System.nanoTime();
        Process process = builder.start();
        Service service = new Service(url, keys, Duration.ZERO, process);
        service.awaitReady();
        return new Service(url, keys, Duration.ofNanos(System.nanoTime() - began), process);
    }

    /** Resident memory in MiB, as Linux counts it. */
    long residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private void awaitReady() throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/q/health/ready")).timeout(Duration.ofSeconds(2)).build();
        for (int tries = 0; tries < 2_000 && process.isAlive(); tries++) {
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // asked again below
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("the service did not become ready; see target/benchmark-service.log");
    }
}
