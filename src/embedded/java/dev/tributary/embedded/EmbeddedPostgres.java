package dev.tributary.embedded;

import dev.tributary.start.OwnDatabase;
import dev.tributary.start.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts PostgreSQL on {@code postgres/} of the data directory, which is one service's alone while it runs. */
public final class EmbeddedPostgres implements OwnDatabase {

    @Override
    public Running start(Path dataDirectory) {
        Path directory = dataDirectory.toAbsolutePath().normalize();
        requireWritable(directory);
        try {
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return start(directory, lock);
            } catch (IOException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start the embedded PostgreSQL in " + directory, failure);
        }
    }

    private static void requireWritable(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "written", ""));
        } catch (IOException refused) {
            throw new StartRefused("Tributary does not start: it cannot write to %s (%s). Set another directory by tributary.data-dir (TRIBUTARY_DATA_DIR), or make this one its own."
                    .formatted(directory, refused.getClass().getSimpleName()));
        }
    }

    private static Running start(Path directory, DirectoryLock lock) throws IOException {
        Binaries binaries = Binaries.unpackedIn(directory);
        Cluster cluster = new Cluster(directory, binaries);
        cluster.createUnlessThere();
        if (cluster.majorVersion() != Binaries.MAJOR_VERSION) {
            throw new StartRefused("The data in %s belongs to PostgreSQL %d; this version of Tributary brings PostgreSQL %d. Move it with pg_dump and pg_restore, or use the version of Tributary that made it."
                    .formatted(directory, cluster.majorVersion(), Binaries.MAJOR_VERSION));
        }
        Leftover.stop(cluster);
        return RunningCluster.start(cluster, lock);
    }
}
