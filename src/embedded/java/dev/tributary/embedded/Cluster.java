package dev.tributary.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL's data on disk, beside the generated password that opens it. */
record Cluster(Path directory, Binaries binaries) {
    static final String USER = "tributary";
    private static final int PASSWORD_BYTES = 24;

    Path data() {
        return directory.resolve("postgres");
    }

    private Path passwordFile() {
        return directory.resolve("postgres.password");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    int majorVersion() throws IOException {
        return Integer.parseInt(Files.readString(data().resolve("PG_VERSION")).strip());
    }

    /** A cluster appears whole: one whose making was interrupted is made again. */
    void createUnlessThere() throws IOException {
        if (Files.isDirectory(data())) {
            return;
        }
        Path unfinished = directory.resolve(".postgres-unfinished");
        deleteTree(unfinished);
        writePassword();
        Command.run(
                "make the database",
                command("initdb", "--pgdata=" + unfinished, "--username=" + USER, "--pwfile=" + passwordFile(), "--auth=scram-sha-256",
                        "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** One of PostgreSQL's programs with its arguments. It refuses to run as root, so root gives up its name first. */
    List<String> command(String program, String... arguments) throws IOException {
        List<String> words = new ArrayList<>();
        if (isOwnedByRoot()) {
            words.addAll(List.of("unshare", "--user"));
        }
        words.add(binaries.program(program));
        words.addAll(List.of(arguments));
        return words;
    }

    private static boolean isOwnedByRoot() throws IOException {
        return Files.isDirectory(Path.of("/proc/self")) && (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
