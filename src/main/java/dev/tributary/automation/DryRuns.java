package dev.tributary.automation;

import dev.tributary.automation.FactsReader.Seen;
import dev.tributary.automation.FactsReader.Subject;
import dev.tributary.automation.action.Actions;
import dev.tributary.automation.engine.Condition;
import dev.tributary.automation.engine.ConditionReader;
import dev.tributary.automation.engine.Explanation;
import dev.tributary.automation.engine.Facts;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Tries a rule that need not be saved on past messages: what it would have done and why, and where that differs from the rule as it is
 * saved. Nothing is written or sent.
 */
@ApplicationScoped
class DryRuns {

    private static final int LAST = 100;

    /**
     * @param ruleId the saved rule that this is an edit of; absent for a new one
     * @param messageIds these, or else the last ones
     */
    record Wanted(
            @Valid @NotNull RuleDraft rule, UUID ruleId, @Size(min = 1, max = 200) List<@NotNull UUID> messageIds, @Min(1) @Max(500) Integer last) {}

    @Schema(name = "TriedMessage")
    record MessageView(UUID id, UUID conversationId, String channelType, String contactName, @Nullable String text, Instant createdAt) {}

    /**
     * @param settings the action, as the rule says it
     * @param done whether the conversation is so already: nothing would have changed
     */
    record Foreseen(Map<String, Object> settings, boolean done) {}

    /**
     * @param saved as the rule is saved; null for a new one
     * @param differs whether the edit changes what happens to this message
     * @param actions what would have been done
     * @param savedActions what the saved rule would have done
     */
    record Line(
            MessageView message, Explanation edited, @Nullable Explanation saved, boolean differs, List<Foreseen> actions, List<Foreseen> savedActions) {}

    private record Saved(Condition condition, List<Map<String, Object>> actions) {}

    /** @param matched how many of the lines match as edited */
    @Schema(name = "DryRunReport")
    record Report(int tried, int matched, int savedMatched, int differing, List<Line> items) {}

    private static final String LATEST = """
            select m.id from message m where m.organization_id = $1 and m.direction = 'inbound' and m.deleted_at is null order by m.id desc limit $2
            """;
    private static final String MESSAGES = """
            select m.id, m.conversation_id, m.text, m.created_at, c.channel_type, k.name as contact_name, t.facts,
                   m.id = (select f.id from message f where f.conversation_id = c.id and f.direction = 'inbound' order by f.created_at, f.id limit 1) as is_first
            from message m join conversation c on c.id = m.conversation_id join contact k on k.id = c.contact_id
            left join lateral (select facts from automation_trace t where t.message_id = m.id and t.depth = 0 and t.event = 'message.received' limit 1) t on true
            where m.organization_id = $1 and m.id = any($2) and m.direction = 'inbound' order by m.created_at desc, m.id desc
            """;

    private final Pool database;
    private final RuleCheck check;
    private final Actions actions;
    private final FactsReader reader;

    DryRuns(Pool database, RuleCheck check, Actions actions, FactsReader reader) {
        this.database = database;
        this.check = check;
        this.actions = actions;
        this.reader = reader;
    }

    Uni<Report> run(UUID organizationId, Wanted wanted) {
        return check.check(database, organizationId, wanted.rule())
                .chain(edited -> saved(organizationId, wanted)
                        .chain(saved -> messages(organizationId, wanted)
                                .chain(rows -> facts(organizationId, rows).map(facts -> report(rows, facts, edited, saved, wanted.rule())))));
    }

    private Uni<Optional<Saved>> saved(UUID organizationId, Wanted wanted) {
        return wanted.ruleId() == null
                ? Uni.createFrom().item(Optional.empty())
                : Rules.get(database, organizationId, wanted.ruleId())
                        .map(rule -> Optional.of(new Saved(ConditionReader.read(rule.conditions(), "conditions", new ArrayList<>()), rule.actions())));
    }

    private Uni<List<Row>> messages(UUID organizationId, Wanted wanted) {
        Uni<UUID[]> ids = wanted.messageIds() != null
                ? Uni.createFrom().item(wanted.messageIds().toArray(UUID[]::new))
                : database.preparedQuery(LATEST)
                        .execute(Tuple.of(organizationId, Optional.ofNullable(wanted.last()).orElse(LAST)))
                        .map(rows -> Sql.all(rows, row -> row.getUUID("id")).toArray(UUID[]::new));
        return ids.chain(wantedIds -> database.preparedQuery(MESSAGES)
                .execute(Tuple.of(organizationId, wantedIds))
                .map(rows -> Sql.all(rows, row -> row))
                .invoke(found -> {
                    if (wanted.messageIds() != null && found.size() < wanted.messageIds().stream().distinct().count()) {
                        throw Problems.invalid("message_ids", "name messages that customers of this workspace did not write");
                    }
                }));
    }

    /** As rules saw them then, where rules looked; as they are now for the others. */
    private Uni<Map<UUID, Facts>> facts(UUID organizationId, List<Row> rows) {
        Map<UUID, Facts> facts = new HashMap<>();
        List<Subject> unseen = new ArrayList<>();
        for (Row row : rows) {
            if (row.getValue("facts") instanceof JsonObject then) {
                facts.put(row.getUUID("id"), Facts.of(then));
            } else {
                unseen.add(new Subject(row.getUUID("conversation_id"), row.getUUID("id"), row.getBoolean("is_first")));
            }
        }
        return reader.read(database, organizationId, unseen).map(seen -> {
            seen.stream().filter(one -> one.messageId() != null).forEach((Seen one) -> facts.put(one.messageId(), one.facts()));
            return facts;
        });
    }

    private Report report(List<Row> rows, Map<UUID, Facts> facts, Condition edited, Optional<Saved> saved, RuleDraft rule) {
        List<Line> lines = rows.stream().filter(row -> facts.containsKey(row.getUUID("id"))).map(row -> line(row, facts.get(row.getUUID("id")), edited, saved, rule)).toList();
        return new Report(
                lines.size(),
                (int) lines.stream().filter(line -> line.edited().matched()).count(),
                (int) lines.stream().filter(line -> line.saved() != null && line.saved().matched()).count(),
                (int) lines.stream().filter(Line::differs).count(),
                lines);
    }

    private Line line(Row row, Facts facts, Condition edited, Optional<Saved> saved, RuleDraft rule) {
        MessageView message = new MessageView(
                row.getUUID("id"), row.getUUID("conversation_id"), row.getString("channel_type"), row.getString("contact_name"), row.getString("text"),
                Sql.instant(row, "created_at"));
        Explanation now = Explanation.of(edited, facts);
        Explanation before = saved.map(rules -> Explanation.of(rules.condition(), facts)).orElse(null);
        List<Foreseen> does = now.matched() ? foresee(rule.actions(), facts) : List.of();
        List<Foreseen> did = before != null && before.matched() ? foresee(saved.get().actions(), facts) : List.of();
        return new Line(message, now, before, before != null && !(before.matched() == now.matched() && effects(does).equals(effects(did))), does, did);
    }

    private List<Foreseen> foresee(List<Map<String, Object>> wanted, Facts facts) {
        return wanted.stream().map(one -> {
            JsonObject settings = new JsonObject(one);
            return new Foreseen(one, actions.find(settings.getString("type")).filter(action -> action.isDone(facts, settings)).isPresent());
        }).toList();
    }

    private static List<JsonObject> effects(List<Foreseen> foreseen) {
        return foreseen.stream().filter(one -> !one.done()).map(one -> new JsonObject(one.settings())).toList();
    }
}
