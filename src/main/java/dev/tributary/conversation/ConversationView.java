package dev.tributary.conversation;

import dev.tributary.channel.DeliveryStatus;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A conversation as the API, the list and the sockets show it.
 *
 * @param groupName set where many people write
 * @param continues the earlier conversation of the same thread, which was closed or resolved too long ago to be taken up again; null where it began the thread
 * @param attributes facts that the channel told of the thread
 * @param replyWindow null where the channel has none
 * @param activityAt what the inbox is sorted by
 * @param archivedAt set once its channel account was archived: it can be read and no longer answered
 */
public record ConversationView(
        UUID id,
        long number,
        UUID channelAccountId,
        String channelType,
        Person contact,
        @Nullable String subject,
        @Nullable String groupName,
        @Nullable Earlier continues,
        Map<String, Object> attributes,
        @Schema(enumeration = {"open", "pending", "resolved", "closed"}) String status,
        @Nullable Instant snoozedUntil,
        @Schema(enumeration = {"low", "normal", "high", "urgent"}) String priority,
        @Nullable Person assignee,
        @Nullable Named team,
        List<String> tags,
        int unreadCount,
        @Nullable LastMessage lastMessage,
        @Nullable ReplyWindow replyWindow,
        Instant activityAt,
        @Nullable Instant archivedAt,
        Instant createdAt,
        Instant updatedAt) {

    public record Person(UUID id, String name, @Nullable String avatarUrl) {}

    public record Earlier(UUID id, long number) {}

    public record Named(UUID id, String name) {}

    /** @param deliveryStatus null unless the last message is outbound */
    public record LastMessage(
            UUID id,
            @Nullable String preview,
            @Schema(enumeration = {"inbound", "outbound", "note", "event"}) String direction,
            Instant createdAt,
            @Nullable @OneOf(DeliveryStatus.class) String deliveryStatus) {}

    /**
     * Whether free text may be sent now.
     *
     * @param closesAt null where the customer never wrote, so that it never opened
     * @param peopleOnly whether only a person may answer now, no rule and no AI
     */
    public record ReplyWindow(boolean open, @Nullable Instant closesAt, boolean peopleOnly) {}
}
