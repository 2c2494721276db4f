package dev.tributary.platform;

import java.util.Optional;

/** Tells this room who is asking without its knowing people; the room that signs them in has the bean. */
public interface CallerScope {

    /** Organization and caller of the current request as one stable text; empty for requests of nobody. */
    Optional<String> current();
}
