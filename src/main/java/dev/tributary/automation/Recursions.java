package dev.tributary.automation;

import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where the rules as they are now went on in a circle until they were held back: what an admin has to put right. */
@ApplicationScoped
class Recursions {

    /** @param rules the names of those that would have acted next */
    record Recursion(UUID conversationId, @Nullable UUID messageId, List<String> rules, Instant at) {}

    private static final Duration RECENT = Duration.ofDays(7);
    private static final String LAST = """
            select conversation_id, message_id, results, created_at from automation_trace
            where organization_id = $1 and halted = 'recursion' and created_at > $2
              and version = (select v.version from automation_version v where v.organization_id = $1) order by id desc limit 20
            """;

    private final Pool database;
    private final Clock clock;

    Recursions(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Uni<List<Recursion>> last(UUID organizationId) {
        return database.preparedQuery(LAST)
                .execute(Tuple.of(organizationId, Sql.time(clock.instant().minus(RECENT))))
                .map(rows -> Sql.all(rows, Recursions::read));
    }

    private static Recursion read(Row row) {
        List<String> rules = ((JsonArray) row.getValue("results")).stream().map(result -> ((JsonObject) result).getString("name")).toList();
        return new Recursion(row.getUUID("conversation_id"), row.getUUID("message_id"), rules, Sql.instant(row, "created_at"));
    }
}
