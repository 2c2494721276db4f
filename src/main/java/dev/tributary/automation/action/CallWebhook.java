package dev.tributary.automation.action;

import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.webhook.WebhookUrl;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells another program, after the commit: signed by the workspace's key, and again until it answers. */
@ApplicationScoped
class CallWebhook implements RuleAction {

    private final Jobs jobs;

    CallWebhook(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public String type() {
        return "call_webhook";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("url", ActionField.Type.URL));
    }

    @Override
    public void check(JsonObject settings, String path, List<FieldError> errors) {
        if (!WebhookUrl.isOne(settings.getString("url"))) {
            errors.add(new FieldError(path + ".url", "must be an https address"));
        }
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        JsonObject payload = new JsonObject().put("url", settings.getString("url")).put("facts", run.facts().toJson());
        return jobs.add(tx, run, "webhook", payload).map(id -> ActionResult.queued("The webhook is called after this.", id));
    }
}
