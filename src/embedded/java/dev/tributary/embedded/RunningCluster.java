package dev.tributary.embedded;

import dev.tributary.platform.Secret;
import dev.tributary.start.DatabaseAddress;
import dev.tributary.start.OwnDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/** A server on a free port of this machine's loopback address. */
final class RunningCluster implements OwnDatabase.Running {
    /** Recovery after a crash reads the log of everything since the last checkpoint. */
    private static final String SECONDS_TO_START = "600";

    private static final String SECONDS_TO_STOP = "60";

    private final Cluster cluster;
    private final DirectoryLock lock;
    private final DatabaseAddress address;
    private boolean closed;

    private RunningCluster(Cluster cluster, DirectoryLock lock, DatabaseAddress address) {
        this.cluster = cluster;
        this.lock = lock;
        this.address = address;
    }

    static RunningCluster start(Cluster cluster, DirectoryLock lock) throws IOException {
        int port = freePort();
        String data = cluster.data().toString();
        String log = cluster.directory().resolve("postgres-start.log").toString();
        Command.run(
                "start the embedded PostgreSQL (its words: " + log + ")",
                cluster.command("pg_ctl", "start", "-D", data, "-w", "-t", SECONDS_TO_START, "-l", log, "-o", options(port)));
        DatabaseAddress address =
                new DatabaseAddress("127.0.0.1:" + port + "/postgres", Optional.of(Cluster.USER), Optional.of(new Secret(cluster.password())));
        return new RunningCluster(cluster, lock, address);
    }

    /** Durability is said aloud, although it is the default: nobody should have to wonder. Logs are kept for a week. */
    private static String options(int port) {
        List<String> settings = List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=100",
                "timezone=UTC",
                "logging_collector=on",
                "log_directory=log",
                "log_filename=postgresql-%a.log",
                "log_truncate_on_rotation=on",
                "log_rotation_age=1d");
        return "-c " + String.join(" -c ", settings);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public DatabaseAddress address() {
        return address;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Command.run(
                    "stop the embedded PostgreSQL",
                    cluster.command("pg_ctl", "stop", "-D", cluster.data().toString(), "-m", "fast", "-w", "-t", SECONDS_TO_STOP));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            lock.close();
        }
    }
}
