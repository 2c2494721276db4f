package dev.tributary.adapter.email;

import dev.tributary.platform.VirtualThreads;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;

/** One connection to a mailbox. Used by one thread. */
final class ImapSession implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(250);

    interface StillOpen {
        boolean get();
    }

    private final MailSessions.Line line;
    private final IMAPStore store;
    private IMAPFolder open;

    private ImapSession(MailSessions.Line line, IMAPStore store) {
        this.line = line;
        this.store = store;
    }

    static ImapSession open(MailSessions.Line line) {
        try {
            IMAPStore store = (IMAPStore) line.session().getStore("imap");
            store.connect(line.host(), line.port(), line.user(), line.secret());
            return new ImapSession(line, store);
        } catch (MessagingException refused) {
            throw MailErrors.session(refused);
        }
    }

    /** Selects a folder afresh, so that what the server says of it is new. */
    ImapFolder select(String name, boolean changes) {
        try {
            leave();
            IMAPFolder folder = (IMAPFolder) store.getFolder(name);
            folder.open(changes ? Folder.READ_WRITE : Folder.READ_ONLY);
            open = folder;
            return new ImapFolder(store, folder, name);
        } catch (MessagingException refused) {
            throw MailErrors.session(refused);
        }
    }

    boolean canIdle() {
        try {
            return store.hasCapability("IDLE");
        } catch (MessagingException broken) {
            throw MailErrors.session(broken);
        }
    }

    /** Waits until the server tells of a change in the selected folder, the time is over or the session is to end. */
    void idle(Duration atMost, StillOpen stillOpen) {
        IMAPFolder folder = open;
        long until = System.nanoTime() + atMost.toNanos();
        Thread waiting = Thread.currentThread();
        Thread timer = VirtualThreads.start(waiting.getName() + "-idle", () -> endIdle(folder, until, stillOpen));
        try {
            line.sockets().readTimeout((int) atMost.plus(ANSWER).toMillis());
            folder.idle(true);
        } catch (MessagingException | SocketException broken) {
            throw MailErrors.session(broken);
        } finally {
            timer.interrupt();
            restoreTimeout();
        }
    }

    private void restoreTimeout() {
        try {
            line.sockets().readTimeout((int) ANSWER.toMillis());
        } catch (SocketException closed) {
            throw MailErrors.session(closed);
        }
    }

    /** Another command ends an IDLE; this one says that we are there. */
    private static void endIdle(IMAPFolder folder, long until, StillOpen stillOpen) {
        while (System.nanoTime() < until && stillOpen.get()) {
            LockSupport.parkNanos(GLANCE.toNanos());
            if (Thread.interrupted()) {
                return;
            }
        }
        try {
            folder.doCommand(protocol -> {
                protocol.noop();
                return null;
            });
        } catch (MessagingException gone) {
            // the waiting thread meets the same end of the line
            Thread.currentThread().interrupt();
        }
    }

    IMAPStore store() {
        return store;
    }

    private void leave() throws MessagingException {
        if (open != null && open.isOpen()) {
            open.close(false);
        }
        open = null;
    }

    @Override
    public void close() {
        try {
            leave();
            store.close();
        } catch (MessagingException | IllegalStateException gone) {
            // a line that is already down needs no farewell
            open = null;
        }
    }
}
