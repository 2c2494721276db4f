package dev.tributary.realtime;

import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who has which conversation open, over all replicas, so that two agents do not answer at once. A replica that dies is forgotten. */
@ApplicationScoped
class Viewers {

    private static final String TOPIC = "viewing";
    private static final Duration HOLDS = Duration.ofSeconds(60);

    private record View(UUID organizationId, UUID conversationId, UUID userId, String userName, Instant until) {}

    private final Map<UUID, View> bySocket = new ConcurrentHashMap<>();
    private final Rooms rooms;
    private final Announcements announcements;
    private final Clock clock;

    Viewers(Rooms rooms, Announcements announcements, Clock clock) {
        this.rooms = rooms;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** @param conversationId null where none is open any more */
    void view(AgentSocket socket, UUID conversationId) {
        if (conversationId != null || socket.viewing != null) {
            socket.viewing = conversationId;
            announce(socket);
        }
    }

    @Scheduled(every = "20s")
    void prolong() {
        rooms.sockets().stream().filter(socket -> socket.viewing != null).forEach(this::announce);
        Instant now = clock.instant();
        bySocket.forEach((socketId, view) -> {
            if (view.until().isBefore(now) && bySocket.remove(socketId, view)) {
                show(view.organizationId(), view.conversationId());
            }
        });
    }

    void hear(@Observes Announcement announcement) {
        if (announcement.topic().equals(TOPIC)) {
            hear(new JsonObject(announcement.payload()));
        }
    }

    /** For a socket that joins: everything that is open now. */
    JsonArray now(UUID organizationId) {
        Set<UUID> open = new HashSet<>();
        bySocket.values().stream().filter(view -> view.organizationId().equals(organizationId)).forEach(view -> open.add(view.conversationId()));
        return new JsonArray(open.stream()
                .map(conversationId -> JsonObject.of("conversation_id", conversationId.toString(), "users", users(organizationId, conversationId)))
                .toList());
    }

    private void announce(AgentSocket socket) {
        JsonObject payload = JsonObject.of(
                "organization_id", socket.caller.organizationId().toString(),
                "socket_id", socket.id.toString(),
                "user_id", socket.userId().toString(),
                "user_name", socket.caller.name());
        if (socket.viewing != null) {
            payload.put("conversation_id", socket.viewing.toString());
        }
        announcements.publish(new Announcement(TOPIC, payload.encode()));
    }

    private void hear(JsonObject payload) {
        UUID organizationId = UUID.fromString(payload.getString("organization_id"));
        UUID socketId = UUID.fromString(payload.getString("socket_id"));
        String conversation = payload.getString("conversation_id");
        UUID conversationId = conversation == null ? null : UUID.fromString(conversation);
        View after = conversationId == null ? null : new View(
                organizationId, conversationId, UUID.fromString(payload.getString("user_id")), payload.getString("user_name"), clock.instant().plus(HOLDS));
        View before = after == null ? bySocket.remove(socketId) : bySocket.put(socketId, after);
        UUID was = before == null ? null : before.conversationId();
        if (was != null && !was.equals(conversationId)) {
            show(organizationId, was);
        }
        if (conversationId != null && !Objects.equals(was, conversationId)) {
            show(organizationId, conversationId);
        }
    }

    private void show(UUID organizationId, UUID conversationId) {
        JsonObject frame = JsonObject.of("t", "viewing", "conversation_id", conversationId.toString(), "users", users(organizationId, conversationId));
        rooms.find(organizationId).ifPresent(room -> room.tell(frame.encode(), null));
    }

    private JsonArray users(UUID organizationId, UUID conversationId) {
        Map<UUID, String> users = new TreeMap<>();
        bySocket.values().stream()
                .filter(view -> view.organizationId().equals(organizationId) && view.conversationId().equals(conversationId))
                .forEach(view -> users.put(view.userId(), view.userName()));
        List<JsonObject> named = users.entrySet().stream()
                .map(user -> JsonObject.of("id", user.getKey().toString(), "name", user.getValue()))
                .toList();
        return new JsonArray(named);
    }
}
