package dev.tributary.identity;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Listens as the realtime room does. */
@Singleton
class EndedSessions {
    private final Set<UUID> ended = ConcurrentHashMap.newKeySet();

    void hear(@Observes SessionEnded session) {
        ended.add(session.sessionId());
    }

    boolean contains(UUID sessionId) {
        return ended.contains(sessionId);
    }

    void forget() {
        ended.clear();
    }

    int count() {
        return ended.size();
    }
}
