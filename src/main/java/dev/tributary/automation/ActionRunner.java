package dev.tributary.automation;

import dev.tributary.automation.action.ActionResult;
import dev.tributary.automation.action.ActionRun;
import dev.tributary.automation.action.Actions;
import dev.tributary.automation.action.Told;
import dev.tributary.platform.LostTransactionException;
import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does what a matching rule says, the one place where decisions become deeds. Each action has its own savepoint: one that is refused leaves
 * nothing behind and does not keep the next from running. One that the database fails on takes the transaction with it; it is left
 * out for a minute, and the transaction is tried again without it.
 */
@ApplicationScoped
class ActionRunner {

    private static final String BEGIN = "savepoint rule_action";
    private static final String KEEP = "release savepoint rule_action";
    private static final String UNDO = "rollback to savepoint rule_action";

    private static final Duration LEFT_OUT = Duration.ofMinutes(1);

    private record Broken(Instant until, String incident) {}

    private final Actions actions;
    private final Clock clock;
    private final Map<JsonObject, Broken> broken = new ConcurrentHashMap<>();

    ActionRunner(Actions actions, Clock clock) {
        this.actions = actions;
        this.clock = clock;
    }

    /** How each action ended, for the trace; what they changed is in the run. */
    Uni<JsonObject> run(SqlConnection tx, ActionRun run) {
        return Multi.createFrom().iterable(run.rule().actions())
                .onItem().transformToUniAndConcatenate(settings -> attempt(tx, run, settings).map(result -> json(settings, result)))
                .collect().asList()
                .map(results -> new JsonObject().put("rule_id", run.rule().id().toString()).put("name", run.rule().name()).put("actions", new JsonArray(results)));
    }

    private Uni<ActionResult> attempt(SqlConnection tx, ActionRun run, JsonObject settings) {
        JsonObject key = settings.copy().put("rule", run.rule().id().toString());
        Broken known = broken.get(key);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Uni.createFrom().item(ActionResult.failed(Told.of("broken", "This failed; incident {incident} in the service's log.", "incident", known.incident())));
        }
        int changesBefore = run.changes().size();
        return tx.query(BEGIN).execute()
                .chain(() -> actions.find(settings.getString("type")).orElseThrow().run(tx, run, settings))
                .call(() -> tx.query(KEEP).execute())
                .onFailure(failure -> !(failure instanceof ProblemException)).transform(failure -> lost(key, failure))
                .onFailure(ProblemException.class).recoverWithUni(failure -> tx.query(UNDO).execute().map(_ -> {
                    run.changes().subList(changesBefore, run.changes().size()).clear();
                    return refused(((ProblemException) failure).problem());
                }));
    }

    private LostTransactionException lost(JsonObject key, Throwable failure) {
        Instant now = clock.instant();
        String incident = UUID.randomUUID().toString();
        broken.values().removeIf(one -> one.until().isBefore(now));
        broken.put(key, new Broken(now.plus(LEFT_OUT), incident));
        Log.errorf(failure, "A rule's action failed: incident=%s rule=%s action=%s", incident, key.getString("rule"), key.getString("type"));
        return new LostTransactionException(failure);
    }

    private static ActionResult refused(Problem problem) {
        return ActionResult.failed(Told.words(problem.hint() == null ? problem.detail() : problem.detail() + " " + problem.hint()));
    }

    private static JsonObject json(JsonObject settings, ActionResult result) {
        JsonObject json = new JsonObject()
                .put("type", settings.getString("type"))
                .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
                .put("detail", result.told().words())
                .put("told", result.told().json());
        return result.jobId() == null ? json : json.put("job_id", result.jobId().toString());
    }
}
