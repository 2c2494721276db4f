package dev.tributary.realtime;

import dev.tributary.identity.SessionEnded;
import dev.tributary.identity.SessionRegistry;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import dev.tributary.platform.ChangeFeed;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** All sockets of this replica, by organization. Told of changes by announcements, and looking for itself in case one was lost. */
@ApplicationScoped
class Rooms {

    private static final Duration SILENCE = Duration.ofSeconds(75);

    private final Map<UUID, Room> rooms = new ConcurrentHashMap<>();
    private final ChangeFrames changes;
    private final SessionRegistry sessions;
    private final Clock clock;

    Rooms(ChangeFrames changes, SessionRegistry sessions, Clock clock) {
        this.changes = changes;
        this.sessions = sessions;
        this.clock = clock;
    }

    Room enter(AgentSocket socket) {
        return rooms.compute(socket.caller.organizationId(), (organizationId, known) -> {
            Room room = known == null ? new Room(organizationId, changes) : known;
            room.add(socket);
            return room;
        });
    }

    void leave(AgentSocket socket) {
        rooms.computeIfPresent(socket.caller.organizationId(), (_, room) -> room.remove(socket) ? null : room);
    }

    Optional<Room> find(UUID organizationId) {
        return Optional.ofNullable(rooms.get(organizationId));
    }

    List<AgentSocket> sockets() {
        return rooms.values().stream().flatMap(room -> room.sockets().stream()).toList();
    }

    List<AgentSocket> socketsOf(UUID organizationId, UUID userId) {
        return find(organizationId).map(Room::sockets).orElse(List.of()).stream().filter(socket -> socket.userId().equals(userId)).toList();
    }

    void changed(@Observes Announcement announcement) {
        if (announcement.topic().equals(ChangeFeed.TOPIC)) {
            find(UUID.fromString(announcement.payload())).ifPresent(Room::look);
        }
    }

    void mayHaveMissed(@Observes Announcements.Reconnected reconnected) {
        rooms.values().forEach(Room::look);
    }

    @Scheduled(every = "3s", concurrentExecution = ConcurrentExecution.SKIP)
    void lookForItself() {
        rooms.values().forEach(Room::look);
    }

    void signedOut(@Observes SessionEnded ended) {
        sockets().stream()
                .filter(socket -> socket.sessionId.filter(ended.sessionId()::equals).isPresent())
                .forEach(socket -> socket.close(AgentSocket.SIGNED_OUT, "signed out"));
    }

    /** Before the service waits for open requests to end: browsers come again, to another replica or to the next start. */
    void goingAway(@Observes ShutdownDelayInitiatedEvent event) {
        sockets().forEach(socket -> socket.close((short) 1001, "going away"));
    }

    /** Lines that fell silent are dead; sessions that ended while nobody told us are over. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> clean() {
        sockets().stream()
                .filter(socket -> socket.lastHeard.isBefore(clock.instant().minus(SILENCE)))
                .forEach(socket -> socket.close((short) 1001, "silent"));
        return Multi.createFrom().iterable(sockets())
                .filter(socket -> socket.sessionId.isPresent())
                .onItem().transformToUniAndConcatenate(this::closeIfOver)
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> closeIfOver(AgentSocket socket) {
        return sessions.isAlive(socket.sessionId.orElseThrow())
                .invoke(alive -> {
                    if (!alive) {
                        socket.close(AgentSocket.SIGNED_OUT, "signed out");
                    }
                })
                .replaceWithVoid();
    }
}
