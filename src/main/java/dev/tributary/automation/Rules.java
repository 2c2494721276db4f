package dev.tributary.automation;

import dev.tributary.automation.action.ActionField.Type;
import dev.tributary.automation.action.Actions;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Audit;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The rules of a workspace, as admins write them. Whatever changes is a new version of the whole, and what was is kept for the traces. */
@ApplicationScoped
class Rules {

    private static final int MOST = 20_000;
    private static final String COLUMNS = "id, name, is_active, position, event, conditions, actions, stop, schedule, created_at, updated_at";
    private static final String LIST = "select " + COLUMNS + " from automation_rule where organization_id = $1 order by position, id limit " + MOST;
    private static final String GET = "select " + COLUMNS + " from automation_rule where organization_id = $1 and id = $2";
    private static final String CREATE = """
            insert into automation_rule (id, organization_id, name, is_active, position, event, conditions, actions, stop, schedule, created_at, updated_at)
            select $1, $2, $3, $4, coalesce(max(position) + 1, 0), $5, $6, $7, $8, $9, $10, $10 from automation_rule where organization_id = $2
            """;
    private static final String CHANGE = """
            update automation_rule set name = $3, is_active = $4, event = $5, conditions = $6, actions = $7, stop = $8, schedule = $9, updated_at = $10
            where organization_id = $1 and id = $2
            """;
    private static final String DELETE = "delete from automation_rule where organization_id = $1 and id = $2 returning name";
    private static final String ORDER = """
            update automation_rule r set position = o.n from unnest($2::uuid[]) with ordinality as o(id, n)
            where r.organization_id = $1 and r.id = o.id
            """;
    private static final String ADD_TAGS = """
            insert into tag (id, organization_id, name, created_at) select gen_random_uuid(), $1, name, $3 from unnest($2::text[]) name
            on conflict (organization_id, lower(name)) do nothing
            """;

    private static final String NEXT_VERSION = """
            insert into automation_version as v (organization_id, version) values ($1, 1)
            on conflict (organization_id) do update set version = v.version + 1 returning version
            """;
    private static final String END_REVISIONS = """
            update automation_rule_revision r set until = $2 where r.organization_id = $1 and r.until is null and not exists (
                select 1 from automation_rule a where a.id = r.rule_id and a.is_active
                  and (a.name, a.event, a.position, a.conditions, a.actions, a.stop, a.schedule)
                      is not distinct from (r.name, r.event, r.position, r.conditions, r.actions, r.stop, r.schedule))
            """;
    private static final String BEGIN_REVISIONS = """
            insert into automation_rule_revision (id, organization_id, rule_id, since, since_at, name, event, position, conditions, actions, stop, schedule)
            select gen_random_uuid(), a.organization_id, a.id, $2, $3, a.name, a.event, a.position, a.conditions, a.actions, a.stop, a.schedule
            from automation_rule a where a.organization_id = $1 and a.is_active
              and not exists (select 1 from automation_rule_revision r where r.rule_id = a.id and r.until is null)
            """;

    private final Pool database;
    private final RuleCheck check;
    private final Actions actions;
    private final Audit audit;
    private final Clock clock;

    Rules(Pool database, RuleCheck check, Actions actions, Audit audit, Clock clock) {
        this.database = database;
        this.check = check;
        this.actions = actions;
        this.audit = audit;
        this.clock = clock;
    }

    /** In the order in which they are tried. */
    Uni<List<RuleView>> list(UUID organizationId) {
        return database.preparedQuery(LIST).execute(Tuple.of(organizationId)).map(rows -> Sql.all(rows, Rules::view));
    }

    Uni<RuleView> get(UUID organizationId, UUID id) {
        return get(database, organizationId, id);
    }

    /** The new rule is tried last. */
    Uni<RuleView> create(Caller caller, RuleDraft draft) {
        UUID id = Ids.next();
        return writing(caller, "automation_rule.created", id, draft.name(), tx -> check.check(tx, caller.organizationId(), draft)
                .chain(() -> addTags(tx, caller, draft))
                .chain(() -> tx.preparedQuery(CREATE).execute(row(id, caller.organizationId(), draft)))
                .replaceWithVoid())
                .chain(() -> get(caller.organizationId(), id));
    }

    /** @param change makes the rule as it shall be of the rule as it is */
    Uni<RuleView> change(Caller caller, UUID id, Function<RuleView, RuleDraft> change) {
        UUID organizationId = caller.organizationId();
        return get(organizationId, id)
                .map(change)
                .chain(draft -> writing(caller, "automation_rule.changed", id, draft.name(), tx -> check.check(tx, organizationId, draft)
                        .chain(() -> addTags(tx, caller, draft))
                        .chain(() -> tx.preparedQuery(CHANGE).execute(row(organizationId, id, draft)))
                        .replaceWithVoid()))
                .chain(() -> get(organizationId, id));
    }

    Uni<Void> delete(Caller caller, UUID id) {
        return get(caller.organizationId(), id).chain(rule -> writing(caller, "automation_rule.deleted", id, rule.name(), tx -> tx.preparedQuery(DELETE)
                .execute(Tuple.of(caller.organizationId(), id))
                .replaceWithVoid()));
    }

    /** Refused unless exactly all rules are named. */
    Uni<List<RuleView>> order(Caller caller, List<UUID> ids) {
        UUID organizationId = caller.organizationId();
        return list(organizationId)
                .invoke(rules -> {
                    List<UUID> known = rules.stream().map(RuleView::id).toList();
                    if (ids.size() != known.size() || !new HashSet<>(ids).equals(new HashSet<>(known))) {
                        throw Problems.invalid("ids", "must name every rule of this workspace once");
                    }
                })
                .chain(() -> writing(caller, "automation_rules.ordered", null, null, tx -> tx.preparedQuery(ORDER)
                        .execute(Tuple.of(organizationId, ids.toArray(UUID[]::new)))
                        .replaceWithVoid()))
                .chain(() -> list(organizationId));
    }

    private Uni<Void> writing(Caller caller, String what, UUID id, String name, Function<SqlConnection, Uni<Void>> work) {
        Map<String, String> detail = Optional.ofNullable(name).map(given -> Map.of("name", given)).orElse(Map.of());
        return database.withTransaction(tx -> tx.preparedQuery(NEXT_VERSION)
                .execute(Tuple.of(caller.organizationId()))
                .map(rows -> rows.iterator().next().getLong("version"))
                .call(() -> work.apply(tx))
                .call(version -> tx.preparedQuery(END_REVISIONS).execute(Tuple.of(caller.organizationId(), version)))
                .call(version -> tx.preparedQuery(BEGIN_REVISIONS).execute(Tuple.of(caller.organizationId(), version, Sql.time(clock.instant()))))
                .chain(() -> audit.record(tx, caller, what, new Target("automation_rule", id), detail)));
    }

    private Uni<Void> addTags(SqlConnection tx, Caller caller, RuleDraft draft) {
        String[] names = actions.references(draft.actions(), Type.TAGS, Type.TAGS).values().stream().map(String::strip).distinct().toArray(String[]::new);
        return names.length == 0
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(ADD_TAGS).execute(Tuple.of(caller.organizationId(), names, Sql.time(clock.instant()))).replaceWithVoid();
    }

    private Tuple row(UUID first, UUID second, RuleDraft draft) {
        return Tuple.tuple()
                .addUUID(first)
                .addUUID(second)
                .addString(draft.name().strip())
                .addBoolean(draft.active())
                .addString(draft.event())
                .addJsonObject(new JsonObject(draft.conditions()))
                .addValue(new JsonArray(draft.actions()))
                .addBoolean(draft.stops())
                .addValue(draft.schedule() == null ? null : new JsonObject(draft.schedule()))
                .addOffsetDateTime(Sql.time(clock.instant()));
    }

    static Uni<RuleView> get(SqlClient database, UUID organizationId, UUID id) {
        return database.preparedQuery(GET).execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).map(Rules::view).orElseThrow(() -> Problems.notFound("automation rule")));
    }

    private static RuleView view(Row row) {
        List<Map<String, Object>> actions = ((JsonArray) row.getValue("actions")).stream().map(action -> ((JsonObject) action).getMap()).toList();
        return new RuleView(
                row.getUUID("id"), row.getString("name"), row.getBoolean("is_active"), row.getInteger("position"), row.getString("event"),
                ((JsonObject) row.getValue("conditions")).getMap(), actions, row.getBoolean("stop"),
                row.getValue("schedule") instanceof JsonObject schedule ? schedule.getMap() : null, Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"));
    }
}
