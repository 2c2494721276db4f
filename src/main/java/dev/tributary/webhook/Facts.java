package dev.tributary.webhook;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is known, at the time of rendering, of the things that a batch of changes is about. */
record Facts(Map<UUID, Message> messages, Map<UUID, Conversation> conversations, Map<UUID, Contact> contacts) {

    /** @param replyTo the provider's id of the answered message, or ours where it has none */
    record Message(
            UUID id,
            UUID conversationId,
            String direction,
            String kind,
            Optional<String> text,
            Optional<String> html,
            Optional<JsonObject> content,
            String authorType,
            Optional<String> authorName,
            Optional<String> providerMessageId,
            Optional<String> deliveryStatus,
            Optional<JsonObject> error,
            Optional<Instant> editedAt,
            Optional<Instant> deletedAt,
            Optional<String> replyTo,
            List<File> files) {}

    record File(UUID id, String name, String contentType, Optional<Long> size) {}

    /** @param externalId the contact's id on this conversation's channel */
    record Conversation(
            UUID id,
            UUID channelAccountId,
            String channelType,
            long number,
            Optional<String> subject,
            String status,
            String priority,
            String threadKey,
            UUID contactId,
            Optional<String> contactName,
            Optional<String> externalId,
            Optional<Named> assignee,
            Optional<Named> team,
            List<String> tags,
            Instant createdAt) {}

    record Named(UUID id, String name) {}

    /**
     * @param picture the attachment that shows the person
     * @param externalIds by channel account
     */
    record Contact(
            UUID id,
            String name,
            Optional<String> email,
            Optional<String> phone,
            Optional<UUID> picture,
            Optional<String> locale,
            JsonObject attributes,
            Optional<UUID> mergedIntoId,
            Map<UUID, String> externalIds) {

        Set<UUID> accounts() {
            return externalIds.keySet();
        }
    }

    static List<File> files(JsonArray rows) {
        return rows.stream().map(JsonObject.class::cast).map(Facts::file).toList();
    }

    private static File file(JsonObject row) {
        return new File(UUID.fromString(row.getString("id")), row.getString("name"), row.getString("content_type"), Optional.ofNullable(row.getLong("size")));
    }
}
