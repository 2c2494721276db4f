package dev.tributary.outbound;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A claimed row of the outbox.
 *
 * @param attempts before this one
 */
record OutboxRow(
        UUID id,
        UUID organizationId,
        UUID accountId,
        String kind,
        Optional<UUID> messageId,
        Optional<UUID> conversationId,
        Optional<UUID> attachmentId,
        JsonObject payload,
        int attempts,
        Instant createdAt) {}
