package dev.tributary.widget;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tributary.widget.VisitorMessage.Author;
import java.util.List;
import java.util.UUID;

/** What the socket and {@code /events} tell a visitor's frame. */
@JsonInclude(Include.NON_NULL)
record VisitorFrame(
        String t,
        String eventId,
        UUID conversationId,
        VisitorMessage message,
        VisitorConversation conversation,
        String status,
        String state,
        Author author,
        List<VisitorFrame> missed,
        Boolean resync,
        String code,
        UUID messageId,
        String clientId) {

    static VisitorFrame message(long position, VisitorMessage message) {
        return new VisitorFrame("message", EventIds.write(position), message.conversationId(), message, null, null, null, null, null, null, null, null, null);
    }

    static VisitorFrame conversation(long position, VisitorConversation conversation) {
        return new VisitorFrame(
                "conversation", EventIds.write(position), conversation.id(), null, conversation, conversation.status(), null, null, null, null, null, null, null);
    }

    /** An agent opened the conversation: this message of the visitor's and those before it are read. */
    static VisitorFrame seen(long position, VisitorConversation conversation) {
        return new VisitorFrame(
                "status", EventIds.write(position), conversation.id(), null, null, "read", null, null, null, null, null, conversation.seenMessageId(), conversation.seenClientId());
    }

    static VisitorFrame typing(UUID conversationId, boolean on, String agent) {
        return new VisitorFrame("typing", null, conversationId, null, null, null, on ? "on" : "off", new Author("agent", agent, null), null, null, null, null, null);
    }

    static VisitorFrame joined(VisitorFeed.News news) {
        return new VisitorFrame("joined", EventIds.write(news.position()), null, null, null, null, null, null, news.frames(), news.resync(), null, null, null);
    }

    static VisitorFrame error(String code) {
        return new VisitorFrame("error", null, null, null, null, null, null, null, null, null, code, null, null);
    }

    static VisitorFrame pong() {
        return new VisitorFrame("pong", null, null, null, null, null, null, null, null, null, null, null, null);
    }
}
