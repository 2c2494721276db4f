package dev.tributary.identity;

import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.UUID;

/** Tells every replica which sessions ended, and hears it from the others. */
@ApplicationScoped
class SessionWatch {
    private static final String TOPIC = "session.ended";

    private final Announcements announcements;
    private final Event<SessionEnded> ended;

    SessionWatch(Announcements announcements, Event<SessionEnded> ended) {
        this.announcements = announcements;
        this.ended = ended;
    }

    /** To be called after the commit that ended them. */
    void announce(Collection<UUID> sessionIds) {
        sessionIds.forEach(id -> announcements.publish(new Announcement(TOPIC, id.toString())));
    }

    void hear(@Observes Announcement announcement) {
        if (announcement.topic().equals(TOPIC)) {
            ended.fire(new SessionEnded(UUID.fromString(announcement.payload())));
        }
    }
}
