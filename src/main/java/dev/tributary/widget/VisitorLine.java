package dev.tributary.widget;

import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Instant;

/**
 * One socket of a visitor's. Its fields are used on the socket's own event loop context and, for what is told to it, under its lock.
 */
final class VisitorLine {

    final WebSocketConnection connection;
    final String token;
    volatile VisitorSession session;
    volatile long position;
    volatile Instant heard;
    volatile Instant proven;
    private Instant typed = Instant.EPOCH;
    private Instant visited = Instant.EPOCH;
    private boolean pumping;
    private boolean again;

    VisitorLine(WebSocketConnection connection, String token, VisitorSession session, Instant now) {
        this.connection = connection;
        this.token = token;
        this.session = session;
        this.heard = now;
        this.proven = now;
    }

    /** True for who may look for news now; who comes meanwhile makes them look once more. */
    synchronized boolean beginPump() {
        again = pumping;
        boolean ours = !pumping;
        pumping = true;
        return ours;
    }

    /** True where somebody came meanwhile: look again. */
    synchronized boolean endPump() {
        pumping = again;
        again = false;
        return pumping;
    }

    synchronized void stopPump() {
        pumping = false;
        again = false;
    }

    /** Typing counts once a second. */
    synchronized boolean mayType(Instant now) {
        boolean may = typed.plusSeconds(1).isBefore(now);
        typed = may ? now : typed;
        return may;
    }

    /** A page counts once a second. */
    synchronized boolean mayVisit(Instant now) {
        boolean may = visited.plusSeconds(1).isBefore(now);
        visited = may ? now : visited;
        return may;
    }
}
