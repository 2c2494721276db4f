package dev.tributary;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged service as a process of its own, which may be killed. */
public final class PackagedService implements AutoCloseable {
    /** The owner's. */
    public static final String TOKEN = "trb_operations-tests-bootstrap-token-0123456789";

    private static final Duration START_UP = Duration.ofMinutes(2);
    private static final Pattern USED_HEAP = Pattern.compile("(?:heap|generation)\\s.*?used (\\d+)K");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;
    private final Process process;
    private final Path log;
    private final long launched = System.nanoTime();
    private Duration startUp = Duration.ZERO;

    private PackagedService(int port, Process process, Path log) {
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** Starts it on a free port without waiting for it. */
    public static PackagedService launch(Map<String, String> settings) throws IOException {
        return launch(freePort(), settings, "-Xmx512m");
    }

    public static PackagedService launch(int port, Map<String, String> settings, String... javaOptions) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TRIBUTARY_BOOTSTRAP_TOKEN", TOKEN,
                "TRIBUTARY_ADMIN_EMAIL", "owner@example.org",
                "TRIBUTARY_ADMIN_PASSWORD", "a password for these tests",
                "QUARKUS_HTTP_PORT", Integer.toString(port)));
        environment.putAll(settings);
        Path log = Files.createTempFile(Path.of("target"), "service-", ".log");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(javaOptions));
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new PackagedService(port, builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    public PackagedService awaitReady() {
        await("ready, see " + log).atMost(START_UP).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the service ended: " + output());
            }
            return isReady();
        });
        startUp = Duration.ofNanos(System.nanoTime() - launched);
        return this;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** From the launch until it was found ready. */
    public Duration startUp() {
        return startUp;
    }

    /** Resident memory in MiB, as Linux counts it. */
    public long residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }

    /** What lives on the heap after a full collection, in MiB; empty for what is no JVM, or where the JDK's tools are missing. */
    public OptionalLong liveHeapMiB() throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            return OptionalLong.empty();
        }
        String pid = Long.toString(process.pid());
        new ProcessBuilder(tool.toString(), pid, "GC.run").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        Process asked = new ProcessBuilder(tool.toString(), pid, "GC.heap_info").redirectErrorStream(true).start();
        long used = USED_HEAP.matcher(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
        return used > 0 ? OptionalLong.of(used / 1024) : OptionalLong.empty();
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return HTTP.send(
                request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN);
    }

    /** As a power cut would: no hook runs, nothing is said to the database. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As an operator would, waiting until it has ended. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the service does not end: " + log);
        }
        return process.exitValue();
    }

    public String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
