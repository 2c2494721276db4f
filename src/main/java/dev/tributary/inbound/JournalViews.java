package dev.tributary.inbound;

import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The one projection of the journal. */
@ApplicationScoped
class JournalViews {

    private static final String COLUMNS = """
            select id, received_at, source, outcome, reason, problem, event_count, headers, substring(body from 1 for 65536) as body, message_ids, attempts, replayed_at
            from journal_event
            """;

    private static final String LIST = COLUMNS + """
            where organization_id = $1 and channel_account_id = $2 and ($3::text[] is null or outcome = any($3)) and ($4::uuid is null or id < $4)
            order by id desc limit $5
            """;

    private static final String GET = COLUMNS + "where organization_id = $1 and id = $2";

    private static final String ACCOUNT = "select 1 from channel_account where organization_id = $1 and id = $2";

    private final Pool database;

    JournalViews(Pool database) {
        this.database = database;
    }

    /** Newest first, at most one more than the limit, so that the caller knows whether there is a next page. 404 for a foreign account. */
    Uni<List<JournalView>> list(UUID organizationId, UUID accountId, String[] outcomes, UUID before, int limit) {
        Tuple row = Tuple.tuple().addUUID(organizationId).addUUID(accountId).addArrayOfString(outcomes).addUUID(before).addInteger(limit + 1);
        return database.preparedQuery(ACCOUNT)
                .execute(Tuple.of(organizationId, accountId))
                .invoke(found -> present(found, "channel account"))
                .chain(() -> database.preparedQuery(LIST).execute(row))
                .map(rows -> Sql.all(rows, JournalViews::view));
    }

    Uni<JournalView> get(UUID organizationId, UUID id) {
        return database.preparedQuery(GET)
                .execute(Tuple.of(organizationId, id))
                .invoke(rows -> present(rows, "journal event"))
                .map(rows -> view(rows.iterator().next()));
    }

    private static void present(RowSet<Row> rows, String what) {
        if (rows.size() == 0) {
            throw Problems.notFound(what);
        }
    }

    private static JournalView view(Row row) {
        return new JournalView(
                row.getUUID("id"),
                Sql.instant(row, "received_at"),
                row.getString("source"),
                row.getString("outcome"),
                row.getString("reason"),
                Sql.map(row, "problem"),
                row.getInteger("event_count"),
                Optional.ofNullable(Sql.map(row, "headers")).orElse(Map.of()),
                new String(row.getBuffer("body").getBytes(), StandardCharsets.UTF_8),
                List.of(row.getArrayOfUUIDs("message_ids")),
                row.getInteger("attempts"),
                Sql.instant(row, "replayed_at"));
    }
}
