package dev.tributary.automation;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.Sql;
import dev.tributary.platform.webhook.WebhookKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What all rules of a workspace share: the key that signs their webhooks, and how the AI is to answer. */
@ApplicationScoped
public class AutomationSettings {

    /**
     * @param prompt null: the AI is told nothing beside what the rule says
     * @param dailyReplies how many answers the AI may give a day, in UTC; 0 for none
     * @param helpDesk where tickets that people open are handed on to: a mail address or an https address; null: nowhere
     */
    public record Shared(String prompt, int dailyReplies, String helpDesk) {}

    public static final int DAILY_REPLIES = 1_000;

    private static final String GET = "select sealed_webhook_secret, ai_prompt, ai_daily_replies, help_desk from automation_setting where organization_id = $1";
    private static final String FIRST_SECRET = """
            insert into automation_setting as s (organization_id, sealed_webhook_secret) values ($1, $2)
            on conflict (organization_id) do update set sealed_webhook_secret = coalesce(s.sealed_webhook_secret, excluded.sealed_webhook_secret)
            returning sealed_webhook_secret
            """;
    private static final String NEW_SECRET = """
            insert into automation_setting (organization_id, sealed_webhook_secret) values ($1, $2)
            on conflict (organization_id) do update set sealed_webhook_secret = excluded.sealed_webhook_secret
            """;
    private static final String SET = """
            insert into automation_setting (organization_id, ai_prompt, ai_daily_replies, help_desk) values ($1, $2, $3, $4)
            on conflict (organization_id) do update
            set ai_prompt = excluded.ai_prompt, ai_daily_replies = excluded.ai_daily_replies, help_desk = excluded.help_desk
            """;
    private static final String SPEND = """
            insert into automation_setting as s (organization_id, ai_day, ai_replies) values ($1, $2, 1)
            on conflict (organization_id) do update set ai_day = $2, ai_replies = case when s.ai_day = $2 then s.ai_replies + 1 else 1 end
            where s.ai_day is distinct from $2 and s.ai_daily_replies > 0 or s.ai_replies < s.ai_daily_replies
            returning ai_replies
            """;

    private final Pool database;
    private final SecretBox box;
    private final Audit audit;
    private final Clock clock;

    AutomationSettings(Pool database, SecretBox box, Audit audit, Clock clock) {
        this.database = database;
        this.box = box;
        this.audit = audit;
        this.clock = clock;
    }

    public Uni<Shared> get(UUID organizationId) {
        return database.preparedQuery(GET).execute(Tuple.of(organizationId))
                .map(rows -> Sql.first(rows).map(row -> new Shared(row.getString("ai_prompt"), row.getInteger("ai_daily_replies"), row.getString("help_desk")))
                        .orElse(new Shared(null, DAILY_REPLIES, null)));
    }

    Uni<Shared> set(Caller caller, Shared shared) {
        return database.withTransaction(tx -> tx.preparedQuery(SET)
                        .execute(Tuple.of(caller.organizationId(), shared.prompt(), shared.dailyReplies(), shared.helpDesk()))
                        .chain(() -> audited(tx, caller, "automation_settings.changed")))
                .replaceWith(shared);
    }

    /** Takes one answer out of today's budget; false where it is used up. */
    public Uni<Boolean> spendReply(UUID organizationId) {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        return database.preparedQuery(SPEND).execute(Tuple.of(organizationId, today)).map(rows -> rows.rowCount() == 1);
    }

    /** The key that signs; made at the first use. */
    public Uni<String> webhookSecret(UUID organizationId) {
        return database.preparedQuery(GET).execute(Tuple.of(organizationId))
                .map(rows -> Sql.first(rows).flatMap((Row row) -> Optional.ofNullable(row.getString("sealed_webhook_secret"))))
                .chain(sealed -> sealed.isPresent()
                        ? Uni.createFrom().item(sealed.get())
                        : database.preparedQuery(FIRST_SECRET)
                                .execute(Tuple.of(organizationId, seal(organizationId, WebhookKey.newSecret())))
                                .map(rows -> rows.iterator().next().getString("sealed_webhook_secret")))
                .map(sealed -> box.open(sealed, context(organizationId)));
    }

    /** Makes a new key and shows it this once; what was signed by the old one verifies no more. */
    Uni<String> rotateWebhookSecret(Caller caller) {
        String secret = WebhookKey.newSecret();
        UUID organizationId = caller.organizationId();
        return database.withTransaction(tx -> tx.preparedQuery(NEW_SECRET)
                        .execute(Tuple.of(organizationId, seal(organizationId, secret)))
                        .chain(() -> audited(tx, caller, "automation_settings.webhook_secret_rotated")))
                .replaceWith(secret);
    }

    private Uni<Void> audited(SqlConnection tx, Caller caller, String what) {
        return audit.record(tx, caller, what, new Target("organization", caller.organizationId()), Map.of());
    }

    private String seal(UUID organizationId, String secret) {
        return box.seal(secret, context(organizationId));
    }

    private static String context(UUID organizationId) {
        return organizationId + "/automation_setting/" + organizationId + "/webhook_secret";
    }
}
