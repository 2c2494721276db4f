package dev.tributary.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;

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
        String authorizedBy,
        URI webhookUrl,
        OffsetDateTime lastInboundAt,
        OffsetDateTime lastOutboundAt,
        OffsetDateTime archivedAt,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> credentials) {

    /** @param problem code, detail and hint; null while there is none */
    record State(String state, Instant checkedAt, Instant expiresAt, Map<String, String> problem) {

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
