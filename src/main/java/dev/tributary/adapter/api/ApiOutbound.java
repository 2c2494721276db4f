package dev.tributary.adapter.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ThreadKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * Messages as webhook bodies: compact JSON in a fixed order, made from the message alone, so that every attempt sends the very
 * same bytes. Pure.
 */
final class ApiOutbound {

    static final String MESSAGE = "message.created";
    static final String TEST = "webhook.test";
    static final String TYPING = "typing";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ApiOutbound() {}

    /** @param link where the receiver fetches a file; files are never inlined */
    static byte[] message(OutboundMessage message, Function<OutboundMessage.File, String> link) {
        ObjectNode data = JSON.createObjectNode();
        data.put("message_id", message.messageId().toString());
        data.put("conversation_id", message.conversationId().toString());
        ApiThreads.threadId(message.thread()).ifPresent(id -> data.put("thread_id", id));
        data.put("direction", "outbound");
        data.putObject("contact").put("id", message.contactId().toString()).put("external_id", message.recipient());
        data.putObject("author").put("kind", authorKind(message.author().kind())).put("name", message.author().name());
        data.set("content", content(message, link));
        message.replyTo().ifPresent(id -> data.put("reply_to", id.value()));
        return event(MESSAGE, message.createdAt(), data);
    }

    static byte[] test(String channelId, Instant at) {
        return event(TEST, at, JSON.createObjectNode().put("channel_id", channelId));
    }

    static byte[] typing(ThreadKey thread, boolean on, Instant at) {
        ObjectNode data = JSON.createObjectNode();
        ApiThreads.threadId(thread).ifPresent(id -> data.put("thread_id", id));
        ApiThreads.contact(thread).ifPresent(id -> data.putObject("contact").put("external_id", id));
        data.put("state", on ? "on" : "off");
        return event(TYPING, at, data);
    }

    private static ObjectNode content(OutboundMessage message, Function<OutboundMessage.File, String> link) {
        ObjectNode content = JSON.createObjectNode();
        content.put("type", message.attachments().isEmpty() ? "text" : contentType(message.attachments().getFirst().kind()));
        message.text().ifPresent(text -> content.put("text", text));
        message.html().ifPresent(html -> content.put("html", html));
        if (!message.attachments().isEmpty()) {
            ArrayNode files = content.putArray("attachments");
            message.attachments().forEach(file -> file(files.addObject(), file, link.apply(file)));
        }
        if (!message.buttons().isEmpty()) {
            ArrayNode actions = content.putArray("actions");
            message.buttons().forEach(button -> action(actions.addObject(), button));
        }
        return content;
    }

    private static void file(ObjectNode node, OutboundMessage.File file, String url) {
        node.put("url", url).put("name", file.fileName()).put("content_type", file.contentType()).put("size", file.size());
    }

    private static void action(ObjectNode node, OutboundMessage.Button button) {
        node.put("id", button.id()).put("label", button.title());
        button.url().ifPresent(url -> node.put("url", url));
    }

    private static String authorKind(String kind) {
        return kind.equals("user") ? "agent" : kind;
    }

    private static String contentType(ContentKind kind) {
        return kind == ContentKind.FILE ? "document" : kind.word();
    }

    private static byte[] event(String type, Instant at, ObjectNode data) {
        ObjectNode event = JSON.createObjectNode();
        event.put("type", type);
        event.put("timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString());
        event.set("data", data);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts is JSON", impossible);
        }
    }
}
