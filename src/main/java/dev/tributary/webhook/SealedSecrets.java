package dev.tributary.webhook;

import dev.tributary.platform.SecretBox;
import dev.tributary.platform.webhook.WebhookKey;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A subscription's secrets as they are stored. */
record SealedSecrets(Optional<String> current, Optional<String> previous, Optional<Instant> previousUntil) {

    static final String SECRET = "secret";
    static final String PREVIOUS = "previous_secret";

    static SealedSecrets of(Row row) {
        return new SealedSecrets(
                Optional.ofNullable(row.getString("sealed_secret")),
                Optional.ofNullable(row.getString("sealed_previous_secret")),
                Optional.ofNullable(row.getOffsetDateTime("previous_until")).map(OffsetDateTime::toInstant));
    }

    /** What a sealed secret is bound to: it opens nowhere else. */
    static String context(UUID organizationId, UUID subscriptionId, String field) {
        return organizationId + "/webhook_subscription/" + subscriptionId + "/" + field;
    }

    /** The newest first; the one before it only while the overlap lasts. */
    List<WebhookKey> open(SecretBox box, UUID organizationId, UUID subscriptionId, Instant now) {
        List<WebhookKey> keys = new ArrayList<>();
        current.ifPresent(sealed -> keys.add(WebhookKey.parse(box.open(sealed, context(organizationId, subscriptionId, SECRET)))));
        previous.filter(_ -> previousUntil.filter(now::isBefore).isPresent())
                .ifPresent(sealed -> keys.add(WebhookKey.parse(box.open(sealed, context(organizationId, subscriptionId, PREVIOUS)))));
        return keys;
    }
}
