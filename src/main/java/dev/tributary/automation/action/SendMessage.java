package dev.tributary.automation.action;

import dev.tributary.conversation.MergeFields;
import dev.tributary.platform.Problem.FieldError;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Says something to the customer. */
@ApplicationScoped
class SendMessage implements RuleAction {

    private final AutomaticReplies replies;

    SendMessage(AutomaticReplies replies) {
        this.replies = replies;
    }

    @Override
    public String type() {
        return "send_message";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(
                ActionField.required("text", ActionField.Type.LONG_TEXT),
                ActionField.optional("minutes_between", ActionField.Type.NUMBER));
    }

    @Override
    public void check(JsonObject settings, String path, List<FieldError> errors) {
        checkMergeFields(settings, path, errors);
    }

    /** Of the setting {@code text}. */
    static void checkMergeFields(JsonObject settings, String path, List<FieldError> errors) {
        MergeFields.unknown(settings.getString("text")).forEach(name -> errors.add(
                new FieldError(path + ".text", "holds the merge field " + name + ", which does not exist; there are " + String.join(", ", MergeFields.NAMES))));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        return replies.send(tx, run, settings.getString("text"), settings.getInteger("minutes_between", AutomaticReplies.MINUTES_BETWEEN));
    }
}
