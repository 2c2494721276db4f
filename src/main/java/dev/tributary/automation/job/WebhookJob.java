package dev.tributary.automation.job;

import dev.tributary.automation.AutomationSettings;
import dev.tributary.automation.action.Told;
import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookIds;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookPoster;
import dev.tributary.platform.webhook.WebhookSchedule;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Posts what a rule, or a ticket, has to tell, signed as every webhook of ours; the id is the same at each attempt. */
@ApplicationScoped
class WebhookJob implements JobKind {

    private final WebhookPoster poster;
    private final AutomationSettings settings;

    WebhookJob(WebhookPoster poster, AutomationSettings settings) {
        this.poster = poster;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public Uni<JobEnd> attempt(Job job) {
        byte[] body = body(job).encode().getBytes(StandardCharsets.UTF_8);
        return settings.webhookSecret(job.organizationId())
                .chain(secret -> poster.post(job.payload().getString("url"), List.of(WebhookKey.parse(secret)), WebhookIds.of(job.id()), body))
                .map(answer -> end(job, answer));
    }

    private static JsonObject body(Job job) {
        return new JsonObject()
                .put("type", job.payload().getString("type", "automation.rule_matched"))
                .put("id", WebhookIds.of(job.id()))
                .put("data", new JsonObject()
                        .put("organization_id", job.organizationId().toString())
                        .put("rule", job.ruleId() == null ? null : new JsonObject().put("id", job.ruleId().toString()).put("name", job.ruleName()))
                        .put("conversation_id", text(job.conversationId()))
                        .put("message_id", text(job.messageId()))
                        .put("ticket", job.payload().getJsonObject("ticket"))
                        .put("facts", job.payload().getJsonObject("facts")));
    }

    private static String text(UUID id) {
        return id == null ? null : id.toString();
    }

    private static JobEnd end(Job job, WebhookAnswer answer) {
        return switch (answer.result()) {
            case ACCEPTED -> new JobEnd.Done(Told.of("webhook_accepted", "The webhook was accepted: {answer}.", "answer", answer.words()));
            case GONE, UNDELIVERABLE, FORBIDDEN -> new JobEnd.Failed(Told.words(answer.words() + " " + answer.hint()));
            case AGAIN -> WebhookSchedule.EVENT.pauseAfter(job.attempt(), ThreadLocalRandom.current())
                    .<JobEnd>map(pause -> new JobEnd.Again(answer.retryAfter().orElse(pause), Told.of("webhook_again", "Tried {attempts} times: {answer}.", "attempts", job.attempt(), "answer", answer.words())))
                    .orElseGet(() -> new JobEnd.Failed(Told.words(answer.words() + " " + answer.hint())));
        };
    }
}
