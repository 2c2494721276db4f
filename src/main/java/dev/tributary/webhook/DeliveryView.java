package dev.tributary.webhook;

import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Nullable;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A delivery as it is answered.
 *
 * @param body exactly as it is sent
 * @param log the attempts, the newest first; null in lists
 */
record DeliveryView(
        UUID id,
        String webhookId,
        String event,
        @Schema(enumeration = {"pending", "sending", "delivered", "failed"}) String state,
        int attempts,
        @Nullable Integer lastStatus,
        @Nullable String lastCode,
        @Nullable OffsetDateTime nextAttemptAt,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime finishedAt,
        String body,
        @Nullable List<Attempt> log) {

    static final String COLUMNS =
            "id, position, webhook_id, event_type, state, attempts, last_status, last_code, next_attempt_at, created_at, finished_at, body";

    record Attempt(
            int number,
            OffsetDateTime at,
            int milliseconds,
            @Nullable Integer status,
            @Nullable String code,
            @Nullable String words,
            @Nullable String answer) {
        static Attempt of(Row row) {
            return new Attempt(
                    row.getInteger("number"),
                    row.getOffsetDateTime("at"),
                    row.getInteger("milliseconds"),
                    row.getInteger("status"),
                    row.getString("code"),
                    row.getString("words"),
                    row.getString("answer"));
        }
    }

    static DeliveryView of(Row row, List<Attempt> log) {
        return new DeliveryView(
                row.getUUID("id"),
                row.getString("webhook_id"),
                row.getString("event_type"),
                row.getString("state"),
                row.getInteger("attempts"),
                row.getInteger("last_status"),
                row.getString("last_code"),
                row.getOffsetDateTime("next_attempt_at"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("finished_at"),
                new String(DeliveryQueue.bytes(row.getBuffer("body")), StandardCharsets.UTF_8),
                log);
    }
}
