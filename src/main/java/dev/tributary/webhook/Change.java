package dev.tributary.webhook;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One row of the change feed. */
record Change(long seq, String kind, UUID subjectId, Optional<UUID> conversationId, Optional<UUID> messageId, JsonObject detail, Instant at) {

    /** The millisecond in which a UUIDv7 was made. */
    static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
