package dev.tributary.widget;

import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Shows agents that a visitor is writing. Live only, on every replica. */
@ApplicationScoped
class VisitorTyping {

    /** What agents' sockets listen to; the payload is that of every channel's typing. */
    private static final String TOPIC = "typing";

    private final Announcements announcements;

    VisitorTyping(Announcements announcements) {
        this.announcements = announcements;
    }

    void show(VisitorSession session, UUID conversationId, boolean on) {
        session.person().ifPresent(person -> announcements.publish(new Announcement(TOPIC, JsonObject.of(
                        "organization_id", session.channel().organizationId().toString(),
                        "conversation_id", conversationId.toString(),
                        "author", JsonObject.of("type", "contact", "id", person.contactId().toString(), "name", session.visitor().shownName()),
                        "state", on ? "on" : "off")
                .encode())));
    }
}
