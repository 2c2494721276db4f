package dev.tributary.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a user is in an organization; what that allows is {@link Permission}'s table. */
public enum Role {
    /** Owns the workspace: everything an admin may, and making further workspaces and owners. */
    OWNER,
    /** Runs the workspace: channels, people, tokens, settings. */
    ADMIN,
    /** Answers customers. */
    AGENT;

    /** As it is written in JSON and in the database. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such role */
    @JsonCreator
    public static Role ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
