package dev.tributary.automation.ai;

import dev.tributary.automation.action.ActionField;
import dev.tributary.automation.action.ActionResult;
import dev.tributary.automation.action.ActionRun;
import dev.tributary.automation.action.AutomaticReplies;
import dev.tributary.automation.action.Jobs;
import dev.tributary.automation.action.RuleAction;
import dev.tributary.automation.action.Told;
import dev.tributary.automation.engine.Fields;
import dev.tributary.platform.Problem.FieldError;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Lets the AI answer, after the commit. Refused while this installation has no endpoint. */
@ApplicationScoped
class AiResponse implements RuleAction {

    static final Told NO_ENDPOINT = Told.of("ai_no_endpoint", "This installation has no AI endpoint any more: the operator sets TRIBUTARY_AI_URL.");

    private final AiConfig config;
    private final Takeover takeover;
    private final Jobs jobs;

    AiResponse(AiConfig config, Takeover takeover, Jobs jobs) {
        this.config = config;
        this.takeover = takeover;
        this.jobs = jobs;
    }

    @Override
    public String type() {
        return "ai_response";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.optional("instructions", ActionField.Type.LONG_TEXT));
    }

    @Override
    public void check(JsonObject settings, String path, List<FieldError> errors) {
        if (config.url().isEmpty()) {
            errors.add(new FieldError(path + ".type", "needs an AI endpoint, and this installation has none: the operator sets TRIBUTARY_AI_URL"));
        }
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        if (config.url().isEmpty()) {
            return Uni.createFrom().item(ActionResult.failed(NO_ENDPOINT));
        }
        if (run.isAboutBulkMail()) {
            return Uni.createFrom().item(ActionResult.skipped(AutomaticReplies.BULK));
        }
        return takeover.isSilent(tx, run.conversationId()).chain(silent -> silent
                ? Uni.createFrom().item(ActionResult.skipped(Told.of("ai_silent", "A person has taken over.")))
                : answer(tx, run, settings));
    }

    private Uni<ActionResult> answer(SqlConnection tx, ActionRun run, JsonObject settings) {
        if (Takeover.asksForAPerson(run.facts().text(Fields.MESSAGE_TEXT))) {
            return takeover.handOver(tx, run.organizationId(), run.conversationId(), "the customer asks for one.")
                    .invoke(run.changes()::addAll)
                    .replaceWith(ActionResult.done(Told.of("ai_person_wanted", "The customer asks for a person: handed over.")));
        }
        return jobs.add(tx, run, "ai", new JsonObject().put("instructions", settings.getString("instructions")))
                .map(id -> ActionResult.queued(Told.of("ai_queued", "The AI answers after this."), id));
    }
}
