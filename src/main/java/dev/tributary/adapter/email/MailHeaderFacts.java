package dev.tributary.adapter.email;

import dev.tributary.channel.MailFacts;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.MailSubjects;
import dev.tributary.channel.RawEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a mail's header says beyond its text. */
final class MailHeaderFacts {

    /** When the mail server took the mail in (IMAP's INTERNALDATE), as the poller hands it on. */
    static final String RECEIVED_HEADER = "x-mail-received";

    /** Set where only the beginning of a mail was fetched, because the whole is too large. */
    static final String CUT_HEADER = "x-mail-cut";

    static final String DMARC_FAIL = "dmarc_fail";

    /** It has more files than are shown. */
    static final String MORE_FILES = "more_files";

    private static final int REFERENCES_KEPT = 21;
    private static final int LONGEST_SUBJECT = 500;
    private static final Pattern DMARC_FAILED = Pattern.compile("\\bdmarc\\s*=\\s*fail\\b");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern COMMENT = Pattern.compile("\\([^)]*\\)");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private MailHeaderFacts() {}

    static MailFacts of(MimePart mail, OwnAddresses own, MailAddress from, String messageId, String contentHash, RawEvent raw) {
        MailHeaders headers = mail.headers();
        boolean isAutomatic = AutomaticMail.isAutomatic(headers);
        List<MailAddress> replyTo = own.withoutOurs(headers.addresses("reply-to"));
        return new MailFacts(
                subject(headers),
                MailSubjects.comparable(subject(headers), headers.has("list-id")),
                address(from),
                addresses(replyTo.isEmpty() ? List.of(from) : replyTo),
                addresses(own.withoutOurs(headers.addresses("to"))),
                addresses(own.withoutOurs(headers.addresses("cc"))),
                date(headers, receivedAt(raw)),
                messageId,
                references(headers),
                contentHash,
                isAutomatic,
                !isAutomatic && (AutomaticMail.isBulk(headers) || AutomaticMail.isListManager(from)),
                warnings(mail, raw));
    }

    static Instant receivedAt(RawEvent raw) {
        try {
            return Optional.ofNullable(raw.headers().get(RECEIVED_HEADER)).map(Instant::parse).orElse(raw.receivedAt());
        } catch (DateTimeException unreadable) {
            return raw.receivedAt();
        }
    }

    private static String subject(MailHeaders headers) {
        String subject = BLANKS.matcher(headers.text("subject").orElse("")).replaceAll(" ");
        return subject.length() > LONGEST_SUBJECT ? subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT / 2)) : subject;
    }

    /** The writer's time; empty where it cannot be one. */
    private static Optional<Instant> date(MailHeaders headers, Instant received) {
        String written = COMMENT.matcher(headers.first("date").orElse("")).replaceAll("").strip();
        try {
            Instant date = OffsetDateTime.parse(written, WRITTEN).toInstant();
            return date.isAfter(received.plus(CLOCKS_DIFFER)) ? Optional.empty() : Optional.of(date);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The thread so far: the first id, which names it, and the last ones. */
    private static List<String> references(MailHeaders headers) {
        List<String> answered = headers.ids("in-reply-to");
        List<String> ids = headers.ids("references").isEmpty() && answered.size() == 1 ? answered : headers.ids("references");
        if (ids.size() <= REFERENCES_KEPT) {
            return ids;
        }
        Set<String> kept = new LinkedHashSet<>(List.of(ids.getFirst()));
        kept.addAll(ids.subList(ids.size() - REFERENCES_KEPT + 1, ids.size()));
        return new ArrayList<>(kept);
    }

    private static Set<String> warnings(MimePart mail, RawEvent raw) {
        Set<String> warnings = new HashSet<>();
        String results = mail.headers().first("authentication-results").orElse("").toLowerCase(Locale.ROOT);
        if (DMARC_FAILED.matcher(results).find()) {
            warnings.add(DMARC_FAIL);
        }
        if (mail.headers().word("x-spam-flag").equals("yes")) {
            warnings.add("spam");
        }
        if (raw.headers().containsKey(CUT_HEADER)) {
            warnings.add("too_large");
        } else if (mail.all().anyMatch(MimePart::isDamaged)) {
            warnings.add("damaged");
        }
        if (mail.is("multipart/encrypted") || (mail.type().word().endsWith("pkcs7-mime") && !mail.isMultipart())) {
            warnings.add("encrypted");
        }
        return warnings;
    }

    private static List<Address> addresses(List<MailAddress> all) {
        return all.stream().map(MailHeaderFacts::address).toList();
    }

    private static Address address(MailAddress address) {
        return new Address(address.name(), address.address());
    }
}
