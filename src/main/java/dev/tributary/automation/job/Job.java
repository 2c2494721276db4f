package dev.tributary.automation.job;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/**
 * A job that this process has claimed.
 *
 * @param conversationId null where it is about none
 * @param messageId what made the rule look; null where no message did
 * @param ruleId null where a person asked for it
 * @param attempt 1 for the first
 */
public record Job(UUID id, UUID organizationId, UUID conversationId, UUID messageId, UUID ruleId, String ruleName, String kind, JsonObject payload, int attempt) {

    static Job of(Row row) {
        return new Job(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                row.getUUID("conversation_id"),
                row.getUUID("message_id"),
                row.getUUID("rule_id"),
                row.getString("rule_name"),
                row.getString("kind"),
                (JsonObject) row.getValue("payload"),
                row.getInteger("attempts"));
    }
}
