package dev.tributary.automation.action;

import java.util.List;

/**
 * A setting of an action: what forms are drawn from and what is checked when a rule is saved.
 *
 * @param choices where the type is {@code CHOICE}
 */
public record ActionField(String name, Type type, boolean required, List<String> choices) {

    public enum Type {
        TEXT,
        LONG_TEXT,
        CHOICE,
        /** A whole number above zero. */
        NUMBER,
        USER,
        TEAM,
        /** Names of tags; a tag that does not exist yet is made when the rule is saved. */
        TAGS,
        CANNED_RESPONSE,
        USERS,
        URL,
        /** A form, as a message has it. */
        FORM
    }

    public ActionField {
        choices = List.copyOf(choices);
    }

    public static ActionField required(String name, Type type, String... choices) {
        return new ActionField(name, type, true, List.of(choices));
    }

    public static ActionField optional(String name, Type type, String... choices) {
        return new ActionField(name, type, false, List.of(choices));
    }
}
