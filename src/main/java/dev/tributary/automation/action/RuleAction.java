package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.platform.Problem.FieldError;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** One kind of action. */
public interface RuleAction {

    /** Its {@code type} in a rule. */
    String type();

    List<ActionField> fields();

    /** What {@link #fields} cannot say; called where they have been found to be right. */
    default void check(JsonObject settings, String path, List<FieldError> errors) {}

    /**
     * Whether it would change nothing, as far as these facts tell: for a dry run, in which nothing is done. What the action says to somebody is
     * never done already.
     */
    default boolean isDone(Facts facts, JsonObject settings) {
        return false;
    }

    /**
     * Does it, in the transaction of what made the rule look; no HTTP here. A refusal may be a
     * {@link dev.tributary.platform.ProblemException}: it undoes this action alone, and its words are shown in the trace.
     */
    Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings);
}
