package dev.tributary.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchTransactionTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Pool database;

    private final String holder = "batch " + UUID.randomUUID();

    @BeforeEach
    void nothing_is_there() {
        assertEquals(0, written());
    }

    @Test
    void what_it_did_and_its_last_statements_are_there_afterwards() {
        run(tx -> write(tx, "first").map(_ -> List.of(write(tx, "second"), write(tx, "third"))));
        assertEquals(3, written());
    }

    @Test
    void a_last_statement_that_is_refused_takes_everything_with_it_and_is_the_failure_that_is_told() {
        PgException refused = assertThrows(
                PgException.class,
                () -> run(tx -> write(tx, "first").map(_ -> List.of(write(tx, "second"), fail(tx), write(tx, "third")))));
        assertEquals("22012", refused.getSqlState());
        assertEquals(0, written());
    }

    @Test
    void work_that_fails_is_rolled_back_and_leaves_the_connection_as_it_was() {
        for (int again = 0; again < 30; again++) {
            assertThrows(IllegalStateException.class, () -> run(tx -> write(tx, "first").map(_ -> {
                throw new IllegalStateException("no");
            })));
        }
        assertEquals(0, written());
        assertEquals(30, mayScan(), "the settings of the transaction ended with it");
    }

    private void run(Function<SqlConnection, Uni<List<Uni<Void>>>> work) {
        BatchTransaction.run(database, (tx, begun) -> begun.chain(() -> work.apply(tx))).await().atMost(SOON);
    }

    private Uni<Void> write(SqlConnection tx, String name) {
        return tx.preparedQuery("insert into lease (name, owner, until) values ($1, $2, now() - interval '1 hour')")
                .execute(Tuple.of(holder + name, holder))
                .replaceWithVoid();
    }

    private static Uni<Void> fail(SqlConnection tx) {
        return tx.query("select 1 / 0").execute().replaceWithVoid();
    }

    private int written() {
        return database.preparedQuery("select count(*)::int as n from lease where owner = $1")
                .execute(Tuple.of(holder))
                .map(rows -> rows.iterator().next().getInteger("n"))
                .await().atMost(SOON);
    }

    /** Of thirty looks, each on any of the pool's connections, those that found the usual setting. */
    private long mayScan() {
        return IntStream.range(0, 30)
                .filter(_ -> database.query("show enable_seqscan").execute().await().atMost(SOON).iterator().next().getString(0).equals("on"))
                .count();
    }
}
