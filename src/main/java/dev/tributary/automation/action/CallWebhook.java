package dev.tributary.automation.action;

import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Sql;
import dev.tributary.platform.webhook.WebhookUrl;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells another program, after the commit: signed by the workspace's key, and again until it answers. */
@ApplicationScoped
class CallWebhook implements RuleAction {

    /** The conversation's newest one: an action before may have opened it. */
    private static final String TICKET = """
            select id, number, subject from ticket where organization_id = $1 and conversation_id = $2 order by id desc limit 1
            """;

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
        return tx.preparedQuery(TICKET)
                .execute(Tuple.of(run.organizationId(), run.conversationId()))
                .invoke(rows -> Sql.first(rows).ifPresent(row -> payload.put("ticket", ticket(row))))
                .chain(() -> jobs.add(tx, run, "webhook", payload))
                .map(id -> ActionResult.queued(Told.of("webhook_queued", "The webhook is called after this."), id));
    }

    private static JsonObject ticket(Row row) {
        return new JsonObject().put("id", row.getUUID("id").toString()).put("number", row.getLong("number")).put("subject", row.getString("subject"));
    }
}
