package dev.tributary.embedded;

import dev.tributary.start.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second service off the directory. The operating system lets go of it when the process ends, however it ends. */
record DirectoryLock(FileChannel channel, FileLock lock) implements AutoCloseable {

    static DirectoryLock take(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve("service.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new StartRefused("Another Tributary uses %s. Stop it, or give this one its own tributary.data-dir (TRIBUTARY_DATA_DIR).".formatted(directory));
        }
        return new DirectoryLock(channel, lock);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
