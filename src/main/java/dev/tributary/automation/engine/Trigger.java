package dev.tributary.automation.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What makes rules look at a conversation. */
public enum Trigger {
    MESSAGE_RECEIVED("message.received"),
    CONVERSATION_CREATED("conversation.created"),
    CONVERSATION_UPDATED("conversation.updated"),
    /** Nobody wrote for a while. */
    CONVERSATION_IDLE("conversation.idle"),
    /** The clock says so; see {@link Schedule}. */
    SCHEDULE("schedule");

    private final String wireName;

    Trigger(String wireName) {
        this.wireName = wireName;
    }

    /** Whether each rule has its own moment, so that one alone looks and not all of the event's. */
    public boolean isByClock() {
        return this == CONVERSATION_IDLE || this == SCHEDULE;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<Trigger> of(String wireName) {
        return Stream.of(values()).filter(trigger -> trigger.wireName.equals(wireName)).findFirst();
    }

    public static List<String> wireNames() {
        return Stream.of(values()).map(Trigger::wireName).toList();
    }
}
