package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PollsMailbox.Desk;
import dev.tributary.channel.PollsMailbox.Refill;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A session with a mailbox: reads its folders, waits for news, and reads again. */
@ApplicationScoped
class EmailPolling {

    private static final Duration GLANCE = Duration.ofSeconds(1);

    /** @param changes whether reading leaves marks in it */
    private record Read(String name, MailboxReader reader, boolean changes) {}

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
        List<ChannelAccount> accounts = desk.sharing().isEmpty() ? List.of(account) : desk.sharing();
        List<Read> folders = SharedMailbox.folders(accounts).entrySet().stream()
                .map(folder -> new Read(folder.getKey(), new MailboxReader(folder.getValue().getFirst().settings(), desk, clock), changes(folder.getValue().getFirst())))
                .toList();
        Duration interval = Duration.ofSeconds(accounts.stream().mapToInt(one -> EmailSettings.number(one.settings(), EmailSettings.POLL_SECONDS, 15, 3_600)).min().orElseThrow());
        try (ImapSession session = sessions.mailbox(account)) {
            boolean idles = session.canIdle() && folders.size() == 1;
            while (desk.isOpen()) {
                if (desk.refill().isPresent()) {
                    refill(session, folders, desk);
                }
                for (Read read : folders) {
                    ImapFolder folder = session.select(read.name(), read.changes());
                    read.reader().read(folder);
                    desk.alive();
                    if (idles) {
                        follow(session, folder, read.reader(), desk);
                    }
                }
                if (!idles) {
                    pause(interval, desk);
                }
            }
        }
    }

    private static boolean changes(ChannelAccount account) {
        return !account.settings().text(EmailSettings.AFTER_READ).orElse(EmailSettings.KEEP).equals(EmailSettings.KEEP);
    }

    /** A request that the session's end cuts short is begun again by the next one. */
    private static void refill(ImapSession session, List<Read> folders, Desk desk) throws InterruptedException {
        Refill wanted = desk.refill().orElseThrow();
        int found = 0;
        for (Read read : folders) {
            found += read.reader().refill(session.select(read.name(), read.changes()), wanted);
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
}
