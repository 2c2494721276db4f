package dev.tributary.automation.engine;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A rule that is ready to run.
 *
 * @param actions each with its {@code type}
 * @param stop where it matches, no later rule is tried
 * @param since when it became as it is
 * @param schedule of a scheduled rule; else null
 */
public record Rule(
        UUID id, String name, Trigger trigger, int position, Condition condition, List<JsonObject> actions, boolean stop, Instant since, Schedule schedule) {

    public Rule {
        actions = List.copyOf(actions);
    }
}
