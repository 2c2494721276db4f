package dev.tributary.webhook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import java.util.function.Function;

/** The {@code data} of a message event. Files are links, never content; of a deleted message only its ids are told. */
final class MessageJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MessageJson() {}

    static ObjectNode of(
            Facts.Message message, Facts.Conversation conversation, Receiver receiver, Function<UUID, String> fileLink, EventType type) {
        ObjectNode data = JSON.createObjectNode();
        data.put("message_id", message.id().toString());
        message.providerMessageId().filter(id -> !id.equals(message.id().toString())).ifPresent(id -> data.put("external_message_id", id));
        data.put("conversation_id", conversation.id().toString());
        receiver.threadId(conversation.threadKey()).ifPresent(id -> data.put("thread_id", id));
        data.put("direction", message.direction());
        data.set("contact", ConversationJson.contact(conversation));
        if (type == EventType.MESSAGE_DELETED) {
            message.deletedAt().ifPresent(at -> data.put("deleted_at", at.toString()));
            return data;
        }
        data.putObject("author").put("kind", authorKind(message.authorType())).put("name", message.authorName().orElse(null));
        data.set("content", content(message, fileLink));
        message.replyTo().ifPresent(id -> data.put("reply_to", id));
        message.deliveryStatus().ifPresent(status -> data.put("delivery_status", status));
        message.error().ifPresent(error -> data.set("error", EventRenderer.json(error)));
        message.editedAt().ifPresent(at -> data.put("edited_at", at.toString()));
        return data;
    }

    private static ObjectNode content(Facts.Message message, Function<UUID, String> fileLink) {
        ObjectNode content = JSON.createObjectNode();
        content.put("type", message.kind().equals("file") ? "document" : message.kind());
        message.text().ifPresent(text -> content.put("text", text));
        message.html().ifPresent(html -> content.put("html", html));
        message.content().ifPresent(structured -> content.set(message.kind().equals("text") ? "details" : message.kind(), EventRenderer.json(structured)));
        if (!message.files().isEmpty()) {
            ArrayNode files = content.putArray("attachments");
            message.files().forEach(file -> file(files.addObject(), file, fileLink));
        }
        return content;
    }

    private static void file(ObjectNode node, Facts.File file, Function<UUID, String> fileLink) {
        node.put("url", fileLink.apply(file.id())).put("name", file.name()).put("content_type", file.contentType());
        file.size().ifPresent(size -> node.put("size", size));
    }

    /** A {@code user} is an agent to the outside. */
    static String authorKind(String type) {
        return type.equals("user") ? "agent" : type;
    }
}
