package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.conversation.ConversationChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes tags away. */
@ApplicationScoped
class RemoveTags implements RuleAction {

    private final ConversationChanges changes;

    RemoveTags(ConversationChanges changes) {
        this.changes = changes;
    }

    @Override
    public String type() {
        return "remove_tags";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("tags", ActionField.Type.TAGS));
    }

    @Override
    public boolean isDone(Facts facts, JsonObject settings) {
        return settings.getJsonArray("tags").stream().noneMatch(tag -> facts.strings(Fields.TAGS).stream().anyMatch(String.valueOf(tag)::equalsIgnoreCase));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        List<String> unwanted = settings.getJsonArray("tags").stream().map(String::valueOf).toList();
        return ConversationTagNames.of(tx, run.organizationId(), run.conversationId())
                .map(present -> present.stream().filter(name -> unwanted.stream().noneMatch(name::equalsIgnoreCase)).toList())
                .chain(rest -> changes.apply(tx, run, ConversationChange.tags(rest), Told.of("untagged", "Removed {tags}.", "tags", unwanted)));
    }
}
