package dev.tributary.adapter.email;

import dev.tributary.adapter.email.MailFolder.Fetched;
import dev.tributary.adapter.email.MailFolder.Listed;
import dev.tributary.channel.PollsMailbox.Checkpoint;
import dev.tributary.channel.PollsMailbox.Desk;
import dev.tributary.channel.PollsMailbox.RawMail;
import dev.tributary.channel.PollsMailbox.Refill;
import dev.tributary.channel.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a folder's new mails to the desk, oldest first, each batch together with the checkpoint behind it. A mail is named by its
 * folder's UIDVALIDITY and its UID and by nothing else: neither the read flag nor a date decides what is new.
 */
final class MailboxReader {

    private static final int MOST_MAILS = 200;
    private static final int MOST_ASKED = 500;
    private static final long MOST_BYTES = 4L << 20;
    private static final int BEGINNING = 256 << 10;
    private static final Duration RESYNC = Duration.ofDays(14);

    private final Settings settings;
    private final Desk desk;
    private final Clock clock;

    MailboxReader(Settings settings, Desk desk, Clock clock) {
        this.settings = settings;
        this.desk = desk;
        this.clock = clock;
    }

    /** One look at the folder; ends early, and safely, where the session is to end. */
    void read(MailFolder folder) throws InterruptedException {
        Optional<Checkpoint> stored = desk.checkpoint(folder.name());
        long end = Math.max(folder.uidNext() - 1, 0);
        if (stored.isEmpty()) {
            begin(folder, end);
        } else if (stored.get().uidValidity() != folder.uidValidity()) {
            resync(folder, stored, end);
        } else if (folder.uidNext() == 0 || end > stored.get().lastUid()) {
            long last = stored.get().lastUid();
            bring(folder, stored, folder.listFrom(last + 1).stream().filter(mail -> mail.uid() > last).toList());
        }
    }

    private void begin(MailFolder folder, long end) throws InterruptedException {
        int days = EmailSettings.number(settings, EmailSettings.IMPORT_SINCE_DAYS, 0, 3_650);
        List<Listed> wanted = days == 0 ? List.of() : since(folder, Duration.ofDays(days)).stream().filter(mail -> mail.uid() <= end).toList();
        Optional<Checkpoint> reached = bring(folder, Optional.empty(), wanted);
        settle(folder, reached, end);
    }

    /** Every UID that was known is void: mails are told apart by their ids, once. */
    private void resync(MailFolder folder, Optional<Checkpoint> stored, long end) throws InterruptedException {
        List<Listed> recent = since(folder, RESYNC).stream().filter(mail -> mail.uid() <= end).toList();
        Map<Long, String> ids = folder.messageIds(recent.stream().map(Listed::uid).toList());
        Set<String> known = new HashSet<>(desk.known(new HashSet<>(ids.values())));
        List<Listed> unknown = recent.stream().filter(mail -> !known.contains(ids.get(mail.uid()))).toList();
        Optional<Checkpoint> reached = bring(folder, stored, unknown);
        settle(folder, reached, end);
    }

    /**
     * Brings what is missing here of those days, whatever was read before. The checkpoint stays: what is behind it comes by the usual way.
     *
     * @return how many were missing
     */
    int refill(MailFolder folder, Refill wanted) throws InterruptedException {
        Optional<Checkpoint> at = desk.checkpoint(folder.name()).filter(stored -> stored.uidValidity() == folder.uidValidity());
        if (at.isEmpty()) {
            return 0;
        }
        Instant first = wanted.from().atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = wanted.to().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Listed> rest = missing(folder, folder.listSince(wanted.from().minusDays(1)).stream()
                .filter(mail -> mail.uid() <= at.get().lastUid() && !mail.received().isBefore(first) && mail.received().isBefore(end))
                .sorted(Comparator.comparingLong(Listed::uid))
                .toList());
        int found = rest.size();
        while (!rest.isEmpty() && desk.isOpen()) {
            List<Listed> batch = batch(rest);
            desk.store(folder.name(), at, at.get(), raw(folder, batch));
            afterwards(folder, batch.stream().map(Listed::uid).toList());
            desk.alive();
            rest = rest.subList(batch.size(), rest.size());
        }
        return found;
    }

    /** By their ids; one without an id is fetched, and found out to be known by what it says. */
    private List<Listed> missing(MailFolder folder, List<Listed> mails) throws InterruptedException {
        List<Listed> missing = new ArrayList<>();
        for (int from = 0; from < mails.size() && desk.isOpen(); from += MOST_ASKED) {
            List<Listed> some = mails.subList(from, Math.min(from + MOST_ASKED, mails.size()));
            Map<Long, String> ids = folder.messageIds(some.stream().map(Listed::uid).toList());
            Set<String> known = desk.known(new HashSet<>(ids.values()));
            some.stream().filter(mail -> !known.contains(ids.get(mail.uid()))).forEach(missing::add);
            desk.alive();
        }
        return missing;
    }

    private void settle(MailFolder folder, Optional<Checkpoint> reached, long end) throws InterruptedException {
        Checkpoint whole = new Checkpoint(folder.uidValidity(), end);
        if (desk.isOpen() && !reached.equals(Optional.of(whole))) {
            desk.store(folder.name(), reached, whole, List.of());
        }
    }

    /** IMAP knows days only, and those of the server's calendar. */
    private List<Listed> since(MailFolder folder, Duration time) {
        Instant first = clock.instant().minus(time);
        return folder.listSince(first.minus(Duration.ofDays(1)).atZone(ZoneOffset.UTC).toLocalDate()).stream()
                .filter(mail -> !mail.received().isBefore(first))
                .toList();
    }

    /** The checkpoint that was reached. */
    private Optional<Checkpoint> bring(MailFolder folder, Optional<Checkpoint> from, List<Listed> mails) throws InterruptedException {
        List<Listed> rest = mails.stream().sorted(Comparator.comparingLong(Listed::uid)).toList();
        Optional<Checkpoint> at = from;
        while (!rest.isEmpty() && desk.isOpen()) {
            List<Listed> batch = batch(rest);
            Checkpoint to = new Checkpoint(folder.uidValidity(), batch.getLast().uid());
            desk.store(folder.name(), at, to, raw(folder, batch));
            afterwards(folder, batch.stream().map(Listed::uid).toList());
            desk.alive();
            at = Optional.of(to);
            rest = rest.subList(batch.size(), rest.size());
        }
        return at;
    }

    private List<Listed> batch(List<Listed> mails) {
        long bytes = 0;
        int count = 0;
        while (count < mails.size() && count < MOST_MAILS && (count == 0 || bytes + fetchedSize(mails.get(count)) <= MOST_BYTES)) {
            bytes += fetchedSize(mails.get(count++));
        }
        return mails.subList(0, count);
    }

    private long fetchedSize(Listed mail) {
        return isTooLarge(mail) ? BEGINNING : mail.size();
    }

    private boolean isTooLarge(Listed mail) {
        return mail.size() > EmailSettings.number(settings, EmailSettings.MAX_MESSAGE_BYTES, 10_000, 100 << 20);
    }

    private List<RawMail> raw(MailFolder folder, List<Listed> batch) {
        List<Long> whole = batch.stream().filter(mail -> !isTooLarge(mail)).map(Listed::uid).toList();
        List<Long> large = batch.stream().filter(this::isTooLarge).map(Listed::uid).toList();
        Map<Long, RawMail> mails = new HashMap<>();
        (whole.isEmpty() ? List.<Fetched>of() : folder.fetch(whole)).forEach(mail -> mails.put(mail.uid(), raw(mail, false)));
        (large.isEmpty() ? List.<Fetched>of() : folder.fetchBeginnings(large, BEGINNING)).forEach(mail -> mails.put(mail.uid(), raw(mail, true)));
        List<RawMail> inOrder = new ArrayList<>();
        batch.stream().filter(mail -> mails.containsKey(mail.uid())).forEach(mail -> inOrder.add(mails.get(mail.uid())));
        return inOrder;
    }

    private static RawMail raw(Fetched mail, boolean isCut) {
        Map<String, String> headers = new HashMap<>();
        headers.put(MailHeaderFacts.RECEIVED_HEADER, mail.received().toString());
        headers.put("x-mail-uid", Long.toString(mail.uid()));
        if (isCut) {
            headers.put(MailHeaderFacts.CUT_HEADER, "true");
        }
        return new RawMail(headers, mail.bytes());
    }

    /** Only what is safe is marked or moved. */
    private void afterwards(MailFolder folder, List<Long> uids) {
        if (settings.text(EmailSettings.AFTER_READ).equals(Optional.of(EmailSettings.MARK_SEEN))) {
            folder.markSeen(uids);
        }
        EmailSettings.moveTarget(settings).ifPresent(target -> folder.move(uids, target));
    }
}
