package dev.tributary.widget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.SameOrigin;
import dev.tributary.platform.ProblemException;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * The visitor's socket. The first frame is {@code join} with the session's token; what follows are acknowledgements, read marks and
 * what is worth nothing later (typing, the page). A frame that is not understood is answered and not remembered.
 */
@WebSocket(path = VisitorSocket.PATH)
class VisitorSocket {

    static final String PATH = "/api/widget/v1/ws";

    private static final long JOIN_MILLIS = 5_000;
    private static final int MAX_FRAME = 64 * 1024;

    private final VisitorLines lines;
    private final Door door;
    private final SameOrigin ours;
    private final VisitorReceipts receipts;
    private final VisitorConversations conversations;
    private final VisitorTyping typing;
    private final VisitorStore visitors;
    private final Pool database;
    private final ObjectMapper json;
    private final Clock clock;
    private final Vertx vertx;

    VisitorSocket(
            VisitorLines lines,
            Door door,
            SameOrigin ours,
            VisitorReceipts receipts,
            VisitorConversations conversations,
            VisitorTyping typing,
            VisitorStore visitors,
            Pool database,
            ObjectMapper json,
            Clock clock,
            Vertx vertx) {
        this.lines = lines;
        this.door = door;
        this.ours = ours;
        this.receipts = receipts;
        this.conversations = conversations;
        this.typing = typing;
        this.visitors = visitors;
        this.database = database;
        this.json = json;
        this.clock = clock;
        this.vertx = vertx;
    }

    @OnOpen
    void open(WebSocketConnection connection) {
        vertx.setTimer(JOIN_MILLIS, _ -> {
            if (lines.find(connection.id()) == null && connection.isOpen()) {
                connection.close().subscribe().with(_ -> { }, _ -> { });
            }
        });
    }

    @OnTextMessage
    Uni<Void> text(String text, WebSocketConnection connection) {
        if (text.length() > MAX_FRAME) {
            return refuse(connection, "frame_too_large");
        }
        JsonNode frame = read(text);
        VisitorLine line = lines.find(connection.id());
        if (line == null) {
            return frame.path("t").asText().equals("join") ? join(frame, connection) : refuse(connection, "join_first");
        }
        line.heard = clock.instant();
        return handle(frame, line).onFailure(ProblemException.class).recoverWithUni(refused -> lines.tell(
                line, VisitorFrame.error(((ProblemException) refused).problem().code())));
    }

    @OnClose
    void closed(WebSocketConnection connection) {
        lines.leave(connection.id());
    }

    @OnError
    void failed(Exception failure, WebSocketConnection connection) {
        lines.leave(connection.id());
        connection.close().subscribe().with(_ -> { }, _ -> { });
    }

    private Uni<Void> join(JsonNode frame, WebSocketConnection connection) {
        String token = frame.path("token").asText("");
        return door.session(token)
                .chain(session -> {
                    if (!isAllowed(session, connection)) {
                        return refuse(connection, "origin_not_allowed");
                    }
                    VisitorLine line = new VisitorLine(connection, token, session, clock.instant());
                    long after = EventIds.read(frame.path("last_event_id").asText("ev_0"));
                    return lines.join(line, after).chain(joined -> joined ? Uni.createFrom().voidItem() : refuse(connection, "too_many_sockets"));
                })
                .onFailure(ProblemException.class)
                .recoverWithUni(refused -> refuse(connection, ((ProblemException) refused).problem().code()));
    }

    private boolean isAllowed(VisitorSession session, WebSocketConnection connection) {
        String origin = connection.handshakeRequest().header("Origin");
        HostAndPort authority = HostAndPort.parseAuthority(Optional.ofNullable(connection.handshakeRequest().host()).orElse(""), -1);
        return origin != null && (ours.isOurs(origin, authority) || session.channel().settings().sites().allows(origin));
    }

    private Uni<Void> handle(JsonNode frame, VisitorLine line) {
        VisitorSession session = line.session;
        return switch (frame.path("t").asText()) {
            case "ping" -> lines.tell(line, VisitorFrame.pong());
            case "ack" -> receipts.delivered(session.channel().organizationId(), session.person(), EventIds.read(frame.path("event_id").asText()));
            case "read" -> own(session, frame).chain(conversation -> receipts.read(session.channel().organizationId(), conversation.id(), upTo(frame)));
            case "typing" -> line.mayType(clock.instant()) || frame.path("state").asText().equals("off")
                    ? own(session, frame).invoke(conversation -> typing.show(session, conversation.id(), frame.path("state").asText().equals("on"))).replaceWithVoid()
                    : Uni.createFrom().voidItem();
            case "page" -> line.mayVisit(clock.instant()) ? visit(session, frame) : Uni.createFrom().voidItem();
            default -> lines.tell(line, VisitorFrame.error("frame_unknown"));
        };
    }

    private Uni<VisitorConversation> own(VisitorSession session, JsonNode frame) {
        UUID id = VisitorWriting.id(frame.path("conversation_id").asText()).orElseThrow(() -> WidgetProblems.notFound("conversation"));
        return conversations.get(database, session.person(), session.channel().live().reopenDays(), id);
    }

    private static UUID upTo(JsonNode frame) {
        return VisitorWriting.id(frame.path("up_to").asText()).orElseThrow(() -> WidgetProblems.notFound("message"));
    }

    private Uni<Void> visit(VisitorSession session, JsonNode frame) {
        VisitorFacts.Page page = new VisitorFacts.Page(frame.path("url").asText(""), frame.path("title").asText(null), frame.path("referrer").asText(null));
        return visitors.visit(database, session.visitor().id(), VisitorFacts.page(page));
    }

    private JsonNode read(String text) {
        try {
            return Optional.ofNullable(json.readTree(text)).orElseGet(json::createObjectNode);
        } catch (JsonProcessingException malformed) {
            return json.createObjectNode();
        }
    }

    private Uni<Void> refuse(WebSocketConnection connection, String code) {
        try {
            return connection.sendText(json.writeValueAsString(VisitorFrame.error(code))).chain(() -> connection.close());
        } catch (JsonProcessingException impossible) {
            return Uni.createFrom().failure(impossible);
        }
    }
}
