package dev.tributary.widget;

import dev.tributary.channel.FormField;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message as its visitor sees it.
 *
 * @param clientId of the visitor's own messages
 * @param cards side by side, below the text
 * @param form questions that the visitor is asked
 * @param formId of the visitor's own messages: the form that it answers
 * @param status of the visitor's own messages: {@code sent}, or {@code read} once an agent opened the conversation; null for ours
 * @param read whether the visitor has read it
 */
record VisitorMessage(
        UUID id,
        UUID conversationId,
        @Nullable String clientId,
        Author author,
        String type,
        @Nullable String text,
        @Nullable String html,
        List<File> attachments,
        List<Action> actions,
        List<Card> cards,
        @Nullable Form form,
        @Nullable UUID formId,
        @Nullable UUID replyTo,
        @Nullable @Schema(enumeration = {"sent", "read"}) String status,
        boolean edited,
        boolean deleted,
        boolean read,
        Instant createdAt) {

    /** @param kind {@code visitor}, {@code agent}, {@code bot} or {@code system} */
    @Schema(name = "VisitorAuthor")
    record Author(@Schema(enumeration = {"visitor", "agent", "bot", "system"}) String kind, @Nullable String name, @Nullable String avatarUrl) {}

    /** @param url signed, good for ten minutes; null while the file is not there */
    record File(
            UUID id,
            @Schema(enumeration = {"image", "video", "audio", "file", "sticker"}) String kind,
            String fileName,
            String contentType,
            @Nullable Long size,
            @Nullable String url) {}

    /** A quick reply, or a link where it has a URL. */
    record Action(String id, String label, @Nullable String url) {}

    /** @param imageUrl somebody else's, over https; null for a card without a picture */
    record Card(String title, @Nullable String text, @Nullable String imageUrl, List<Action> actions) {}

    /** @param submitLabel null where the frame's own words do */
    @Schema(name = "VisitorForm")
    record Form(String title, List<FormField> fields, @Nullable String submitLabel, boolean answered) {}

    boolean isOurs() {
        return !author.kind().equals("visitor");
    }
}
