package dev.tributary.realtime;

import dev.tributary.identity.Caller;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One browser's line. What it has been sent is a number: {@link #position}. While it is live it gets every change at once; when it
 * falls behind, it catches up from its number. Guarded by its {@link Room}.
 */
final class AgentSocket {

    /** Closed because the session behind it ended. */
    static final short SIGNED_OUT = 4401;

    /** Closed because it did not keep to the protocol. */
    static final short PROTOCOL_ERROR = 4400;

    final UUID id = UUID.randomUUID();
    final ServerWebSocket line;
    final Caller caller;
    final Optional<UUID> sessionId;
    volatile Instant lastHeard;
    volatile UUID viewing;
    boolean joined;
    boolean live;
    long position;

    AgentSocket(ServerWebSocket line, Caller caller, Optional<UUID> sessionId, Instant now) {
        this.line = line;
        this.caller = caller;
        this.sessionId = sessionId;
        this.lastHeard = now;
    }

    UUID userId() {
        return caller.userId().orElse(id);
    }

    void send(String frame) {
        if (!line.isClosed()) {
            line.writeTextMessage(frame);
        }
    }

    boolean isSlow() {
        return line.writeQueueFull();
    }

    void close(short code, String reason) {
        if (!line.isClosed()) {
            line.close(code, reason);
        }
    }
}
