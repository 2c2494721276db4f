package dev.tributary.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A message as the API and the sockets show it.
 *
 * @param content what structured kinds say beside their text; {@code mail} is a mail's header: subject, from, to, cc, warnings, receipts
 * @param copies the same mail as other mailboxes of ours received it
 * @param deliveryStatus null unless outbound
 * @param error why it failed: code, the provider's words, a hint
 * @param reactions {@code [{emoji, author: {type, id, name}}]}
 * @param clientId the id that the sender's browser gave it, so that it finds its own draft
 */
public record MessageView(
        UUID id,
        UUID conversationId,
        String direction,
        String kind,
        String text,
        String html,
        Map<String, Object> content,
        List<AttachmentView> attachments,
        List<CopyView> copies,
        UUID replyToId,
        Author author,
        String providerMessageId,
        String deliveryStatus,
        Map<String, Object> error,
        List<Object> reactions,
        UUID clientId,
        Instant editedAt,
        Instant deletedAt,
        Instant createdAt,
        Instant sentAt,
        Instant deliveredAt,
        Instant readAt) {

    /** @param type {@code contact}, {@code user}, {@code automation}, {@code ai} or {@code system} */
    public record Author(String type, UUID id, String name) {}

    /** @param number of its conversation */
    public record CopyView(UUID channelAccountId, UUID conversationId, long number) {}

    /**
     * A file of a message.
     *
     * @param size in bytes; null while it is not known
     * @param url where a signed-in agent fetches it
     * @param state {@code stored}, {@code fetching} or {@code failed}
     * @param inline true for a picture that the message's HTML shows
     */
    public record AttachmentView(
            UUID id,
            String kind,
            String fileName,
            String contentType,
            Long size,
            String url,
            String state,
            Map<String, Object> error,
            boolean inline) {}
}
