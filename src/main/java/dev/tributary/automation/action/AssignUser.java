package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.conversation.ConversationChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Gives the conversation to one person. */
@ApplicationScoped
class AssignUser implements RuleAction {

    private final ConversationChanges changes;

    AssignUser(ConversationChanges changes) {
        this.changes = changes;
    }

    @Override
    public String type() {
        return "assign_user";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("user_id", ActionField.Type.USER));
    }

    @Override
    public boolean isDone(Facts facts, JsonObject settings) {
        return settings.getString("user_id").equals(facts.text(Fields.ASSIGNEE));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        return changes.apply(tx, run, ConversationChange.assignee(UUID.fromString(settings.getString("user_id"))), Told.of("assigned", "Assigned."));
    }
}
