package dev.tributary.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether an agent is there. */
public enum PresenceState {
    ONLINE,
    /** Signed in, but not at the desk, by their own word or by the browser's. */
    AWAY,
    OFFLINE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such state */
    @JsonCreator
    public static PresenceState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
