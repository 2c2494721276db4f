package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Connections to accounts' SMTP servers, signed in: at most two for each account, which rest for a moment after a mail for the next one.
 * One that was not proven good by a mail that left is never used again.
 */
@ApplicationScoped
class SmtpLines {

    private static final int MOST_PER_ACCOUNT = 2;
    private static final int MAILS_EACH = 100;

    /** Shorter than any server's patience that is known. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(20);

    /** What a connection was made by: after a change of the settings or a new access token it fits no more. */
    private record Key(String host, int port, String user, String secretHash, String certificate, boolean utf8) {
        static Key of(MailSessions.Line line, ChannelAccount account, boolean utf8) {
            String certificate = account.settings().text(EmailSettings.TRUSTED_CERTIFICATE).orElse("") + account.settings().text(EmailSettings.SMTP_TLS).orElse("");
            return new Key(line.host(), line.port(), line.user(), EmailKeys.sha256(line.secret()), EmailKeys.sha256(certificate), utf8);
        }
    }

    private record Resting(Key key, Session session, SmtpTransport transport, int mails, long since) {
        boolean isOver() {
            return System.nanoTime() - since > LONGEST_REST.toNanos();
        }
    }

    private record OfAccount(Semaphore free, Deque<Resting> resting) {}

    private final MailSessions sessions;
    private final Map<UUID, OfAccount> accounts = new ConcurrentHashMap<>();

    SmtpLines(MailSessions sessions) {
        this.sessions = sessions;
    }

    /** A connection for one mail; to be closed. */
    static final class Line implements AutoCloseable {

        private final OfAccount account;
        private final Key key;
        private final Session session;
        private final SmtpTransport transport;
        private final int mails;
        private boolean isGood;

        private Line(OfAccount account, Key key, Session session, SmtpTransport transport, int mails) {
            this.account = account;
            this.key = key;
            this.session = session;
            this.transport = transport;
            this.mails = mails;
        }

        Session session() {
            return session;
        }

        SmtpTransport transport() {
            return transport;
        }

        /** Whether earlier mails left by it: then it may be the line that failed, not the mail. */
        boolean isReused() {
            return mails > 0;
        }

        /** The mail left; the next one may have it. */
        void isGood() {
            isGood = true;
        }

        @Override
        public void close() {
            if (isGood && mails + 1 < MAILS_EACH) {
                account.resting().addFirst(new Resting(key, session, transport, mails + 1, System.nanoTime()));
            } else {
                quit(transport);
            }
            account.free().release();
        }
    }

    /**
     * A resting connection that still answers, or a new one. Blocks while two mails of the account are on their way.
     *
     * @param utf8 for mails whose addresses need it
     * @throws MessagingException where the server cannot be reached or refuses the login
     */
    Line take(ChannelAccount account, boolean utf8) throws InterruptedException, MessagingException {
        MailSessions.Line server = sessions.smtp(account, utf8);
        OfAccount of = accounts.computeIfAbsent(account.id(), _ -> new OfAccount(new Semaphore(MOST_PER_ACCOUNT), new ConcurrentLinkedDeque<>()));
        of.free().acquire();
        boolean isTaken = false;
        try {
            Key key = Key.of(server, account, utf8);
            Line line = rested(of, key).orElse(null);
            if (line == null) {
                SmtpTransport transport = new SmtpTransport(server.session());
                transport.connect(server.host(), server.port(), server.user(), server.secret());
                line = new Line(of, key, server.session(), transport, 0);
            }
            line.transport().begins();
            isTaken = true;
            return line;
        } finally {
            if (!isTaken) {
                of.free().release();
            }
        }
    }

    private static Optional<Line> rested(OfAccount of, Key key) {
        for (Resting next = of.resting().pollFirst(); next != null; next = of.resting().pollFirst()) {
            if (next.key().equals(key) && !next.isOver() && next.transport().isConnected()) {
                return Optional.of(new Line(of, key, next.session(), next.transport(), next.mails()));
            }
            quit(next.transport());
        }
        return Optional.empty();
    }

    @Scheduled(every = "10s", identity = "smtp-lines")
    void endThoseThatRestedLongEnough() {
        endResting(Resting::isOver);
        accounts.values().removeIf(of -> of.resting().isEmpty() && of.free().availablePermits() == MOST_PER_ACCOUNT);
    }

    @PreDestroy
    void stop() {
        endResting(_ -> true);
    }

    private void endResting(Predicate<Resting> which) {
        for (OfAccount of : accounts.values()) {
            for (Resting resting : of.resting()) {
                if (which.test(resting) && of.resting().remove(resting)) {
                    quit(resting.transport());
                }
            }
        }
    }

    private static void quit(SmtpTransport transport) {
        try {
            transport.close();
        } catch (MessagingException | IllegalStateException alreadyDown) {
            // nothing was left to say
            transport.begins();
        }
    }
}
