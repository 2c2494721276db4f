package dev.tributary.webhook;

import dev.tributary.platform.Ids;
import dev.tributary.platform.webhook.WebhookAttempted;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The log beside the queue: adds what adapters sent by themselves, and forgets what is old. A chat message is retried by the
 * outbox, never from here; its row is only claimed after a person has asked for a replay.
 */
@ApplicationScoped
class DeliveryLog {

    private static final String SUBSCRIPTION = "select id from webhook_subscription where channel_account_id = $1";
    private static final String UPSERT = """
            insert into webhook_delivery (id, organization_id, subscription_id, webhook_id, event_type, lane, body, state, attempts,
                                          last_status, last_code, created_at, finished_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $11)
            on conflict (subscription_id, webhook_id) do update
            set state = case when webhook_delivery.state in ('pending', 'sending') then webhook_delivery.state else excluded.state end,
                attempts = webhook_delivery.attempts + 1, last_status = excluded.last_status, last_code = excluded.last_code,
                finished_at = excluded.finished_at
            returning id, attempts
            """;
    private static final String FORGET = """
            delete from webhook_delivery d
            using (select s.id, (select x.position from webhook_delivery x where x.subscription_id = s.id order by x.position desc offset $1 limit 1) as last
                   from webhook_subscription s) kept
            where d.subscription_id = kept.id and d.position <= kept.last and d.state in ('delivered', 'failed')
            """;

    private final Pool database;
    private final Receivers receivers;
    private final EndpointHealth health;
    private final WebhookConfig config;

    DeliveryLog(Pool database, Receivers receivers, EndpointHealth health, WebhookConfig config) {
        this.database = database;
        this.receivers = receivers;
        this.health = health;
        this.config = config;
    }

    /** A log entry that is lost with the process is worth less than a message that waits for it. */
    void attempted(@Observes WebhookAttempted attempt) {
        record(attempt).subscribe().with(_ -> {}, failure -> Log.warnf(failure, "Logging a webhook failed webhook=%s", attempt.webhookId()));
    }

    Uni<Void> record(WebhookAttempted attempt) {
        return database.withTransaction(tx -> receivers.enrol(tx, attempt.organizationId())
                        .chain(() -> tx.preparedQuery(SUBSCRIPTION).execute(Tuple.of(attempt.channelAccountId())))
                        .chain(rows -> rows.size() == 0 ? Uni.createFrom().item(false) : record(tx, rows.iterator().next().getUUID("id"), attempt)))
                .invoke(disabled -> {
                    if (disabled) {
                        health.announce(attempt.organizationId());
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> record(SqlConnection tx, UUID subscriptionId, WebhookAttempted attempt) {
        Tuple row = Tuple.tuple()
                .addUUID(Ids.next())
                .addUUID(attempt.organizationId())
                .addUUID(subscriptionId)
                .addString(attempt.webhookId())
                .addString(attempt.eventType())
                .addUUID(attempt.lane())
                .addBuffer(Buffer.buffer(attempt.body()))
                .addString(attempt.answer().accepted() ? "delivered" : "failed")
                .addInteger(attempt.answer().status().orElse(null))
                .addString(attempt.answer().code())
                .addOffsetDateTime(attempt.answer().at().atOffset(ZoneOffset.UTC));
        return tx.preparedQuery(UPSERT)
                .execute(row)
                .chain(rows -> attempt(tx, rows, attempt))
                .chain(() -> health.note(tx, subscriptionId, attempt.answer()));
    }

    private static Uni<Void> attempt(SqlConnection tx, RowSet<Row> rows, WebhookAttempted attempt) {
        Row delivery = rows.iterator().next();
        return DeliveryQueue.attempt(tx, delivery.getUUID("id"), delivery.getInteger("attempts"), attempt.answer());
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return database.preparedQuery(FORGET).execute(Tuple.of(config.keptDeliveries())).replaceWithVoid();
    }
}
