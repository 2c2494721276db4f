package dev.tributary.conversation;

import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.ProblemView;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message as the API and the sockets show it.
 *
 * @param content as {@link MessageContent}
 * @param copies the same mail as other mailboxes of ours received it
 * @param deliveryStatus null unless outbound
 * @param error why it failed: code, the provider's words, a hint
 * @param reactions as {@link MessageContent.Reaction}
 * @param clientId the id that the sender's browser gave it, so that it finds its own draft
 */
public record MessageView(
        UUID id,
        UUID conversationId,
        @Schema(enumeration = {"inbound", "outbound", "note", "event"}) String direction,
        @OneOf(ContentKind.class) String kind,
        @Nullable String text,
        @Nullable String html,
        @Nullable @Schema(implementation = MessageContent.class) Map<String, Object> content,
        List<AttachmentView> attachments,
        List<CopyView> copies,
        @Nullable UUID replyToId,
        Author author,
        @Nullable String providerMessageId,
        @Nullable @OneOf(DeliveryStatus.class) String deliveryStatus,
        @Nullable @Schema(implementation = ProblemView.class) Map<String, Object> error,
        @Schema(type = SchemaType.ARRAY, implementation = MessageContent.Reaction.class) List<Object> reactions,
        @Nullable UUID clientId,
        @Nullable Instant editedAt,
        @Nullable Instant deletedAt,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt) {

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
            @Schema(enumeration = {"image", "video", "audio", "file", "sticker"}) String kind,
            String fileName,
            String contentType,
            @Nullable Long size,
            String url,
            @Schema(enumeration = {"stored", "fetching", "failed"}) String state,
            @Nullable @Schema(implementation = ProblemView.class) Map<String, Object> error,
            boolean inline) {}
}
