package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.CompositeException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A transaction for statements that take arrays and are executed all the time. Its statements are planned once a connection, not at
 * every call, and find their rows by index whatever was known of their tables then. Its last statements and the commit leave
 * together: where one of them fails, PostgreSQL turns that commit into a rollback.
 */
public final class BatchTransaction {

    private static final String BEGIN = "begin; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off";

    private BatchTransaction() {}

    /**
     * @param work does everything but the last statements, and answers those: each is sent as soon as it is subscribed to, without waiting
     *     for the one before. It is given what tells that the transaction has begun, and may read before that, but write only afterwards
     */
    public static Uni<Void> run(Pool database, BiFunction<SqlConnection, Uni<Void>, Uni<List<Uni<Void>>>> work) {
        return database.withConnection(tx -> {
            Uni<Void> begun = tx.query(BEGIN).execute().replaceWithVoid().memoize().indefinitely();
            begun.subscribe().with(_ -> {}, _ -> {});
            return Uni.createFrom().deferred(() -> work.apply(tx, begun))
                    .call(() -> begun)
                    .onFailure().call(() -> tx.query("rollback").execute().onFailure().recoverWithNull())
                    .chain(last -> end(tx, last));
        });
    }

    /**
     * Reads in one round trip: begin, what is read, and the commit leave together. A plan that was made while a table was small, and reads it
     * whole, would otherwise be kept until somebody analyses the table.
     *
     * @param reads sends its statements when it is subscribed to, without waiting in between
     */
    public static <T> Uni<T> read(Pool database, Function<SqlConnection, Uni<T>> reads) {
        return database.withConnection(tx -> Uni.combine().all()
                .unis(tx.query(BEGIN).execute(), reads.apply(tx), tx.query("commit").execute())
                .collectFailures()
                .with((_, read, _) -> read)
                .onFailure(CompositeException.class).transform(all -> ((CompositeException) all).getCauses().getFirst()));
    }

    private static Uni<Void> end(SqlConnection tx, List<Uni<Void>> last) {
        List<Uni<Void>> statements = new ArrayList<>(last);
        statements.add(tx.query("commit").execute().replaceWithVoid());
        return Uni.join().all(statements).andCollectFailures().replaceWithVoid()
                .onFailure(CompositeException.class).transform(all -> ((CompositeException) all).getCauses().getFirst());
    }
}
