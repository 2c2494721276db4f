package dev.tributary.inbound;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.PollsMailbox;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.PollsMailbox.Refill;
import dev.tributary.channel.ProviderError;
import dev.tributary.platform.VirtualThreads;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads one mailbox on a thread of its own until it is ended: a session that breaks is followed by the next one, after a pause that
 * grows to a minute. Only where the sign-in is refused twice in a row it waits for a person.
 */
final class MailboxSession {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);
    private static final int FAILURES_BEFORE_IT_SHOWS = 3;
    private static final ChannelProblem BROKEN = new ChannelProblem.Unavailable(
            new ProviderError("internal_error", "reading the mailbox met an error on our side"), "It is tried again by itself; the log says more.");

    private final LiveAccount live;
    private final String fingerprint;
    private final MailboxDesk desk;
    private final Thread thread;
    private volatile long openUntil;
    private volatile boolean waitsForAPerson;
    private volatile boolean ended;

    MailboxSession(ServedMailbox mailbox, Duration lease, MailboxSessions sessions) {
        this.live = mailbox.reader();
        this.fingerprint = mailbox.fingerprint();
        this.desk = sessions.desk(mailbox, this::isOpen);
        prolong(lease);
        this.thread = VirtualThreads.start("mailbox-" + live.account().id(), this::run);
    }

    /** Whether it still serves the mailbox as it is stored now. A person's repair, or a check that went well, ends a wait. */
    boolean isFor(ServedMailbox stored) {
        return fingerprint.equals(stored.fingerprint()) && !(waitsForAPerson && !stored.readerState().equals("disconnected"));
    }

    /** Days that are to be fetched again. */
    void want(Refill refill) {
        desk.want(refill);
    }

    /** The lease is ours for so long from now. */
    void prolong(Duration lease) {
        openUntil = System.nanoTime() + lease.toNanos();
    }

    void end() {
        ended = true;
        thread.interrupt();
    }

    private boolean isOpen() {
        return !ended && System.nanoTime() < openUntil;
    }

    private void run() {
        int failures = 0;
        while (!ended) {
            try {
                desk.begin();
                ((PollsMailbox) live.adapter()).poll(live.account(), desk);
                failures = 0;
                desk.pause(SECOND_LOOK);
            } catch (InterruptedException over) {
                return;
            } catch (MailboxException broken) {
                failures = desk.wasAlive() ? 1 : failures + 1;
                if (!goesOn(broken.problem(), failures)) {
                    return;
                }
            } catch (RuntimeException bug) {
                Log.errorf(bug, "Reading a mailbox failed account=%s", live.account().id());
                failures++;
                if (failures == FAILURES_BEFORE_IT_SHOWS) {
                    desk.unreachable(BROKEN);
                }
                rest(failures);
            }
        }
    }

    private boolean goesOn(ChannelProblem problem, int failures) {
        if (ended) {
            return false;
        }
        Log.infof("A mailbox session ended account=%s failures=%d cause=%s", live.account().id(), failures, problem.detail());
        boolean isRefused = problem instanceof ChannelProblem.CredentialsRejected || problem instanceof ChannelProblem.Misconfigured;
        if (isRefused && failures >= 2) {
            waitsForAPerson = true;
            desk.refused(problem);
            return false;
        }
        if (failures == FAILURES_BEFORE_IT_SHOWS) {
            desk.unreachable(problem);
        }
        rest(isRefused ? 3 : failures);
        return true;
    }

    /** 1, 2, 4 … 60 seconds, and up to a quarter more, so that mailboxes of one server do not come back together. */
    private void rest(int failures) {
        long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(failures - 1, 6));
        long millis = seconds * 1000 + ThreadLocalRandom.current().nextLong(seconds * 250);
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (!ended && System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
            if (Thread.interrupted() && ended) {
                return;
            }
        }
    }
}
