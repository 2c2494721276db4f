package dev.tributary.automation.action;

import dev.tributary.conversation.CannedResponses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Says to the customer what was written for everybody to say. */
@ApplicationScoped
class SendCannedResponse implements RuleAction {

    private final CannedResponses responses;
    private final AutomaticReplies replies;

    SendCannedResponse(CannedResponses responses, AutomaticReplies replies) {
        this.responses = responses;
        this.replies = replies;
    }

    @Override
    public String type() {
        return "send_canned_response";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(
                ActionField.required("canned_response_id", ActionField.Type.CANNED_RESPONSE),
                ActionField.optional("minutes_between", ActionField.Type.NUMBER));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        int minutesBetween = settings.getInteger("minutes_between", AutomaticReplies.MINUTES_BETWEEN);
        return responses.find(tx, run.organizationId(), UUID.fromString(settings.getString("canned_response_id")))
                .chain(found -> found.map(canned -> replies.send(tx, run, canned.text(), minutesBetween))
                        .orElseGet(() -> Uni.createFrom().item(ActionResult.failed(Told.of("canned_response_gone", "The canned response was deleted. Choose another one in the rule.")))));
    }
}
