package dev.tributary.realtime;

import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.identity.PresenceState;
import dev.tributary.identity.SameOrigin;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code /ws}: an agent's browser, signed in by its cookie, or a program with an API token. The first frame is {@code join} with the
 * number of the last change that was seen; from there every change comes once and in order. A page of another origin is refused: it
 * would ride on the browser's cookie.
 */
@ApplicationScoped
class SocketRoute {

    private static final long JOIN_WITHIN_MILLIS = 5_000;
    private static final int MAX_SOCKETS_PER_USER = 30;

    private final Rooms rooms;
    private final LiveSigns signs;
    private final Viewers viewers;
    private final SameOrigin origin;
    private final Vertx vertx;
    private final Clock clock;

    SocketRoute(Rooms rooms, LiveSigns signs, Viewers viewers, SameOrigin origin, Vertx vertx, Clock clock) {
        this.rooms = rooms;
        this.signs = signs;
        this.viewers = viewers;
        this.origin = origin;
        this.vertx = vertx;
        this.clock = clock;
    }

    void route(@Observes Router router) {
        router.get("/ws").handler(this::upgrade);
    }

    private void upgrade(RoutingContext context) {
        Optional<SecurityIdentity> identity = Optional.ofNullable(context.user()).map(user -> ((QuarkusHttpUser) user).getSecurityIdentity());
        Optional<Caller> caller = identity.flatMap(CurrentCaller::callerOf).filter(known -> known.may(Permission.CONVERSATIONS_READ));
        if (caller.isEmpty()) {
            context.response().setStatusCode(401).end();
        } else if (!origin.isOurs(context.request().getHeader("origin"), context.request().authority())) {
            context.response().setStatusCode(403).end();
        } else {
            context.request().toWebSocket()
                    .onSuccess(line -> open(line, caller.get(), identity.flatMap(CurrentCaller::sessionOf)))
                    .onFailure(failure -> Log.debugf("No socket: %s", failure.getMessage()));
        }
    }

    private void open(ServerWebSocket line, Caller caller, Optional<UUID> sessionId) {
        AgentSocket socket = new AgentSocket(line, caller, sessionId, clock.instant());
        Room room = rooms.enter(socket);
        if (rooms.socketsOf(caller.organizationId(), socket.userId()).size() > MAX_SOCKETS_PER_USER) {
            refuse(socket, "too_many_sockets");
        }
        line.textMessageHandler(text -> receive(room, socket, text));
        line.pongHandler(_ -> socket.lastHeard = clock.instant());
        line.exceptionHandler(failure -> Log.debugf("A socket broke: %s", failure.getMessage()));
        line.closeHandler(_ -> closed(socket));
        vertx.setTimer(JOIN_WITHIN_MILLIS, _ -> {
            if (!socket.joined) {
                refuse(socket, "join_expected");
            }
        });
    }

    private void closed(AgentSocket socket) {
        viewers.view(socket, null);
        rooms.leave(socket);
        signs.gone(socket);
    }

    private void receive(Room room, AgentSocket socket, String text) {
        socket.lastHeard = clock.instant();
        try {
            JsonObject frame = new JsonObject(text);
            handle(room, socket, frame).subscribe().with(_ -> {}, failure -> failed(socket, failure));
        } catch (DecodeException | ClassCastException | IllegalArgumentException malformed) {
            refuse(socket, "frame_invalid");
        }
    }

    private Uni<Void> handle(Room room, AgentSocket socket, JsonObject frame) {
        String kind = String.valueOf(frame.getString("t"));
        if (!socket.joined && !kind.equals("join")) {
            refuse(socket, "join_expected");
            return done();
        }
        return switch (kind) {
            case "join" -> join(room, socket, frame.getLong("after"));
            case "ping" -> send(socket, JsonObject.of("t", "pong"));
            case "typing" -> signs.typing(socket, UUID.fromString(frame.getString("conversation_id", "")), "on".equals(frame.getString("state")));
            case "presence" -> signs.report(socket, "away".equals(frame.getString("state")) ? PresenceState.AWAY : PresenceState.ONLINE);
            case "viewing" -> view(socket, frame.getString("conversation_id"));
            default -> send(socket, JsonObject.of("t", "error", "code", "frame_unknown"));
        };
    }

    private Uni<Void> join(Room room, AgentSocket socket, Long after) {
        if (socket.joined) {
            return done();
        }
        return signs.report(socket, PresenceState.ONLINE)
                .chain(() -> signs.present(socket.caller.organizationId()))
                .chain(present -> room.join(socket, after, (position, resync) -> socket.send(JsonObject.of(
                                "t", "joined", "seq", position, "resync", resync, "presence", present, "viewing", viewers.now(socket.caller.organizationId()))
                        .encode())));
    }

    private Uni<Void> view(AgentSocket socket, String conversationId) {
        viewers.view(socket, conversationId == null ? null : UUID.fromString(conversationId));
        return done();
    }

    private static Uni<Void> send(AgentSocket socket, JsonObject frame) {
        socket.send(frame.encode());
        return done();
    }

    private static void refuse(AgentSocket socket, String code) {
        socket.send(JsonObject.of("t", "error", "code", code).encode());
        socket.close(AgentSocket.PROTOCOL_ERROR, code);
    }

    /** The browser comes again and asks for what it missed. */
    private static void failed(AgentSocket socket, Throwable failure) {
        Log.warnf("A socket's frame was not handled: %s", failure.getMessage());
        socket.close((short) 1011, "try again");
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }
}
