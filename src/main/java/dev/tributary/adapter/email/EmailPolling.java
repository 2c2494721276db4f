package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PollsMailbox.Desk;
import dev.tributary.channel.PollsMailbox.Refill;
import dev.tributary.channel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A session with a mailbox: reads its folders, waits for news, and reads again. */
@ApplicationScoped
class EmailPolling {

    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final MailSessions sessions;
    private final EmailConfig config;
    private final Clock clock;

    EmailPolling(MailSessions sessions, EmailConfig config, Clock clock) {
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    /** Ends where the desk closes; access tokens live shorter than sessions may, so a line is made anew at every refresh the server asks for. */
    void poll(ChannelAccount account, Desk desk) throws InterruptedException {
        Settings settings = account.settings();
        MailboxReader reader = new MailboxReader(settings, desk, clock);
        List<String> folders = folders(settings);
        boolean changes = !settings.text(EmailSettings.AFTER_READ).orElse("keep").equals("keep");
        Duration interval = Duration.ofSeconds(EmailSettings.number(settings, EmailSettings.POLL_SECONDS, 15, 3_600));
        try (ImapSession session = ImapSession.open(sessions.imap(account))) {
            boolean idles = session.canIdle() && folders.size() == 1;
            while (desk.isOpen()) {
                if (desk.refill().isPresent()) {
                    refill(session, folders, reader, desk, changes);
                }
                for (String name : folders) {
                    ImapFolder folder = session.select(name, changes);
                    reader.read(folder);
                    desk.alive();
                    if (idles) {
                        follow(session, folder, reader, desk);
                    }
                }
                if (!idles) {
                    pause(interval, desk);
                }
            }
        }
    }

    /** A request that the session's end cuts short is begun again by the next one. */
    private static void refill(ImapSession session, List<String> folders, MailboxReader reader, Desk desk, boolean changes) throws InterruptedException {
        Refill wanted = desk.refill().orElseThrow();
        int found = 0;
        for (String name : folders) {
            found += reader.refill(session.select(name, changes), wanted);
        }
        if (desk.isOpen()) {
            desk.refilled(wanted, found);
        }
    }

    private static void pause(Duration interval, Desk desk) throws InterruptedException {
        long until = System.nanoTime() + interval.toNanos();
        while (desk.isOpen() && desk.refill().isEmpty() && System.nanoTime() < until) {
            desk.pause(Duration.ofNanos(Math.min(GLANCE.toNanos(), Math.max(1, until - System.nanoTime()))));
        }
    }

    /** Stays in the folder for as long as waiting lasts; after each round the folder is selected afresh, news or none. */
    private void follow(ImapSession session, ImapFolder folder, MailboxReader reader, Desk desk) throws InterruptedException {
        long until = System.nanoTime() + config.idle().toNanos();
        while (desk.isOpen() && desk.refill().isEmpty() && System.nanoTime() < until) {
            Duration left = Duration.ofNanos(Math.max(until - System.nanoTime(), 1));
            session.idle(left, () -> desk.isOpen() && desk.refill().isEmpty());
            folder.grew();
            reader.read(folder);
            desk.alive();
        }
    }

    private static List<String> folders(Settings settings) {
        String first = settings.text(EmailSettings.MAILBOX).orElse("INBOX");
        return Stream.concat(Optional.of(first).stream(), settings.list(EmailSettings.MORE_MAILBOXES).stream()).map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
    }
}
