package dev.tributary.realtime;

import dev.tributary.conversation.AgentTyping;
import dev.tributary.conversation.ConversationViews;
import dev.tributary.identity.Presence;
import dev.tributary.identity.PresenceChanged;
import dev.tributary.identity.PresenceState;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Signs of life that are never stored with the conversation: who is there, who is writing. Shown on every replica. */
@ApplicationScoped
class LiveSigns {

    private static final String TYPING = "typing";
    /** A reload is not an absence. */
    private static final long GRACE_MILLIS = 5_000;

    private final Rooms rooms;
    private final Presence presence;
    private final Announcements announcements;
    private final ConversationViews conversations;
    private final Pool database;
    private final Event<AgentTyping> agentTyping;
    private final Vertx vertx;

    LiveSigns(
            Rooms rooms,
            Presence presence,
            Announcements announcements,
            ConversationViews conversations,
            Pool database,
            Event<AgentTyping> agentTyping,
            Vertx vertx) {
        this.rooms = rooms;
        this.presence = presence;
        this.announcements = announcements;
        this.conversations = conversations;
        this.database = database;
        this.agentTyping = agentTyping;
        this.vertx = vertx;
    }

    /** A browser says it is there, or its user is away from the desk. */
    Uni<Void> report(AgentSocket socket, PresenceState state) {
        return presence.report(socket.userId(), state)
                .invoke(news -> {
                    if (news) {
                        announce(socket.caller.organizationId(), socket.userId(), state);
                    }
                })
                .replaceWithVoid();
    }

    void gone(AgentSocket socket) {
        vertx.setTimer(GRACE_MILLIS, _ -> {
            if (rooms.socketsOf(socket.caller.organizationId(), socket.userId()).isEmpty()) {
                report(socket, PresenceState.OFFLINE).subscribe().with(_ -> {}, _ -> {});
            }
        });
    }

    /** Several times within the time that a sign of life holds. */
    @Scheduled(every = "20s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> prolong() {
        return presence.prolong(rooms.sockets().stream().map(AgentSocket::userId).collect(Collectors.toSet()));
    }

    Uni<JsonArray> present(UUID organizationId) {
        return presence.present(organizationId).map(states -> new JsonArray(states.entrySet().stream()
                .map(entry -> JsonObject.of("user_id", entry.getKey().toString(), "state", entry.getValue().wireName()))
                .toList()));
    }

    /** An agent writes: colleagues see it, and the channel may show it to the customer. A foreign conversation is passed over. */
    Uni<Void> typing(AgentSocket socket, UUID conversationId, boolean on) {
        UUID organizationId = socket.caller.organizationId();
        return conversations.load(database, organizationId, List.of(conversationId))
                .invoke(found -> {
                    if (!found.isEmpty()) {
                        announce(socket, conversationId, on);
                        agentTyping.fire(new AgentTyping(organizationId, conversationId, socket.userId(), socket.caller.name(), on));
                    }
                })
                .replaceWithVoid();
    }

    void changedByHand(@Observes PresenceChanged changed) {
        announce(changed.organizationId(), changed.userId(), changed.state());
    }

    void hear(@Observes Announcement announcement) {
        switch (announcement.topic()) {
            case TYPING -> show(new JsonObject(announcement.payload()), "typing");
            case Presence.TOPIC -> presence(new JsonObject(announcement.payload()));
            default -> {}
        }
    }

    /** Another replica saw the last of this user's sockets go, but one is here. */
    private void presence(JsonObject payload) {
        UUID organizationId = UUID.fromString(payload.getString("organization_id"));
        List<AgentSocket> here = rooms.socketsOf(organizationId, UUID.fromString(payload.getString("user_id")));
        if (payload.getString("state").equals("offline") && !here.isEmpty()) {
            report(here.getFirst(), PresenceState.ONLINE).subscribe().with(_ -> {}, _ -> {});
            return;
        }
        show(payload, "presence");
    }

    private void show(JsonObject payload, String frame) {
        UUID organizationId = UUID.fromString(payload.getString("organization_id"));
        JsonObject shown = payload.copy().put("t", frame);
        shown.remove("organization_id");
        String socket = (String) shown.remove("socket_id");
        rooms.find(organizationId).ifPresent(room -> room.tell(shown.encode(), socket == null ? null : UUID.fromString(socket)));
    }

    private void announce(UUID organizationId, UUID userId, PresenceState state) {
        announcements.publish(new Announcement(Presence.TOPIC, JsonObject.of(
                        "organization_id", organizationId.toString(), "user_id", userId.toString(), "state", state.wireName())
                .encode()));
    }

    private void announce(AgentSocket socket, UUID conversationId, boolean on) {
        JsonObject author = JsonObject.of("type", "user", "id", socket.userId().toString(), "name", socket.caller.name());
        announcements.publish(new Announcement(TYPING, JsonObject.of(
                        "organization_id", socket.caller.organizationId().toString(), "conversation_id", conversationId.toString(),
                        "author", author, "state", on ? "on" : "off", "socket_id", socket.id.toString())
                .encode()));
    }
}
