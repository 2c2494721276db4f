package dev.tributary.platform;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Carries announcements to every replica: to this one at once, as a CDI event, to the others by NOTIFY in batches apart from
 * any business transaction. Best effort: whoever listens also looks for itself now and then. {@link Reconnected} says that some
 * may have been missed.
 */
@ApplicationScoped
public class Announcements {

    /** The line to the other replicas was down and is up again. */
    public record Reconnected() {}

    private static final String CHANNEL = "tributary";
    private static final long BATCH_PAUSE_MILLIS = 5;
    private static final long RECONNECT_MILLIS = 1_000;
    private static final int MAX_WAITING = 10_000;
    private static final String SEPARATOR = "|";

    /** Needs no durability, so its commit does not wait for the disk. */
    private static final String NOTIFY = """
            select set_config('synchronous_commit', 'off', true)
            union all select pg_notify('tributary', p)::text from unnest($1::text[]) p
            """;

    private final String replica = UUID.randomUUID().toString();
    private final Vertx vertx;
    private final Pool database;
    private final Event<Announcement> announced;
    private final Event<Reconnected> reconnected;
    private final Set<Announcement> waiting = new LinkedHashSet<>();
    private boolean flushing;
    private volatile boolean closed;
    private volatile SqlConnection listener;

    Announcements(Vertx vertx, Pool database, Event<Announcement> announced, Event<Reconnected> reconnected) {
        this.vertx = vertx;
        this.database = database;
        this.announced = announced;
        this.reconnected = reconnected;
    }

    /** This process among its replicas; new at every start. */
    public String replica() {
        return replica;
    }

    /** Never blocks and never fails. Observers run on the calling thread and must not block either. */
    public void publish(Announcement announcement) {
        announced.fire(announcement);
        synchronized (waiting) {
            if (waiting.size() < MAX_WAITING) {
                waiting.add(announcement);
            }
            if (flushing) {
                return;
            }
            flushing = true;
        }
        flush();
    }

    void start(@Observes StartupEvent event) {
        listen();
    }

    void stop(@Observes ShutdownEvent event) {
        closed = true;
        SqlConnection open = listener;
        if (open != null) {
            open.close().subscribe().with(_ -> {}, _ -> {});
        }
    }

    private void flush() {
        String[] payloads = takeWaiting();
        if (payloads.length == 0) {
            return;
        }
        notifyOthers(payloads)
                .onFailure().invoke(failure -> Log.debugf("Announcing to other replicas failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull()
                .subscribe().with(_ -> vertx.setTimer(BATCH_PAUSE_MILLIS, _ -> flush()));
    }

    private String[] takeWaiting() {
        synchronized (waiting) {
            String[] payloads = waiting.stream().map(this::encode).toArray(String[]::new);
            waiting.clear();
            flushing = payloads.length > 0;
            return payloads;
        }
    }

    private String encode(Announcement announcement) {
        return String.join(SEPARATOR, replica, announcement.topic(), announcement.payload());
    }

    private Uni<Void> notifyOthers(String[] payloads) {
        return database.preparedQuery(NOTIFY).execute(Tuple.of(payloads)).replaceWithVoid();
    }

    private void listen() {
        if (closed) {
            return;
        }
        database.getConnection()
                .call(connection -> connection.query("listen " + CHANNEL).execute())
                .subscribe()
                .with(this::listening, failure -> listenAgain("Listening for other replicas failed: " + failure.getMessage()));
    }

    private void listening(SqlConnection connection) {
        listener = connection;
        PgConnection postgres = PgConnection.newInstance((io.vertx.pgclient.PgConnection) connection.getDelegate());
        postgres.notificationHandler(notification -> receive(notification.getPayload()));
        connection.closeHandler(() -> listenAgain("The line to the other replicas closed"));
        reconnected.fire(new Reconnected());
    }

    private void listenAgain(String why) {
        if (closed) {
            return;
        }
        Log.debug(why);
        vertx.setTimer(RECONNECT_MILLIS, _ -> listen());
    }

    private void receive(String payload) {
        String[] parts = payload.split("\\" + SEPARATOR, 3);
        if (parts.length == 3 && !parts[0].equals(replica)) {
            announced.fire(new Announcement(parts[1], parts[2]));
        }
    }
}
