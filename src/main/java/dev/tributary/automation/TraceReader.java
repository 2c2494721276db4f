package dev.tributary.automation;

import dev.tributary.automation.TraceView.ActionTrace;
import dev.tributary.automation.TraceView.RuleTrace;
import dev.tributary.automation.TraceView.Words;
import dev.tributary.automation.engine.Explanation;
import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.automation.engine.Rule;
import dev.tributary.automation.engine.RuleBook;
import dev.tributary.automation.engine.Trigger;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells what rules did, and why the others did not: the rules as they were are asked once more about the facts as they were. */
@ApplicationScoped
class TraceReader {

    private static final int LAST = 50;
    private static final String OF_MESSAGE = "select conversation_id from message where organization_id = $1 and id = $2";
    private static final String OF_CONVERSATION = "select id as conversation_id from conversation where organization_id = $1 and id = $2";
    private static final String COLUMNS = "select id, event, depth, version, facts, results, halted, created_at from automation_trace ";
    private static final String READ_MESSAGE = COLUMNS + "where organization_id = $1 and message_id = $2 order by id";
    private static final String READ_CONVERSATION = COLUMNS + "where organization_id = $1 and conversation_id = $2 order by id desc limit " + LAST;
    private static final String JOBS = "select id, state, outcome, told from automation_job where organization_id = $1 and conversation_id = $2";

    private record JobState(String state, String outcome, JsonObject told) {}

    private final Pool database;
    private final RuleBooks books;

    TraceReader(Pool database, RuleBooks books) {
        this.database = database;
        this.books = books;
    }

    /** In the order in which it happened; empty where no rule was about the message's channel. */
    Uni<List<TraceView>> ofMessage(UUID organizationId, UUID messageId) {
        return read(organizationId, messageId, "message", OF_MESSAGE, READ_MESSAGE);
    }

    /** The last ones, the newest first, whatever made the rules look. */
    Uni<List<TraceView>> ofConversation(UUID organizationId, UUID conversationId) {
        return read(organizationId, conversationId, "conversation", OF_CONVERSATION, READ_CONVERSATION);
    }

    private Uni<List<TraceView>> read(UUID organizationId, UUID id, String what, String find, String read) {
        return database.preparedQuery(find)
                .execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).orElseThrow(() -> Problems.notFound(what)).getUUID("conversation_id"))
                .chain(conversationId -> jobs(organizationId, conversationId))
                .chain(jobs -> database.preparedQuery(read)
                        .execute(Tuple.of(organizationId, id))
                        .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                        .onItem().transformToUniAndConcatenate(row -> books.asOf(database, organizationId, row.getLong("version")).map(book -> view(row, book, jobs)))
                        .collect().asList());
    }

    private Uni<Map<UUID, JobState>> jobs(UUID organizationId, UUID conversationId) {
        return database.preparedQuery(JOBS).execute(Tuple.of(organizationId, conversationId)).map(rows -> {
            Map<UUID, JobState> jobs = new HashMap<>();
            rows.forEach(row -> jobs.put(row.getUUID("id"), new JobState(row.getString("state"), row.getString("outcome"), (JsonObject) row.getValue("told"))));
            return jobs;
        });
    }

    private static TraceView view(Row row, RuleBook book, Map<UUID, JobState> jobs) {
        JsonObject json = (JsonObject) row.getValue("facts");
        Facts facts = Facts.of(json);
        Trigger trigger = Trigger.of(row.getString("event")).orElseThrow();
        String halted = row.getString("halted");
        Map<UUID, JsonObject> results = new HashMap<>();
        ((JsonArray) row.getValue("results")).forEach(result -> results.put(UUID.fromString(((JsonObject) result).getString("rule_id")), (JsonObject) result));
        List<RuleTrace> rules = new ArrayList<>();
        Rule stopper = trigger.isByClock() ? null : book.match(trigger, facts).stoppedBy();
        boolean stopped = false;
        for (Rule rule : book.about(trigger, facts.text(Fields.CHANNEL_TYPE), facts.text(Fields.CHANNEL_ACCOUNT))) {
            if (!trigger.isByClock() || results.containsKey(rule.id())) {
                rules.add(rule(rule, facts, halted, stopped, rule == stopper, results.get(rule.id()), jobs));
            }
            stopped |= rule == stopper;
        }
        int others = trigger.isByClock() ? 0 : book.rules(trigger).size() - rules.size();
        return new TraceView(
                row.getUUID("id"), trigger.wireName(), row.getInteger("depth"), halted, Sql.instant(row, "created_at"), json.getMap(), rules, others);
    }

    private static RuleTrace rule(Rule rule, Facts facts, String halted, boolean stopped, boolean stops, JsonObject result, Map<UUID, JobState> jobs) {
        if (stopped) {
            return new RuleTrace(rule.id(), rule.name(), "not_tried", List.of(), List.of(), false);
        }
        Explanation why = Explanation.of(rule.condition(), facts);
        String outcome = !why.matched() ? "not_matched" : halted != null ? "halted" : "matched";
        return new RuleTrace(rule.id(), rule.name(), outcome, why.decisive(), result == null ? List.of() : actions(result, jobs), stops);
    }

    private static List<ActionTrace> actions(JsonObject result, Map<UUID, JobState> jobs) {
        return result.getJsonArray("actions").stream().map(action -> action((JsonObject) action, jobs)).toList();
    }

    /** What was queued is told as far as it is. */
    private static ActionTrace action(JsonObject action, Map<UUID, JobState> jobs) {
        String jobId = action.getString("job_id");
        JobState job = jobId == null ? null : jobs.get(UUID.fromString(jobId));
        boolean ended = job != null && (job.state().equals("done") || job.state().equals("failed"));
        boolean tells = job != null && job.outcome() != null;
        return new ActionTrace(
                action.getString("type"),
                ended ? job.state() : action.getString("outcome"),
                tells ? job.outcome() : action.getString("detail"),
                words(tells ? job.told() : action.getJsonObject("told")));
    }

    private static Words words(JsonObject told) {
        return told == null ? null : new Words(told.getString("code"), told.getJsonObject("values").getMap());
    }
}
