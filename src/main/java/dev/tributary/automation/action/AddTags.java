package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.conversation.ConversationChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Adds tags to those that the conversation has. */
@ApplicationScoped
class AddTags implements RuleAction {

    private final ConversationChanges changes;

    AddTags(ConversationChanges changes) {
        this.changes = changes;
    }

    @Override
    public String type() {
        return "add_tags";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("tags", ActionField.Type.TAGS));
    }

    @Override
    public boolean isDone(Facts facts, JsonObject settings) {
        return settings.getJsonArray("tags").stream().allMatch(tag -> facts.strings(Fields.TAGS).stream().anyMatch(String.valueOf(tag)::equalsIgnoreCase));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        List<String> wanted = settings.getJsonArray("tags").stream().map(String::valueOf).toList();
        return ConversationTagNames.of(tx, run.organizationId(), run.conversationId())
                .map(present -> with(present, wanted))
                .chain(all -> changes.apply(tx, run, ConversationChange.tags(all), Told.of("tagged", "Tagged {tags}.", "tags", wanted)));
    }

    private static List<String> with(List<String> present, List<String> wanted) {
        List<String> all = new ArrayList<>(present);
        wanted.stream().filter(name -> present.stream().noneMatch(name::equalsIgnoreCase)).forEach(all::add);
        return all;
    }
}
