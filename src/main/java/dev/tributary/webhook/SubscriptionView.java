package dev.tributary.webhook;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Nullable;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A subscription as it is answered.
 *
 * @param channelAccountId set for the other side of a channel: URL, secret and events are that channel's settings
 * @param disabled why nothing is sent; null while it is active
 * @param publicKey by which the receiver verifies, for {@code v1a}; the secret itself is answered once, at creation
 */
@RegisterForReflection
record SubscriptionView(
        UUID id,
        @Nullable UUID channelAccountId,
        String name,
        @Nullable String url,
        List<String> events,
        @Schema(enumeration = {"v1", "v1a"}) String algorithm,
        @Nullable String publicKey,
        boolean isActive,
        @Nullable Disabled disabled,
        @Nullable OffsetDateTime previousSecretUntil,
        @Nullable OffsetDateTime failingSince,
        @Nullable OffsetDateTime lastSuccessAt,
        @Nullable OffsetDateTime lastFailureAt,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    static final String COLUMNS = """
            id, organization_id, channel_account_id, name, url, events, algorithm, sealed_secret, sealed_previous_secret, previous_until,
            is_active, disabled_reason, disabled_at, failing_since, last_success_at, last_failure_at, created_at, updated_at""";

    @RegisterForReflection
    record Disabled(String reason, OffsetDateTime at, String hint) {}

    /** A subscription right after its secret was made: the only time that it is told. */
    @RegisterForReflection
    record WithSecret(SubscriptionView subscription, String secret) {}

    static SubscriptionView of(Row row, String publicKey) {
        return new SubscriptionView(
                row.getUUID("id"),
                row.getUUID("channel_account_id"),
                row.getString("name"),
                row.getString("url"),
                List.of(row.getArrayOfStrings("events")),
                row.getString("algorithm"),
                publicKey,
                row.getBoolean("is_active"),
                disabled(row),
                row.getOffsetDateTime("previous_until"),
                row.getOffsetDateTime("failing_since"),
                row.getOffsetDateTime("last_success_at"),
                row.getOffsetDateTime("last_failure_at"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }

    private static Disabled disabled(Row row) {
        String reason = row.getString("disabled_reason");
        if (reason == null) {
            return null;
        }
        return new Disabled(reason, row.getOffsetDateTime("disabled_at"), DisabledReason.hint(reason));
    }
}
