package dev.tributary.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs one of PostgreSQL's programs to its end. */
final class Command {
    private Command() {}

    /**
     * @param purpose what a person would say it is for: "make the database"
     * @throws IOException with the program's own words when it fails
     */
    static void run(String purpose, List<String> command) throws IOException {
        // A file, as a server that the program leaves behind would hold a pipe open.
        Path output = Files.createTempFile("tributary-postgres", ".log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IOException("could not %s (exit code %d): %s".formatted(purpose, exitCode, Files.readString(output).strip()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while about to " + purpose, interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
