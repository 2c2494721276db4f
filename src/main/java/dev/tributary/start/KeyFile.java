package dev.tributary.start;

import dev.tributary.platform.SecretKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The generated keyset beside the embedded database: made once, readable by its owner alone. */
final class KeyFile {
    private KeyFile() {}

    /** The keyset in the directory's {@code secret.keys}; made first where it is not there. */
    static String readOrMake(Path dataDirectory) {
        Path file = dataDirectory.resolve("secret.keys");
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            String keys = Files.readString(file).strip();
            if (!SecretKeys.isKeyset(keys)) {
                throw new StartRefused(file + " is damaged: restore it from a backup. Without it, stored credentials cannot be read.");
            }
            return keys;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whole or not at all: half a keyset would lock the next start out of its own data. */
    private static void make(Path file) throws IOException {
        Path unfinished = Files.createTempFile(
                file.getParent(), ".secret", ".keys", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, SecretKeys.generate());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
