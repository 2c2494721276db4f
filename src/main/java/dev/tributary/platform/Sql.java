package dev.tributary.platform;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What every reader of hand-written SQL needs: rows as values, and our types where PostgreSQL's client has others. */
public final class Sql {

    private Sql() {}

    public static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    /** A timestamptz parameter; null stays null. */
    public static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** A timestamptz column; null stays null. */
    public static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /** A jsonb object as plain maps and lists, which every JSON library writes; null stays null. */
    public static Map<String, Object> map(Row row, String column) {
        return row.getValue(column) instanceof JsonObject object ? object.getMap() : null;
    }

    /** A jsonb array as plain maps and lists; anything else is an empty list. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(Row row, String column) {
        return row.getValue(column) instanceof JsonArray array ? (List<Object>) array.getList() : List.of();
    }
}
