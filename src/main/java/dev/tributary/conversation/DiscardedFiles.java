package dev.tributary.conversation;

import dev.tributary.platform.FileStore;
import dev.tributary.platform.Leases;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * Deletes the bytes of attachments whose rows are gone. The database notes them in the transaction that deletes the row, so none
 * is forgotten and none is deleted for a transaction that came to nothing.
 */
@ApplicationScoped
class DiscardedFiles {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final int BATCH = 200;

    private static final String DISCARDED = "select storage_key from discarded_file order by discarded_at limit " + BATCH;

    private static final String DONE = "delete from discarded_file where storage_key = any($1)";

    private final Pool database;
    private final FileStore files;
    private final Leases leases;

    DiscardedFiles(Pool database, FileStore files, Leases leases) {
        this.database = database;
        this.files = files;
        this.leases = leases;
    }

    @Scheduled(every = "${tributary.conversation.discards:20s}", delayed = "10s", identity = "discarded-files", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return leases.whenHeld("discarded-files", LEASE, this::deleteAll);
    }

    private Uni<Void> deleteAll() {
        return database.query(DISCARDED)
                .execute()
                .map(rows -> Sql.all(rows, row -> row.getString("storage_key")))
                .chain(keys -> keys.isEmpty() ? Uni.createFrom().voidItem() : delete(keys).chain(() -> keys.size() < BATCH ? Uni.createFrom().voidItem() : deleteAll()));
    }

    /** The bytes first: after a crash in between they are deleted once more, which does no harm. */
    private Uni<Void> delete(List<String> keys) {
        return Multi.createFrom().iterable(keys)
                .onItem().transformToUniAndConcatenate(key -> files.delete(key)
                        .onFailure().invoke(failure -> Log.warnf(failure, "A file could not be deleted key=%s", key))
                        .onFailure().recoverWithNull())
                .collect().last()
                .chain(() -> database.preparedQuery(DONE).execute(Tuple.of(keys.toArray(String[]::new))))
                .replaceWithVoid();
    }
}
