package dev.tributary.conversation;

import dev.tributary.identity.Caller;
import jakarta.annotation.Nullable;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who says or does something in a conversation.
 *
 * @param type {@code contact}, {@code user}, {@code automation}, {@code ai} or {@code system}
 * @param id null where there is no row behind it
 */
public record Author(@Schema(enumeration = {"contact", "user", "automation", "ai", "system"}) String type, @Nullable UUID id, @Nullable String name) {

    /** The service itself. */
    public static final Author SYSTEM = new Author("system", null, "Tributary");

    /** A signed-in person; a program with a token speaks for the person who made the token. */
    public static Author of(Caller caller) {
        return caller.userId().map(id -> new Author("user", id, caller.name())).orElseGet(() -> new Author("system", null, caller.name()));
    }

    /** Whether somebody, or something, really answered the customer: an automatic confirmation does not count as a response. */
    boolean responds() {
        return type.equals("user") || type.equals("ai");
    }
}
