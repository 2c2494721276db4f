package dev.tributary.automation.action;

import dev.tributary.conversation.MergeFields;
import dev.tributary.conversation.MessageQueue;
import dev.tributary.conversation.NewMessage;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Tells colleagues, in a private note of the conversation that names them; it rises in the list for everybody. */
@ApplicationScoped
class Notify implements RuleAction {

    private static final String NAMES = """
            select name from app_user where organization_id = $1 and id = any($2) and is_active and removed_at is null order by name
            """;

    private final MessageQueue queue;
    private final MergeFields mergeFields;

    Notify(MessageQueue queue, MergeFields mergeFields) {
        this.queue = queue;
        this.mergeFields = mergeFields;
    }

    @Override
    public String type() {
        return "notify";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("user_ids", ActionField.Type.USERS), ActionField.required("text", ActionField.Type.LONG_TEXT));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        UUID[] users = settings.getJsonArray("user_ids").stream().map(id -> UUID.fromString(String.valueOf(id))).toArray(UUID[]::new);
        return tx.preparedQuery(NAMES)
                .execute(Tuple.of(run.organizationId(), users))
                .map(rows -> Sql.all(rows, row -> "@" + row.getString("name")))
                .chain(names -> names.isEmpty()
                        ? Uni.createFrom().item(ActionResult.failed("None of these people works here any more. Choose others in the rule."))
                        : write(tx, run, settings, String.join(" ", names)));
    }

    private Uni<ActionResult> write(SqlConnection tx, ActionRun run, JsonObject settings, String names) {
        return mergeFields.fill(tx, run.organizationId(), run.conversationId(), run.rule().name(), settings.getString("text"))
                .chain(text -> queue.queue(tx, NewMessage.note(run.organizationId(), run.conversationId(), run.author(), names + " " + text)))
                .invoke(queued -> run.changes().addAll(queued.changes()))
                .replaceWith(() -> ActionResult.done("Told " + names + "."));
    }
}
