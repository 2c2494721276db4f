package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.conversation.ConversationChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Sets the conversation's status. */
@ApplicationScoped
class SetStatus implements RuleAction {

    private final ConversationChanges changes;

    SetStatus(ConversationChanges changes) {
        this.changes = changes;
    }

    @Override
    public String type() {
        return "set_status";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("status", ActionField.Type.CHOICE, "open", "pending", "resolved", "closed"));
    }

    @Override
    public boolean isDone(Facts facts, JsonObject settings) {
        return settings.getString("status").equals(facts.text(Fields.STATUS));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        String status = settings.getString("status");
        return changes.apply(tx, run, ConversationChange.status(status), Told.of("status_set", "The status is {status}.", "status", status));
    }
}
