package dev.tributary.automation;

import dev.tributary.automation.engine.Condition;
import dev.tributary.automation.engine.ConditionReader;
import dev.tributary.automation.engine.Rule;
import dev.tributary.automation.engine.RuleBook;
import dev.tributary.automation.engine.Schedule;
import dev.tributary.automation.engine.Trigger;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The compiled rules of organizations. A book is as new as the version number that is read in the transaction that uses it, so a
 * rule that was saved is in force with the next message, on every replica.
 */
@ApplicationScoped
class RuleBooks {

    private static final String VERSIONS = "select organization_id, version from automation_version where organization_id = any($1)";
    private static final String AS_OF = """
            select rule_id, name, event, position, conditions, actions, stop, since_at, schedule from automation_rule_revision
            where organization_id = $1 and since <= $2 and (until is null or until > $2)
            """;

    private final Map<UUID, RuleBook> books = new ConcurrentHashMap<>();

    Uni<RuleBook> current(SqlClient database, UUID organizationId) {
        return versions(database, Set.of(organizationId)).chain(versions -> of(database, organizationId, versions.get(organizationId)));
    }

    /** The number of each organization's book as this transaction sees it; 0 where there never was a rule. */
    Uni<Map<UUID, Long>> versions(SqlClient database, Set<UUID> organizationIds) {
        return database.preparedQuery(VERSIONS).execute(Tuple.of(organizationIds.toArray(UUID[]::new))).map(rows -> {
            Map<UUID, Long> versions = new HashMap<>();
            organizationIds.forEach(id -> versions.put(id, 0L));
            rows.forEach(row -> versions.put(row.getUUID("organization_id"), row.getLong("version")));
            return versions;
        });
    }

    /** The rules that were in force then. */
    Uni<RuleBook> asOf(SqlClient database, UUID organizationId, long version) {
        return database.preparedQuery(AS_OF)
                .execute(Tuple.of(organizationId, version))
                .map(rows -> new RuleBook(version, Sql.all(rows, RuleBooks::rule).stream().filter(Objects::nonNull).toList()));
    }

    /** The book of this number, as it was read in this transaction. */
    Uni<RuleBook> of(SqlClient database, UUID organizationId, long version) {
        RuleBook known = books.get(organizationId);
        if (known != null && known.version() == version) {
            return Uni.createFrom().item(known);
        }
        return asOf(database, organizationId, version).invoke(book -> books.put(organizationId, book));
    }

    /** Null for a rule that this release no longer understands: it was saved by a newer one. */
    private static Rule rule(Row row) {
        List<FieldError> errors = new ArrayList<>();
        Condition condition = ConditionReader.read(((JsonObject) row.getValue("conditions")).getMap(), "conditions", errors);
        Schedule schedule = row.getValue("schedule") instanceof JsonObject json ? Schedule.read(json.getMap(), "schedule", errors) : null;
        return Trigger.of(row.getString("event"))
                .filter(_ -> errors.isEmpty())
                .map(trigger -> new Rule(
                        row.getUUID("rule_id"), row.getString("name"), trigger, row.getInteger("position"), condition, actions(row), row.getBoolean("stop"),
                        Sql.instant(row, "since_at"), schedule))
                .orElse(null);
    }

    private static List<JsonObject> actions(Row row) {
        return ((JsonArray) row.getValue("actions")).stream().map(JsonObject.class::cast).toList();
    }
}
