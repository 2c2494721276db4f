package dev.tributary.webhook;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.Disconnections;
import dev.tributary.channel.ProviderError;
import dev.tributary.identity.Audit;
import dev.tributary.identity.Caller;
import dev.tributary.identity.Role;
import dev.tributary.platform.webhook.WebhookAnswer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What answers say of a receiver: since when it fails, how long it wants peace, and when it is given up. */
@ApplicationScoped
class EndpointHealth {

    private static final Duration SLOWED = Duration.ofMinutes(5);

    /** The other side of a channel that takes a message, or a test, is back. */
    private static final String SUCCEEDED = """
            update webhook_subscription
            set last_success_at = $2, failing_since = null, paused_until = null,
                is_active = is_active or (channel_account_id is not null and disabled_reason <> 'by_hand'),
                disabled_reason = case when channel_account_id is not null and disabled_reason <> 'by_hand' then null else disabled_reason end
            where id = $1
            """;
    private static final String FAILED = """
            update webhook_subscription
            set last_failure_at = $2, failing_since = coalesce(failing_since, $2),
                paused_until = coalesce($3, paused_until), slowed_until = coalesce($4, slowed_until)
            where id = $1 returning failing_since
            """;
    private static final String DISABLE = """
            update webhook_subscription set is_active = false, disabled_reason = $2, disabled_at = $3, updated_at = $3
            where id = $1 and is_active returning organization_id, channel_account_id, name
            """;
    private static final String DROP_PENDING = """
            update webhook_delivery set state = 'failed', next_attempt_at = null, last_code = $2, finished_at = $3
            where subscription_id = $1 and state = 'pending'
            """;

    private final WebhookConfig config;
    private final Clock clock;
    private final Audit audit;
    private final Disconnections disconnections;

    EndpointHealth(WebhookConfig config, Clock clock, Audit audit, Disconnections disconnections) {
        this.config = config;
        this.clock = clock;
        this.audit = audit;
        this.disconnections = disconnections;
    }

    /**
     * The last step of the transaction that records the answer.
     *
     * @return whether the receiver was disabled: {@link #announce} after the commit
     */
    Uni<Boolean> note(SqlConnection tx, UUID subscriptionId, WebhookAnswer answer) {
        return switch (answer.result()) {
            case ACCEPTED -> tx.preparedQuery(SUCCEEDED).execute(Tuple.of(subscriptionId, now())).replaceWith(false);
            case GONE -> disable(tx, subscriptionId, "gone", answer);
            case AGAIN, FORBIDDEN -> failed(tx, subscriptionId, answer);
            case UNDELIVERABLE -> Uni.createFrom().item(false);
        };
    }

    void announce(UUID organizationId) {
        disconnections.announce(organizationId);
    }

    private Uni<Boolean> failed(SqlConnection tx, UUID subscriptionId, WebhookAnswer answer) {
        OffsetDateTime now = now();
        OffsetDateTime pausedUntil = answer.retryAfter().map(now::plus).orElse(null);
        OffsetDateTime slowedUntil = answer.overloaded() ? now.plus(SLOWED) : null;
        return tx.preparedQuery(FAILED)
                .execute(Tuple.of(subscriptionId, now, pausedUntil, slowedUntil))
                .map(rows -> rows.iterator().next().getOffsetDateTime("failing_since"))
                .chain(since -> since.isAfter(now.minus(config.givesUpAfter()))
                        ? Uni.createFrom().item(false)
                        : disable(tx, subscriptionId, "failing", answer));
    }

    /**
     * What waits is kept as failed: after "enable" a person replays it, or part of it. Admins read of it in the audit log, and at the
     * channel whose other side it is.
     */
    private Uni<Boolean> disable(SqlConnection tx, UUID subscriptionId, String reason, WebhookAnswer answer) {
        OffsetDateTime now = now();
        return tx.preparedQuery(DROP_PENDING)
                .execute(Tuple.of(subscriptionId, DeliveryQueue.DISABLED, now))
                .chain(() -> tx.preparedQuery(DISABLE).execute(Tuple.of(subscriptionId, reason, now)))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : tell(tx, rows.iterator().next(), subscriptionId, reason, answer).replaceWith(true));
    }

    private Uni<Void> tell(SqlConnection tx, Row row, UUID subscriptionId, String reason, WebhookAnswer answer) {
        Log.warnf("A webhook receiver was disabled reason=%s subscription=%s", reason, subscriptionId);
        UUID organizationId = row.getUUID("organization_id");
        UUID accountId = row.getUUID("channel_account_id");
        Caller service = new Caller(organizationId, Optional.empty(), Optional.empty(), Role.OWNER, Set.of(), "Tributary");
        Audit.Target target = new Audit.Target("webhook_subscription", subscriptionId);
        ChannelProblem problem = new ChannelProblem.ReceiverDisabled(new ProviderError(answer.code(), answer.words()), DisabledReason.hint(reason));
        return audit.record(tx, service, "webhook_subscription.disabled", target, Map.of("reason", reason, "name", row.getString("name")))
                .chain(() -> accountId == null ? Uni.createFrom().voidItem() : disconnections.disconnect(tx, organizationId, accountId, problem));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
