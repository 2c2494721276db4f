package dev.tributary.start;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A database that the service brings along. Found by {@link ServiceLoader}, because native and container builds leave it
 * out.
 */
public interface OwnDatabase {

    /**
     * Starts the server on the data below the directory, made on the first start. Returns when it answers queries, also
     * after a start that ended without a goodbye.
     *
     * @throws StartRefused when another service uses the directory, or the data there is not for this server
     */
    Running start(Path dataDirectory);

    /** The one of this build, if it has one. */
    static Optional<OwnDatabase> find() {
        return ServiceLoader.load(OwnDatabase.class).findFirst();
    }

    /** A server that answers. Closing stops it and waits until its data is safe; closing twice is closing once. */
    interface Running extends AutoCloseable {
        DatabaseAddress address();

        @Override
        void close();
    }
}
