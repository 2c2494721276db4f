package dev.tributary.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A channel account as it is answered: secrets masked.
 *
 * @param authorizedBy the OAuth offer that the credentials came from; null where they were entered
 * @param webhookUrl where the provider reaches us; null where nothing comes in by webhook
 * @param credentials keys that were just made, whole, for the one time that they are shown; absent otherwise
 */
record AccountView(
        UUID id,
        UUID organizationId,
        String name,
        String type,
        Map<String, JsonNode> settings,
        boolean isActive,
        int reopenDays,
        State connection,
        @Nullable String authorizedBy,
        @Nullable URI webhookUrl,
        @Nullable OffsetDateTime lastInboundAt,
        @Nullable OffsetDateTime lastOutboundAt,
        @Nullable OffsetDateTime archivedAt,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> credentials) {

    /** @param problem code, detail and hint; null while there is none */
    record State(
            @OneOf(Connection.State.class) String state,
            @Nullable Instant checkedAt,
            @Nullable Instant expiresAt,
            @Nullable @Schema(implementation = ProblemView.class) Map<String, String> problem) {

        static State of(Connection connection, Instant checkedAt) {
            return new State(
                    connection.state().name().toLowerCase(java.util.Locale.ROOT),
                    checkedAt,
                    connection.expiresAt().orElse(null),
                    connection.problem().map(Connections::describe).orElse(null));
        }
    }

    AccountView showing(Map<String, String> made) {
        return new AccountView(
                id, organizationId, name, type, settings, isActive, reopenDays, connection, authorizedBy, webhookUrl, lastInboundAt, lastOutboundAt, archivedAt, createdAt, updatedAt, made);
    }
}
