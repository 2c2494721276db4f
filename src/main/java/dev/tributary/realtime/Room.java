package dev.tributary.realtime;

import dev.tributary.realtime.ChangeFrames.Frame;
import dev.tributary.realtime.ChangeFrames.TooOldException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The sockets of one organization on this replica. The feed is read once for all that are live; a socket that joins or fell
 * behind reads for itself until it has caught up. Both meet under one lock, so nothing falls between them.
 */
final class Room {

    final UUID organizationId;
    private final ChangeFrames changes;
    private final Set<AgentSocket> sockets = new LinkedHashSet<>();
    private long position;
    private boolean opened;
    private boolean reading;
    private boolean news;

    Room(UUID organizationId, ChangeFrames changes) {
        this.organizationId = organizationId;
        this.changes = changes;
    }

    synchronized void add(AgentSocket socket) {
        sockets.add(socket);
    }

    /** @return whether nobody is left */
    synchronized boolean remove(AgentSocket socket) {
        sockets.remove(socket);
        return sockets.isEmpty();
    }

    synchronized List<AgentSocket> sockets() {
        return List.copyOf(sockets);
    }

    /** To everybody who has joined, except one. */
    void tell(String frame, UUID exceptSocket) {
        sockets().stream().filter(socket -> socket.joined && !socket.id.equals(exceptSocket)).forEach(socket -> socket.send(frame));
    }

    /**
     * Brings a socket in: from the change after this number, or from now on. {@code joined} is told the number it starts from, and whether
     * what it asked for is no longer kept, so that it has to load everything afresh.
     */
    Uni<Void> join(AgentSocket socket, Long after, Joined joined) {
        return changes.position(organizationId).chain(now -> {
            open(now);
            return isKept(after, now).invoke(kept -> {
                socket.position = after != null && kept ? after : now;
                joined.at(socket.position, !kept);
                socket.joined = true;
                catchUp(socket);
            });
        }).replaceWithVoid();
    }

    private Uni<Boolean> isKept(Long after, long now) {
        if (after == null || after == now) {
            return Uni.createFrom().item(true);
        }
        return after < 0 || after > now ? Uni.createFrom().item(false) : changes.isKept(organizationId, after + 1);
    }

    interface Joined {
        void at(long position, boolean resync);
    }

    private synchronized void open(long now) {
        if (!opened) {
            opened = true;
            position = now;
        }
    }

    /** There may be news; cheap to call often. */
    void look() {
        synchronized (this) {
            news = true;
            if (reading || !opened || sockets.isEmpty()) {
                return;
            }
            reading = true;
            news = false;
        }
        changes.after(organizationId, position)
                .onFailure(TooOldException.class).recoverWithUni(this::skip)
                .subscribe().with(this::broadcast, this::failed);
    }

    /** Sockets that were live until here miss what is gone: they are told to come again. */
    private Uni<List<Frame>> skip() {
        return changes.position(organizationId).map(now -> {
            synchronized (this) {
                position = now;
            }
            sockets().forEach(socket -> socket.close((short) 1012, "resync"));
            return List.of();
        });
    }

    private void broadcast(List<Frame> frames) {
        List<AgentSocket> behind = new ArrayList<>();
        boolean more;
        synchronized (this) {
            for (AgentSocket socket : sockets) {
                if (socket.live && !send(socket, frames)) {
                    behind.add(socket);
                }
            }
            if (!frames.isEmpty()) {
                position = frames.getLast().seq();
            }
            reading = false;
            more = news || frames.size() == ChangeFrames.AT_ONCE;
        }
        behind.forEach(this::catchUpWhenDrained);
        if (more) {
            look();
        }
    }

    private synchronized void failed(Throwable failure) {
        Log.debugf("Reading the change feed failed: %s", failure.getMessage());
        reading = false;
    }

    private void catchUp(AgentSocket socket) {
        changes.after(organizationId, socket.position).subscribe().with(frames -> caughtUp(socket, frames), failure -> lost(socket, failure));
    }

    private void caughtUp(AgentSocket socket, List<Frame> frames) {
        boolean sent;
        boolean done;
        synchronized (this) {
            sent = send(socket, frames);
            done = sent && socket.position >= position;
            socket.live = done;
        }
        if (!sent) {
            catchUpWhenDrained(socket);
        } else if (!done) {
            catchUp(socket);
        } else {
            look();
        }
    }

    /** @return false where the line is full: the rest is read again later */
    private static boolean send(AgentSocket socket, List<Frame> frames) {
        for (Frame frame : frames) {
            if (frame.seq() <= socket.position) {
                continue;
            }
            if (socket.isSlow()) {
                socket.live = false;
                return false;
            }
            socket.send(frame.text());
            socket.position = frame.seq();
        }
        return true;
    }

    private void catchUpWhenDrained(AgentSocket socket) {
        socket.line.drainHandler(_ -> catchUp(socket));
        if (!socket.isSlow()) {
            socket.line.drainHandler(null);
            catchUp(socket);
        }
    }

    private static void lost(AgentSocket socket, Throwable failure) {
        Log.debugf("A socket could not catch up: %s", failure.getMessage());
        socket.close((short) 1012, "resync");
    }

}
