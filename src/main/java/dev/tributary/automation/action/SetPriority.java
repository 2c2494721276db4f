package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.conversation.ConversationChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Sets the conversation's priority. */
@ApplicationScoped
class SetPriority implements RuleAction {

    private final ConversationChanges changes;

    SetPriority(ConversationChanges changes) {
        this.changes = changes;
    }

    @Override
    public String type() {
        return "set_priority";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("priority", ActionField.Type.CHOICE, "low", "normal", "high", "urgent"));
    }

    @Override
    public boolean isDone(Facts facts, JsonObject settings) {
        return settings.getString("priority").equals(facts.text(Fields.PRIORITY));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        String priority = settings.getString("priority");
        return changes.apply(tx, run, ConversationChange.priority(priority), Told.of("priority_set", "The priority is {priority}.", "priority", priority));
    }
}
