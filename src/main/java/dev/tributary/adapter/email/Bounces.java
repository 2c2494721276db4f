package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Mails about mails of ours: delivery reports (RFC 3464), read receipts (RFC 8098), and the bounces of systems that follow neither.
 * They become the delivery status of the message they are about, and never messages.
 */
final class Bounces {

    private static final Pattern STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern CODE = Pattern.compile("\\b([45]\\d\\d)[ -]");
    private static final Pattern OWN_ID = Pattern.compile("c[0-9a-z]{1,32}\\.m[0-9a-z]{1,32}\\.[0-9a-f]{8}@[a-z0-9.-]{1,200}", Pattern.CASE_INSENSITIVE);
    private static final Set<String> NO_SUCH_ADDRESS = Set.of("5.1.1", "5.1.10", "5.1.2", "5.4.4");
    private static final int TEXT_LOOKED_AT = 64 * 1024;

    private record Report(String recipient, String action, String status, String words) {}

    private final MimePart mail;
    private final OwnAddresses own;
    private final EventKey key;
    private final Instant at;

    private Bounces(MimePart mail, OwnAddresses own, EventKey key, Instant at) {
        this.mail = mail;
        this.own = own;
        this.key = key;
        this.at = at;
    }

    /** Empty for every other mail. A report about something that is not ours is recognised and ignored. */
    static Optional<List<InboundEvent>> read(MimePart mail, OwnAddresses own, EventKey key, Instant at) {
        return new Bounces(mail, own, key, at).read();
    }

    private Optional<List<InboundEvent>> read() {
        Optional<MimePart> deliveryStatus = part("message/delivery-status").or(() -> part("message/global-delivery-status"));
        Optional<MimePart> disposition = part("message/disposition-notification").or(() -> part("message/global-disposition-notification"));
        if (mail.is("multipart/report") && deliveryStatus.isPresent()) {
            return Optional.of(delivery(deliveryStatus.get()));
        }
        if (mail.is("multipart/report") && disposition.isPresent()) {
            return Optional.of(disposition(disposition.get()));
        }
        Optional<MimePart> complaint = part("message/feedback-report");
        if (mail.is("multipart/report") && complaint.isPresent()) {
            return Optional.of(complaint(complaint.get()));
        }
        return isNonStandardBounce() ? ownIdInText().map(this::nonStandard) : Optional.empty();
    }

    private List<InboundEvent> delivery(MimePart status) {
        List<MailHeaders> blocks = blocks(status);
        List<Report> reports = blocks.stream().filter(block -> block.has("action")).map(Bounces::report).toList();
        Optional<String> target = original().or(this::answered).or(() -> envelopeId(blocks)).or(this::ownIdInText);
        if (target.isEmpty() || reports.isEmpty()) {
            return List.of(new Unsupported(key, at, "bounce_of_unknown_mail"));
        }
        List<InboundEvent> events = new ArrayList<>();
        for (int number = 0; number < reports.size(); number++) {
            events.addAll(events(target.get(), reports.get(number), number));
        }
        return events;
    }

    private List<InboundEvent> events(String target, Report report, int number) {
        DeliveryStatus status = switch (report.action()) {
            case "failed" -> DeliveryStatus.FAILED;
            case "delivered", "relayed" -> DeliveryStatus.DELIVERED;
            default -> DeliveryStatus.SENT;
        };
        Optional<ChannelProblem> problem = status == DeliveryStatus.DELIVERED ? Optional.empty() : Optional.of(problem(report));
        Optional<String> recipient = Optional.of(report.recipient()).filter(address -> !address.isEmpty());
        List<InboundEvent> events = new ArrayList<>();
        events.add(new Delivery(numbered("r", number), at, new ProviderMessageId(EmailKeys.stored(target)), status, problem, recipient));
        if (status == DeliveryStatus.FAILED && NO_SUCH_ADDRESS.contains(report.status()) && recipient.isPresent()) {
            events.add(new ContactChanged(numbered("u", number), at, Sender.of(recipient.get(), null), ContactChanged.Change.UNDELIVERABLE));
        }
        return events;
    }

    private static ChannelProblem problem(Report report) {
        String words = (report.recipient() + ": " + report.words()).strip();
        if (report.action().equals("delayed")) {
            return new Unavailable(new ProviderError("delayed", "Delivery is delayed. " + words), "Nothing to do yet: the mail servers go on trying.");
        }
        if (report.action().equals("expanded")) {
            return new Unavailable(new ProviderError("expanded", "Passed on to a mailing list. " + words), "Whether each member got it is not reported.");
        }
        return failed(report.status(), words);
    }

    private static ChannelProblem failed(String status, String words) {
        ProviderError cause = new ProviderError(status.isEmpty() ? "bounced" : status, words);
        if (NO_SUCH_ADDRESS.contains(status)) {
            return new RecipientUnreachable(cause, "This mailbox does not exist. Check the address of the contact.");
        }
        return switch (status.length() < 3 ? "" : status.substring(2).split("\\.")[0] + "/" + status.charAt(0)) {
            case "2/5", "2/4" -> new RecipientUnreachable(cause, "The customer's mailbox is full or closed. Try later or use another channel.");
            case "3/5" -> new ContentRejected(cause, "The mail is too large for the customer's server. Send a link instead.");
            case "7/5" -> new ContentRejected(cause, "The customer's server refused the mail by its rules. Set up SPF, DKIM and DMARC for your domain.");
            case "4/4", "4/5", "7/4" -> new Unavailable(cause, "The customer's mail server could not be reached for a long time. Try again later.");
            default -> new RecipientUnreachable(cause, "The mail came back. The words of the mail server say why.");
        };
    }

    private List<InboundEvent> disposition(MimePart part) {
        List<MailHeaders> blocks = blocks(part);
        Optional<String> target = blocks.stream().flatMap(block -> block.ids("original-message-id").stream()).findFirst().or(this::answered);
        boolean displayed = blocks.stream().anyMatch(block -> block.first("disposition").orElse("").toLowerCase(Locale.ROOT).matches("[^;]*;\\s*displayed\\b.*"));
        if (target.isEmpty() || !displayed) {
            return List.of(new Unsupported(key, at, "receipt_without_meaning"));
        }
        return List.of(new Delivery(key, at, new ProviderMessageId(EmailKeys.stored(target.get())), DeliveryStatus.READ, Optional.empty()));
    }

    /** Whoever calls a mail of ours spam wants no more of them (RFC 5965); that it was ours is proven by its id. */
    private List<InboundEvent> complaint(MimePart report) {
        boolean isOurs = original().filter(id -> EmailKeys.isOwn(id, own.domains())).isPresent();
        Optional<String> who = blocks(report).stream().flatMap(block -> block.addresses("original-rcpt-to").stream()).map(MailAddress::address).findFirst();
        return List.of(who.filter(_ -> isOurs)
                .<InboundEvent>map(address -> new ContactChanged(key, at, Sender.of(address, null), ContactChanged.Change.UNSUBSCRIBED))
                .orElseGet(() -> new Unsupported(key, at, "complaint_report")));
    }

    private boolean isNonStandardBounce() {
        boolean fromSystem = mail.headers().addresses("from").stream().anyMatch(AutomaticMail::isMailSystem);
        boolean saysCode = AutomaticMail.hasNullSender(mail.headers()) && first(STATUS, text()).isPresent();
        return fromSystem || saysCode || mail.headers().has("x-failed-recipients");
    }

    private List<InboundEvent> nonStandard(String target) {
        String text = text();
        String status = first(STATUS, text).or(() -> first(CODE, text)).orElse("");
        Optional<String> recipient = mail.headers().addresses("x-failed-recipients").stream().map(MailAddress::address).findFirst();
        boolean passes = status.startsWith("4");
        Report report = new Report(recipient.orElse(""), passes ? "delayed" : "failed", status, text.lines().limit(6).reduce("", (all, line) -> all + " " + line).strip());
        return events(target, report, 0);
    }

    private static Report report(MailHeaders block) {
        String recipient = address(block.first("final-recipient").or(() -> block.first("original-recipient")).orElse(""));
        String status = first(STATUS, block.first("status").orElse("")).orElse("");
        String diagnostic = block.first("diagnostic-code").orElse("");
        return new Report(recipient, block.word("action"), status, diagnostic.isEmpty() ? status : diagnostic);
    }

    /** {@code rfc822; someone@example.com} */
    private static String address(String recipient) {
        return MailAddress.canonical(recipient.substring(recipient.indexOf(';') + 1)).orElse("");
    }

    private Optional<String> original() {
        return mail.children().stream()
                .filter(part -> Set.of("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers").contains(part.type().word()))
                .flatMap(part -> MimeReader.parse(part.content(), "0").headers().ids("message-id").stream())
                .findFirst();
    }

    private Optional<String> answered() {
        return Stream.concat(mail.headers().ids("in-reply-to").stream(), mail.headers().ids("references").reversed().stream())
                .filter(id -> EmailKeys.isOwn(id, own.domains()))
                .findFirst();
    }

    private Optional<String> envelopeId(List<MailHeaders> blocks) {
        return blocks.stream()
                .flatMap(block -> block.first("original-envelope-id").stream())
                .filter(EmailKeys::isOwnLocalPart)
                .flatMap(id -> own.domains().stream().sorted().map(domain -> id + "@" + domain))
                .findFirst();
    }

    private Optional<String> ownIdInText() {
        Matcher id = OWN_ID.matcher(text());
        while (id.find()) {
            if (EmailKeys.isOwn(id.group(), own.domains())) {
                return Optional.of(id.group().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        mail.all().filter(part -> !part.isMultipart()).forEach(part -> text.append(new String(part.content(), StandardCharsets.UTF_8)).append('\n'));
        return text.substring(0, Math.min(text.length(), TEXT_LOOKED_AT));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private Optional<MimePart> part(String type) {
        return mail.children().stream().filter(part -> part.is(type)).findFirst();
    }

    private static List<MailHeaders> blocks(MimePart part) {
        return Stream.of(part.text().split("\r?\n[ \t]*\r?\n")).filter(block -> !block.isBlank()).map(MailHeaders::ofBlock).toList();
    }

    private EventKey numbered(String kind, int number) {
        return new EventKey(key.value() + "/" + kind + number);
    }
}
