package dev.tributary.webhook;

import dev.tributary.platform.Ids;
import dev.tributary.platform.Problems;
import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookIds;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The test button: one {@code webhook.test} at once, outside the queue and its retries, but in the log. */
@ApplicationScoped
class TestDelivery {

    private static final String SUBSCRIPTION = """
            select id, organization_id, channel_account_id, url, sealed_secret, sealed_previous_secret, previous_until
            from webhook_subscription where organization_id = $1 and id = $2
            """;
    private static final String LOG = """
            insert into webhook_delivery (id, organization_id, subscription_id, webhook_id, event_type, lane, body, state, attempts, tries, leased_until,
                                          created_at)
            values ($1, $2, $3, $4, $5, $1, $6, 'sending', 1, 1, $7, $8)
            """;

    private final Pool database;
    private final DeliveryDispatcher dispatcher;
    private final Clock clock;

    TestDelivery(Pool database, DeliveryDispatcher dispatcher, Clock clock) {
        this.database = database;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /**
     * How the receiver answered.
     *
     * @param status absent where nobody answered
     * @param answer the beginning of its body, or why there is none
     */
    record Result(boolean accepted, @Nullable Integer status, long milliseconds, String answer, @Nullable String hint) {
        static Result of(WebhookAnswer answer) {
            String text = answer.status().isPresent() ? answer.beginning() : answer.words();
            return new Result(answer.accepted(), answer.status().orElse(null), answer.took().toMillis(), text, answer.hint());
        }
    }

    Uni<Result> send(UUID organizationId, UUID subscriptionId) {
        return database.preparedQuery(SUBSCRIPTION)
                .execute(Tuple.of(organizationId, subscriptionId))
                .map(rows -> delivery(rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next())))
                .call(this::log)
                .chain(dispatcher::deliverOnce)
                .map(Result::of);
    }

    private Delivery delivery(Optional<Row> found) {
        Row row = found.orElseThrow(() -> Problems.notFound("webhook subscription"));
        UUID id = Ids.next();
        return new Delivery(
                id,
                row.getUUID("organization_id"),
                row.getUUID("id"),
                Optional.ofNullable(row.getUUID("channel_account_id")),
                WebhookIds.of(id),
                EventRenderer.test(row.getUUID("id"), clock.instant()),
                1,
                Integer.MAX_VALUE,
                Optional.ofNullable(row.getString("url")),
                SealedSecrets.of(row));
    }

    private Uni<Void> log(Delivery delivery) {
        Instant now = clock.instant();
        Tuple row = Tuple.tuple()
                .addUUID(delivery.id())
                .addUUID(delivery.organizationId())
                .addUUID(delivery.subscriptionId())
                .addString(delivery.webhookId())
                .addString(EventType.WEBHOOK_TEST.word())
                .addBuffer(Buffer.buffer(delivery.body()))
                .addOffsetDateTime(now.plus(DeliveryQueue.LEASE).atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
        return database.preparedQuery(LOG).execute(row).replaceWithVoid();
    }
}
