package dev.tributary.automation.action;

import dev.tributary.conversation.MergeFields;
import dev.tributary.conversation.Notifications;
import dev.tributary.platform.Problem.FieldError;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Tells colleagues, each in their own list of notifications. */
@ApplicationScoped
class Notify implements RuleAction {

    private static final Told NOBODY = Told.of("nobody_to_tell", "None of these people works here any more. Choose others in the rule.");

    private final Notifications notifications;
    private final MergeFields mergeFields;

    Notify(Notifications notifications, MergeFields mergeFields) {
        this.notifications = notifications;
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
    public void check(JsonObject settings, String path, List<FieldError> errors) {
        SendMessage.checkMergeFields(settings, path, errors);
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        List<UUID> users = settings.getJsonArray("user_ids").stream().map(id -> UUID.fromString(String.valueOf(id))).toList();
        return mergeFields.fill(tx, run.organizationId(), run.conversationId(), run.rule().name(), settings.getString("text"))
                .chain(text -> notifications.tell(tx, run.organizationId(), users, new Notifications.About.Conversation(run.conversationId()), run.rule().name(), text))
                .invoke(told -> run.changes().addAll(told.changes()))
                .map(told -> told.names().isEmpty() ? ActionResult.failed(NOBODY) : ActionResult.done(Told.of("told", "Told {names}.", "names", told.names())));
    }
}
