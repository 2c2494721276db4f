package dev.tributary.automation.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.conversation.FormRequest;
import dev.tributary.platform.Problem.FieldError;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Asks the customer several questions at once. Refused where the channel has no forms. */
@ApplicationScoped
class SendForm implements RuleAction {

    private static final String FORM = "form";

    private final AutomaticReplies replies;
    private final ObjectMapper json;

    SendForm(AutomaticReplies replies, ObjectMapper json) {
        this.replies = replies;
        this.json = json;
    }

    @Override
    public String type() {
        return "send_form";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required(FORM, ActionField.Type.FORM), ActionField.optional("minutes_between", ActionField.Type.NUMBER));
    }

    @Override
    public void check(JsonObject settings, String path, List<FieldError> errors) {
        try {
            errors.addAll(form(settings).problems(path + "." + FORM));
        } catch (JsonProcessingException unlike) {
            errors.add(new FieldError(path + "." + FORM, "is not like a form: " + unlike.getOriginalMessage()));
        }
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        try {
            return replies.send(tx, run, form(settings).form(), settings.getInteger("minutes_between", AutomaticReplies.MINUTES_BETWEEN));
        } catch (JsonProcessingException changed) {
            return Uni.createFrom().item(ActionResult.failed(Told.words("The rule's form cannot be read any more. Save the rule anew.")));
        }
    }

    private FormRequest form(JsonObject settings) throws JsonProcessingException {
        return json.readValue(settings.getJsonObject(FORM).encode(), FormRequest.class);
    }
}
