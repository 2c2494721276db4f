package dev.tributary.adapter.api;

import dev.tributary.channel.ThreadKey;
import java.util.Optional;

/** Spells thread keys: the two kinds have prefixes of their own, so no thread id can pass for a contact's. */
final class ApiThreads {

    private static final String THREAD = "thread:";
    private static final String CONTACT = "contact:";

    private ApiThreads() {}

    static ThreadKey ofThread(String threadId) {
        return new ThreadKey(THREAD + threadId);
    }

    static ThreadKey ofContact(String externalId) {
        return new ThreadKey(CONTACT + externalId);
    }

    /** The caller's thread id; empty for the one thread of a contact. */
    static Optional<String> threadId(ThreadKey key) {
        return key.value().startsWith(THREAD) ? Optional.of(key.value().substring(THREAD.length())) : Optional.empty();
    }

    /** The contact whose only thread this is. */
    static Optional<String> contact(ThreadKey key) {
        return key.value().startsWith(CONTACT) ? Optional.of(key.value().substring(CONTACT.length())) : Optional.empty();
    }
}
