package dev.tributary.webhook;

import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookSchedule;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.StreamSupport;

/** The rows of {@code webhook_delivery} as a queue: what may leave now, and what an answer makes of it. */
@ApplicationScoped
class DeliveryQueue {

    /** The code of deliveries that were kept, not sent, because their receiver is disabled. */
    static final String DISABLED = "endpoint_disabled";

    static final Duration LEASE = Duration.ofSeconds(60);

    private static final String TAKE_OVER = "update webhook_delivery set state = 'pending', next_attempt_at = $1 where state = 'sending' and leased_until < $1";

    /** Locked until the claim is committed, so that two replicas never count the same room twice. */
    private static final String READY = """
            select s.id from webhook_subscription s
            where s.is_active and coalesce(s.paused_until <= $1, true)
              and exists (select from webhook_delivery d where d.subscription_id = s.id and d.state = 'pending' and d.next_attempt_at <= $1)
            limit 100 for update skip locked
            """;

    /** The first of each lane, if it is due. At the other side of a channel, after the answers that were given before it. */
    private static final String CLAIM = """
            with room as (
                select s.id, s.channel_account_id, s.url, s.sealed_secret, s.sealed_previous_secret, s.previous_until,
                       case when s.slowed_until > $2 then greatest($4 / 2, 1) else $4 end
                           - (select count(*) from webhook_delivery x where x.subscription_id = s.id and x.state = 'sending') as free
                from webhook_subscription s where s.id = any($1)),
            due as (
                select next.delivery_id, room.* from room cross join lateral (
                    select d.id as delivery_id from webhook_delivery d
                    where d.subscription_id = room.id and d.state = 'pending' and d.next_attempt_at <= $2
                      and not exists (select from webhook_delivery e
                          where e.subscription_id = d.subscription_id and e.lane = d.lane and e.position < d.position and e.state in ('pending', 'sending'))
                      and (room.channel_account_id is null or not exists (select from outbox o
                          where o.lane = d.lane and o.kind = 'message' and o.state in ('queued', 'claimed', 'sending') and o.created_at < d.created_at))
                    order by d.position limit greatest(room.free, 0)) next)
            update webhook_delivery d
            set state = 'sending', attempts = attempts + 1, tries = tries + 1, leased_until = $3
            from due x
            where d.id = x.delivery_id
            returning d.id, d.organization_id, d.subscription_id, d.webhook_id, d.body, d.attempts, d.tries,
                      x.channel_account_id, x.url, x.sealed_secret, x.sealed_previous_secret, x.previous_until
            """;

    private static final String ATTEMPT = """
            insert into webhook_attempt (delivery_id, number, at, milliseconds, status, code, words, answer)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
            """;
    private static final String FINISH = """
            update webhook_delivery
            set state = $2, next_attempt_at = $3, leased_until = null, last_status = $4, last_code = $5, finished_at = $6
            where id = $1
            """;

    private final Pool database;
    private final EndpointHealth health;
    private final WebhookConfig config;
    private final Clock clock;

    DeliveryQueue(Pool database, EndpointHealth health, WebhookConfig config, Clock clock) {
        this.database = database;
        this.health = health;
        this.config = config;
        this.clock = clock;
    }

    /** Claims what may leave now. What a dead process had claimed is taken over: the same id and bytes make that harmless. */
    Uni<List<Delivery>> claim() {
        OffsetDateTime now = now();
        return database.withTransaction(tx -> tx.preparedQuery(TAKE_OVER)
                .execute(Tuple.of(now))
                .chain(() -> tx.preparedQuery(READY).execute(Tuple.of(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(row -> row.getUUID("id")).toArray(UUID[]::new))
                .chain(ready -> ready.length == 0 ? Uni.createFrom().item(List.<Delivery>of()) : claim(tx, ready, now)));
    }

    private Uni<List<Delivery>> claim(SqlConnection tx, UUID[] ready, OffsetDateTime now) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.of(ready, now, now.plus(LEASE), config.parallel()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(DeliveryQueue::delivery).toList());
    }

    /** Records an attempt and what follows from it: done, later, or given up; and what it says of the receiver. */
    Uni<Void> finish(Delivery delivery, WebhookAnswer answer) {
        return database.withTransaction(tx -> attempt(tx, delivery.id(), delivery.attempts(), answer)
                        .chain(() -> tx.preparedQuery(FINISH).execute(after(delivery, answer)))
                        .chain(() -> health.note(tx, delivery.subscriptionId(), answer)))
                .invoke(disabled -> {
                    if (disabled) {
                        health.announce(delivery.organizationId());
                    }
                })
                .replaceWithVoid();
    }

    /** The receiver is not there any more: nothing was sent. */
    Uni<Void> drop(Delivery delivery, String code) {
        OffsetDateTime now = now();
        return database.preparedQuery(FINISH).execute(Tuple.of(delivery.id(), "failed", null, null, code, now)).replaceWithVoid();
    }

    static Uni<Void> attempt(SqlConnection tx, UUID deliveryId, int number, WebhookAnswer answer) {
        Tuple row = Tuple.tuple()
                .addUUID(deliveryId)
                .addInteger(number)
                .addOffsetDateTime(answer.at().atOffset(ZoneOffset.UTC))
                .addInteger((int) answer.took().toMillis())
                .addInteger(answer.status().orElse(null))
                .addString(answer.code())
                .addString(answer.words())
                .addString(answer.beginning());
        return tx.preparedQuery(ATTEMPT).execute(row).replaceWithVoid();
    }

    private Tuple after(Delivery delivery, WebhookAnswer answer) {
        Optional<Instant> next = nextAttempt(delivery, answer);
        String state = answer.accepted() ? "delivered" : next.isPresent() ? "pending" : "failed";
        return Tuple.tuple()
                .addUUID(delivery.id())
                .addString(state)
                .addOffsetDateTime(next.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null))
                .addInteger(answer.status().orElse(null))
                .addString(answer.code())
                .addOffsetDateTime(next.isPresent() ? null : now());
    }

    private Optional<Instant> nextAttempt(Delivery delivery, WebhookAnswer answer) {
        return switch (answer.result()) {
            case ACCEPTED, GONE, UNDELIVERABLE -> Optional.empty();
            case AGAIN, FORBIDDEN -> WebhookSchedule.EVENT
                    .pauseAfter(delivery.tries(), ThreadLocalRandom.current())
                    .map(pause -> answer.retryAfter().orElse(pause))
                    .map(pause -> clock.instant().plus(pause));
        };
    }

    private static Delivery delivery(Row row) {
        return new Delivery(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                row.getUUID("subscription_id"),
                Optional.ofNullable(row.getUUID("channel_account_id")),
                row.getString("webhook_id"),
                bytes(row.getBuffer("body")),
                row.getInteger("attempts"),
                row.getInteger("tries"),
                Optional.ofNullable(row.getString("url")),
                SealedSecrets.of(row));
    }

    static byte[] bytes(Buffer buffer) {
        return buffer.getBytes();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
