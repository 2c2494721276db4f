package dev.tributary.platform;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Keeps files under keys of its own making. A file is there whole or not at all, is on the disk when {@link #write} answers,
 * and never changes afterwards. A key says nothing about who may see the file: rows do. Never blocks an event loop.
 */
@ApplicationScoped
public class FileStore {

    /** A file over this is refused with {@link Problems#tooLarge}, whoever writes it. */
    public static final long MAX_BYTES = 200L << 20;

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** @param size in bytes */
    public record Stored(String key, long size) {}

    private final Vertx vertx;
    private final Path directory;

    @Inject
    FileStore(Vertx vertx, FileConfig config) {
        this(vertx, directory(config.dataDir(), config.filesUrl()));
    }

    FileStore(Vertx vertx, Path directory) {
        this.vertx = vertx;
        this.directory = directory;
    }

    /** A wrong setting stops the start, rather than the first attachment. */
    void check(@Observes StartupEvent event) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("tributary.files-url (TRIBUTARY_FILES_URL): cannot create " + directory, e);
        }
    }

    public Uni<Stored> write(Buffer bytes) {
        return blocking(() -> store(bytes.length(), target -> fill(target, bytes)));
    }

    /** Copies a file, an upload's temporary one for example; the original stays. */
    public Uni<Stored> write(Path file) {
        return blocking(() -> store(Files.size(file), target -> copy(file, target)));
    }

    /** The whole file. Fails with {@link NoSuchFileException} where the key is not, or no longer, one of ours. */
    public Uni<Buffer> read(String key) {
        return blocking(() -> Buffer.buffer(Files.readAllBytes(locate(key))));
    }

    /** The file as a path, for streaming it out of the service without holding it in memory. Read it, never write it. */
    public Uni<Path> path(String key) {
        return blocking(() -> {
            Path path = locate(key);
            if (!Files.isRegularFile(path)) {
                throw new NoSuchFileException(key);
            }
            return path;
        });
    }

    /** Deleting what is not there is fine. */
    public Uni<Void> delete(String key) {
        return blocking(() -> {
            Files.deleteIfExists(locate(key));
            return null;
        });
    }

    private interface Filling {
        void into(Path target) throws IOException;
    }

    private Stored store(long size, Filling filling) throws IOException {
        if (size > MAX_BYTES) {
            throw Problems.tooLarge("The file has " + size + " bytes; at most " + MAX_BYTES + " are kept.", "Send a smaller file.");
        }
        String key = Ids.next().toString();
        Path place = locate(key);
        Files.createDirectories(place.getParent());
        Path unfinished = place.resolveSibling("." + key + "." + UUID.randomUUID());
        try {
            filling.into(unfinished);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return new Stored(key, size);
    }

    private static void fill(Path target, Buffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(bytes.getBytes());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.copy(source, target);
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Spread by the key's random end: a directory with a million entries is slow to list and to back up. */
    private Path locate(String key) throws NoSuchFileException {
        if (!KEY.matcher(key).matches()) {
            throw new NoSuchFileException(key);
        }
        return directory.resolve(key.substring(key.length() - 2)).resolve(key);
    }

    private <T> Uni<T> blocking(Callable<T> work) {
        return UniHelper.toUni(vertx.executeBlocking(work, false));
    }

    private static Path directory(String dataDirectory, Optional<String> url) {
        if (url.isEmpty() || url.get().isBlank()) {
            return Path.of(dataDirectory, "files").toAbsolutePath();
        }
        URI location = URI.create(url.get().strip());
        if (!"file".equals(location.getScheme())) {
            throw new IllegalStateException("tributary.files-url (TRIBUTARY_FILES_URL) is " + location.getScheme()
                    + ": but this version keeps files in a directory only. Give one as file:///path, on storage that all replicas share.");
        }
        return Path.of(location.getPath() == null ? location.getSchemeSpecificPart() : location.getPath()).toAbsolutePath();
    }
}
