package dev.tributary.identity;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reading this room's rows. */
final class Rows {
    private Rows() {}

    static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    /** From the columns organization_id, user_id, role and name: a person, without a token's limits. */
    static Caller person(Row row) {
        return new Caller(
                row.getUUID("organization_id"),
                Optional.of(row.getUUID("user_id")),
                Optional.empty(),
                Role.ofWireName(row.getString("role")),
                Set.of(Caller.EVERY_SCOPE),
                row.getString("name"));
    }
}
