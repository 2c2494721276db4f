package dev.tributary.widget;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A conversation as its visitor sees it.
 *
 * @param canReply whether a message may still go into it
 * @param unreadCount messages of ours that the visitor has not read
 * @param agent who has taken it on; null before that. Never an address
 * @param unreadByUs how many of the visitor's newest messages no agent has opened
 * @param survey the question how it was, where it is asked
 * @param seenMessageId the visitor's last message, once an agent opened it; null before that
 */
record VisitorConversation(
        UUID id,
        @Schema(enumeration = {"open", "pending", "resolved", "closed"}) String status,
        boolean canReply,
        int unreadCount,
        @Nullable String preview,
        @Nullable Agent agent,
        @Nullable Survey survey,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore String threadKey,
        @JsonIgnore int unreadByUs,
        @JsonIgnore UUID seenMessageId,
        @JsonIgnore String seenClientId) {

    /** @param rating null until it is answered */
    record Survey(UUID id, @Nullable Integer rating, @Nullable String comment) {}

    record Agent(String name, @Nullable String avatarUrl) {}
}
