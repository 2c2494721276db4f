package dev.tributary.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
        String subject,
        String groupName,
        Earlier continues,
        Map<String, Object> attributes,
        String status,
        Instant snoozedUntil,
        String priority,
        Person assignee,
        Named team,
        List<String> tags,
        int unreadCount,
        LastMessage lastMessage,
        ReplyWindow replyWindow,
        Instant activityAt,
        Instant archivedAt,
        Instant createdAt,
        Instant updatedAt) {

    public record Person(UUID id, String name, String avatarUrl) {}

    public record Earlier(UUID id, long number) {}

    public record Named(UUID id, String name) {}

    /** @param deliveryStatus null unless the last message is outbound */
    public record LastMessage(UUID id, String preview, String direction, Instant createdAt, String deliveryStatus) {}

    /**
     * Whether free text may be sent now.
     *
     * @param closesAt null where the customer never wrote, so that it never opened
     * @param peopleOnly whether only a person may answer now, no rule and no AI
     */
    public record ReplyWindow(boolean open, Instant closesAt, boolean peopleOnly) {}
}
