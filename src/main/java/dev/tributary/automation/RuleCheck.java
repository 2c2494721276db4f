package dev.tributary.automation;

import dev.tributary.automation.action.ActionField.Type;
import dev.tributary.automation.action.Actions;
import dev.tributary.automation.engine.Condition.Leaf;
import dev.tributary.automation.engine.Condition;
import dev.tributary.automation.engine.ConditionReader;
import dev.tributary.automation.engine.Fields;
import dev.tributary.automation.engine.Operator;
import dev.tributary.automation.engine.RuleBook;
import dev.tributary.automation.engine.Schedule;
import dev.tributary.automation.engine.Trigger;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether a rule can be saved: every field, operator, value and setting is known and fits, and whoever it names is there. */
@ApplicationScoped
class RuleCheck {

    private static final String THERE_IS = """
            select 'user' as kind, id from app_user where organization_id = $1 and is_active and removed_at is null
            union all select 'team', id from team where organization_id = $1
            union all select 'channel_account', id from channel_account where organization_id = $1
            union all select 'canned_response', id from canned_response where organization_id = $1
            """;

    private final Actions actions;

    RuleCheck(Actions actions) {
        this.actions = actions;
    }

    /** Fails with 400 and every wrong field at once; otherwise the condition, compiled. */
    Uni<Condition> check(SqlClient database, UUID organizationId, RuleDraft draft) {
        List<FieldError> errors = new ArrayList<>();
        Condition condition = checkForm(draft, errors);
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
        return database.preparedQuery(THERE_IS).execute(Tuple.of(organizationId)).map(rows -> {
            Map<String, Set<String>> there = new HashMap<>();
            Sql.all(rows, row -> there.computeIfAbsent(row.getString("kind"), _ -> new HashSet<>()).add(row.getUUID("id").toString()));
            checkReferences(condition, "conditions", there, errors);
            checkReferences(draft.actions(), there, errors);
            if (!errors.isEmpty()) {
                throw Problems.invalid(errors);
            }
            return condition;
        });
    }

    private Condition checkForm(RuleDraft draft, List<FieldError> errors) {
        if (Trigger.of(draft.event()).isEmpty()) {
            errors.add(new FieldError("event", "must be one of " + String.join(", ", Trigger.wireNames())));
        }
        checkSchedule(draft, errors);
        Condition condition = ConditionReader.read(draft.conditions(), "conditions", errors);
        actions.check(draft.actions(), errors);
        if (errors.isEmpty() && Trigger.of(draft.event()).orElseThrow() == Trigger.CONVERSATION_IDLE && idleMinutes(condition) < 1) {
            errors.add(new FieldError("conditions", "must all hold with idle_minutes at_least 1 or more among them: how long nobody wrote"));
        }
        return condition;
    }

    private static void checkSchedule(RuleDraft draft, List<FieldError> errors) {
        boolean scheduled = Trigger.SCHEDULE.wireName().equals(draft.event());
        if (scheduled && draft.schedule() == null) {
            errors.add(new FieldError("schedule", "must say when: at, a list of times, or every_minutes"));
        } else if (scheduled) {
            Schedule.read(draft.schedule(), "schedule", errors);
        } else if (draft.schedule() != null) {
            errors.add(new FieldError("schedule", "goes with the event schedule only"));
        }
    }

    /** How long nobody must have written for an idle rule to be tried; 0 where it does not say. */
    static long idleMinutes(Condition condition) {
        return RuleBook.required(condition).stream()
                .filter(leaf -> leaf.name().equals(Fields.IDLE_MINUTES) && leaf.operator() == Operator.AT_LEAST)
                .mapToLong(leaf -> (Long) leaf.value())
                .max()
                .orElse(0);
    }

    private static void checkReferences(Condition condition, String path, Map<String, Set<String>> there, List<FieldError> errors) {
        switch (condition) {
            case Condition.Group group -> {
                String kind = path + "." + group.kind().name().toLowerCase(Locale.ROOT);
                for (int index = 0; index < group.parts().size(); index++) {
                    checkReferences(group.parts().get(index), kind + "[" + index + "]", there, errors);
                }
            }
            case Leaf leaf when Set.of("user", "team", "channel_account").contains(String.valueOf(leaf.field().refersTo())) -> {
                List<?> ids = leaf.value() instanceof List<?> many ? many : leaf.value() == null ? List.of() : List.of(leaf.value());
                ids.stream().filter(id -> !there.getOrDefault(leaf.field().refersTo(), Set.of()).contains(String.valueOf(id))).findFirst()
                        .ifPresent(_ -> errors.add(new FieldError(path + ".value", "is no " + leaf.field().refersTo().replace('_', ' ') + " of this workspace")));
            }
            case Leaf _, Condition.Always _ -> {}
        }
    }

    private void checkReferences(List<Map<String, Object>> given, Map<String, Set<String>> there, List<FieldError> errors) {
        requireThere(actions.references(given, Type.USER, Type.USERS), "user", there, errors);
        requireThere(actions.references(given, Type.TEAM, null), "team", there, errors);
        requireThere(actions.references(given, Type.CANNED_RESPONSE, null), "canned_response", there, errors);
    }

    private static void requireThere(Map<String, String> named, String kind, Map<String, Set<String>> there, List<FieldError> errors) {
        named.forEach((path, id) -> {
            if (!there.getOrDefault(kind, Set.of()).contains(id)) {
                errors.add(new FieldError(path, "is no " + kind.replace('_', ' ') + " of this workspace"));
            }
        });
    }
}
