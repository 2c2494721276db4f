package dev.tributary.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server that outlived its service: the service was killed, so nobody told PostgreSQL to stop. */
final class Leftover {
    private static final String PATIENCE_IN_SECONDS = "120";

    private Leftover() {}

    /** Stops the server that still runs on the data, and waits for it. A stale pid that some other process has by now is left alone. */
    static void stop(Cluster cluster) throws IOException {
        Optional<Long> pid = pid(cluster.data().resolve("postmaster.pid"));
        if (pid.isPresent() && isServerOn(cluster.data(), pid.get())) {
            Command.run(
                    "stop the PostgreSQL that a killed service left behind",
                    cluster.command("pg_ctl", "stop", "-D", cluster.data().toString(), "-m", "fast", "-w", "-t", PATIENCE_IN_SECONDS));
        }
    }

    private static Optional<Long> pid(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.getFirst().strip()));
    }

    private static boolean isServerOn(Path data, long pid) throws IOException {
        Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
        if (!Files.exists(commandLine)) {
            return false;
        }
        List<String> words = List.of(Files.readString(commandLine).split("\0"));
        return words.getFirst().endsWith("postgres") && words.contains(data.toString());
    }
}
