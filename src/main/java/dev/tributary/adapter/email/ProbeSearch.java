package dev.tributary.adapter.email;

import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.Settings;
import io.quarkus.logging.Log;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for test mails in a mailbox, and deletes each where it is found: in the folders that are read, where read mail is moved to, and in Junk.
 * Used by one thread.
 */
final class ProbeSearch {

    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final ImapSession session;
    private final Set<String> folders;
    private final Optional<String> junk;
    private final Map<String, String> foundIn = new HashMap<>();

    ProbeSearch(ImapSession session, Settings settings) throws MessagingException {
        this.session = session;
        this.junk = SpecialFolder.JUNK.in(session.store()).map(Folder::getFullName);
        this.folders = new LinkedHashSet<>(EmailSettings.folders(settings));
        EmailSettings.moveTarget(settings).ifPresent(folders::add);
        junk.ifPresent(folders::add);
    }

    /**
     * Returns when all are found, and otherwise after the time; once the first one is found, the others get a sixth of the time, or twice as long
     * as that one took.
     *
     * @param messageIds the first one is the one that has to arrive
     * @return after what time the first one was found; empty where it was not
     */
    Optional<Duration> await(List<String> messageIds, Duration longest) throws InterruptedException {
        long begun = System.nanoTime();
        long until = begun + longest.toNanos();
        Optional<Duration> first = Optional.empty();
        while (true) {
            folders.forEach(folder -> look(folder, messageIds));
            if (first.isEmpty() && foundIn.containsKey(messageIds.getFirst())) {
                long took = System.nanoTime() - begun;
                first = Optional.of(Duration.ofNanos(took));
                until = Math.min(until, System.nanoTime() + Math.max(longest.dividedBy(6).toNanos(), 2 * took));
            }
            if (foundIn.keySet().containsAll(messageIds) || System.nanoTime() >= until) {
                return first;
            }
            Thread.sleep(GLANCE);
        }
    }

    Optional<String> folderOf(String messageId) {
        return Optional.ofNullable(foundIn.get(messageId));
    }

    boolean isInJunk(String messageId) {
        return junk.isPresent() && folderOf(messageId).equals(junk);
    }

    /** Some providers keep a copy of whatever is sent. */
    void removeSentCopies(List<String> messageIds) {
        try {
            Optional<Folder> sent = SpecialFolder.SENT.in(session.store());
            if (sent.isPresent()) {
                ImapFolder folder = session.select(sent.get().getFullName(), true);
                messageIds.forEach(id -> remove(folder, folder.withId(id)));
            }
        } catch (MessagingException | MailboxException refused) {
            Log.infof("Copies of a test mail stay in the folder for sent mail cause=%s", refused.getMessage());
        }
    }

    /** A folder that cannot be opened is looked into the next time; the first one was opened by the test before. */
    private void look(String name, List<String> messageIds) {
        List<String> missing = messageIds.stream().filter(id -> !foundIn.containsKey(id)).toList();
        if (missing.isEmpty()) {
            return;
        }
        try {
            ImapFolder folder = session.select(name, true);
            for (String id : missing) {
                List<Long> uids = folder.withId(id);
                if (!uids.isEmpty()) {
                    foundIn.put(id, name);
                    remove(folder, uids);
                }
            }
        } catch (MailboxException unreadable) {
            Log.debugf("A folder could not be searched for a test mail cause=%s", unreadable.getMessage());
        }
    }

    /** Gmail keeps in its archive what is deleted from a folder: there it has to go to the trash. */
    private void remove(ImapFolder folder, List<Long> uids) {
        if (uids.isEmpty()) {
            return;
        }
        try {
            Optional<Folder> trash = session.store().hasCapability("X-GM-EXT-1") ? SpecialFolder.TRASH.in(session.store()) : Optional.empty();
            trash.ifPresentOrElse(target -> folder.move(uids, target.getFullName()), () -> folder.delete(uids));
        } catch (MessagingException | MailboxException refused) {
            Log.infof("A test mail stays in its mailbox cause=%s", refused.getMessage());
        }
    }
}
