package dev.tributary.automation.engine;

import java.util.List;

/**
 * Something that conditions may ask about.
 *
 * @param name in JSON; where {@link #isPrefix} holds, followed by a key of the workspace's own
 * @param choices the words it may hold; empty where they are not fixed
 * @param refersTo {@code user}, {@code team}, {@code channel_account}, {@code channel_type} or {@code tag}: where a form finds its choices; or null
 */
public record Field(String name, ValueType type, List<String> choices, String refersTo) {

    public Field {
        choices = List.copyOf(choices);
    }

    static Field of(String name, ValueType type) {
        return new Field(name, type, List.of(), null);
    }

    static Field choice(String name, String... choices) {
        return new Field(name, ValueType.CHOICE, List.of(choices), null);
    }

    static Field set(String name, String... choices) {
        return new Field(name, ValueType.SET, List.of(choices), null);
    }

    static Field reference(String name, ValueType type, String refersTo) {
        return new Field(name, type, List.of(), refersTo);
    }

    /** A family of fields: {@code contact_attribute.} with {@code plan} behind it. */
    public boolean isPrefix() {
        return name.endsWith(".");
    }
}
