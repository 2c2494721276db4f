package dev.tributary.automation.action;

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
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        String priority = settings.getString("priority");
        return changes.apply(tx, run, ConversationChange.priority(priority), "The priority is " + priority + ".");
    }
}
