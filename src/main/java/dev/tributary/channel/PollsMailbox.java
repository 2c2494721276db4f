package dev.tributary.channel;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A channel whose events have to be fetched from where its provider keeps them: a mailbox's folders, a bot's queue of updates. */
public interface PollsMailbox extends ReadsEvents {

    /** Whether this account is one of those that are read so: a channel may know a better way, and use this one where that is shut. */
    default boolean polls(ChannelAccount account) {
        return true;
    }

    /** Names what this account reads. Accounts of one organization that read the same are served by one session. */
    default String mailbox(ChannelAccount account) {
        return account.id().toString();
    }

    /** Whose a mail is, of the accounts that share its mailbox. */
    default ChannelAccount owner(String folder, RawMail mail, List<ChannelAccount> sharing) {
        return sharing.getFirst();
    }

    /** Whether it can fetch days again ({@link Desk#refill}). */
    default boolean refills() {
        return false;
    }

    /**
     * One session with the mailbox, for as long as the desk says so. Runs on a virtual thread of its own and may block; an interrupt ends
     * it. Whatever it hands to {@link Desk#store} is safe, everything else is fetched again by the next session.
     *
     * @throws MailboxException where the session ended against its will: the caller begins the next one after a pause
     */
    void poll(ChannelAccount account, Desk desk) throws InterruptedException;

    /** How far a folder was read: everything up to the id is ours, under this validity (whatever gives its ids their meaning). */
    record Checkpoint(long uidValidity, long lastUid) {}

    /** Days, by UTC, both included, of which the mails are wanted that are missing here. */
    record Refill(UUID id, LocalDate from, LocalDate to) {}

    /** @param headers what the mailbox says of the mail, names in lower case */
    record RawMail(Map<String, String> headers, byte[] bytes) {}

    /** The inbox's side of a session. Every method may block, for as long as the database takes. */
    interface Desk {

        /** The accounts that the mailbox serves, the oldest first; empty where it serves the one that reads alone. */
        default List<ChannelAccount> sharing() {
            return List.of();
        }

        Optional<Checkpoint> checkpoint(String folder) throws InterruptedException;

        /** Those of the ids under which messages of the mailbox's accounts are stored. */
        Set<String> known(Collection<String> messageIds) throws InterruptedException;

        /**
         * Keeps the mails and the checkpoint in one transaction. Slow where earlier mails are still being worked on, so that no more than a
         * batch waits in memory.
         *
         * @param from the checkpoint that the mails follow
         * @throws MailboxException where another process has moved it meanwhile: nothing was kept
         */
        void store(String folder, Optional<Checkpoint> from, Checkpoint to, List<RawMail> mails) throws InterruptedException;

        /** What somebody asked to be fetched again; cheap. */
        default Optional<Refill> refill() {
            return Optional.empty();
        }

        /** @param found how many were missing */
        default void refilled(Refill refill, int found) throws InterruptedException {}

        /** Says that the mailbox answers. Cheap: call it at every round. */
        void alive() throws InterruptedException;

        /** Whether the session may go on: the account is as it was, and it is still this process that reads it. */
        boolean isOpen();

        /** Pauses, shorter where the session is to end. */
        void pause(Duration time) throws InterruptedException;
    }

    /** Why a session ended. */
    final class MailboxException extends RuntimeException {

        private final transient ChannelProblem problem;

        public MailboxException(ChannelProblem problem) {
            super(problem.detail());
            this.problem = problem;
        }

        public ChannelProblem problem() {
            return problem;
        }
    }
}
