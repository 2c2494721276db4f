package dev.tributary.webhook;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The events that can be subscribed to, by the names that travel. */
enum EventType {
    MESSAGE_CREATED("message.created"),
    MESSAGE_UPDATED("message.updated"),
    MESSAGE_DELETED("message.deleted"),
    CONVERSATION_CREATED("conversation.created"),
    CONVERSATION_STATUS_CHANGED("conversation.status_changed"),
    CONVERSATION_ASSIGNED("conversation.assigned"),
    CONVERSATION_TAGGED("conversation.tagged"),
    CONTACT_CREATED("contact.created"),
    CONTACT_UPDATED("contact.updated"),
    CONTACT_MERGED("contact.merged"),
    WEBHOOK_TEST("webhook.test");

    /** What the other side of a channel subscribes to for a copy of customers' messages; our answers it gets in any case. */
    static final String INBOUND_COPY = "message.created.inbound";

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /** As it stands in a body and in a subscription. */
    String word() {
        return word;
    }

    boolean isAboutMessage() {
        return word.startsWith("message.");
    }

    static Optional<EventType> find(String word) {
        return Stream.of(values()).filter(type -> type.word.equals(word.toLowerCase(Locale.ROOT))).findFirst();
    }

    /** Everything that a subscription may name. */
    static List<String> subscribable() {
        return Stream.of(values()).filter(type -> type != WEBHOOK_TEST).map(EventType::word).toList();
    }
}
