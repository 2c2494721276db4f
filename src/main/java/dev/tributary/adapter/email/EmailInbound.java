package dev.tributary.adapter.email;

import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.MailFacts;
import dev.tributary.channel.MailSubjects;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.ThreadClues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A raw mail in our words. Pure. */
final class EmailInbound {

    private final RawEvent raw;
    private final MimePart mail;
    private final OwnAddresses own;
    private final String contentHash;
    private final String messageId;
    private final EventKey key;
    private final Instant at;

    private EmailInbound(RawEvent raw) {
        this.raw = raw;
        this.mail = MimeReader.read(raw.body());
        this.own = OwnAddresses.of(raw.settings());
        this.contentHash = EmailKeys.contentHash(mail.headers(), raw.body());
        this.messageId = mail.headers().ids("message-id").stream().findFirst().map(EmailKeys::stored).orElse("noid-" + contentHash);
        this.key = new EventKey("mail:" + messageId);
        this.at = MailHeaderFacts.receivedAt(raw);
    }

    static List<InboundEvent> read(RawEvent raw) {
        return new EmailInbound(raw).events();
    }

    private List<InboundEvent> events() {
        Optional<String> loopId = mail.headers().first("x-tributary-loop");
        if (loopId.isPresent() && loopId.equals(raw.settings().text(EmailSettings.LOOP_ID))) {
            return List.of(new Unsupported(key, at, "own_loop_header"));
        }
        Optional<MailAddress> from = sender();
        if (from.isEmpty()) {
            return List.of(new Unsupported(key, at, "no_sender"));
        }
        boolean isOurs = own.addresses().contains(from.get().address());
        if (isOurs && EmailKeys.isOwn(messageId, own.domains())) {
            return List.of(new Unsupported(key, at, "own_message"));
        }
        return Bounces.read(mail, own, key, at).orElseGet(() -> isOurs ? writtenElsewhere(from.get()) : List.of(message(from.get(), from.get(), Origin.CUSTOMER)));
    }

    /** A person; or whom a form or a list wrote for. */
    private Optional<MailAddress> sender() {
        List<MailAddress> from = mail.headers().addresses("from");
        Optional<MailAddress> first = from.size() > 1 ? first("sender").or(() -> from.stream().findFirst()) : from.stream().findFirst();
        boolean standsForAnother = first.map(address -> AutomaticMail.isNoReply(address) || (own.isOurDomain(address) && !own.isOurs(address))).orElse(true);
        boolean rewritten = AutomaticMail.isBulk(mail.headers()) && (mail.headers().has("x-original-from") || mail.headers().has("x-original-sender"));
        if (rewritten) {
            return first("x-original-from").or(() -> first("x-original-sender")).or(() -> first);
        }
        return standsForAnother ? first("reply-to").filter(address -> !own.isOurs(address)).or(() -> first) : first;
    }

    private Optional<MailAddress> first(String header) {
        return mail.headers().addresses(header).stream().findFirst();
    }

    /** One of us wrote from another program: shown as ours where it goes on with a known conversation, and otherwise none of our business. */
    private List<InboundEvent> writtenElsewhere(MailAddress ours) {
        Optional<MailAddress> customer = own.withoutOurs(Stream.of("to", "cc").flatMap(name -> mail.headers().addresses(name).stream()).toList()).stream().findFirst();
        return customer.map(to -> message(ours, to, Origin.ELSEWHERE))
                .<List<InboundEvent>>map(written -> List.of(isForged(written) ? new Unsupported(key, at, "own_address_not_verified") : written))
                .orElseGet(() -> List.of(new Unsupported(key, at, "own_mail_to_ourselves")));
    }

    /** Our own mail server says that it did not come from our domain. */
    private static boolean isForged(MessageReceived written) {
        return ((Content.Mail) written.content()).facts().warnings().contains(MailHeaderFacts.DMARC_FAIL);
    }

    private MessageReceived message(MailAddress from, MailAddress customer, Origin origin) {
        MailFacts facts = MailHeaderFacts.of(mail, own, from, messageId, contentHash, raw);
        Sender sender = new Sender(
                customer.address(), Optional.of(customer.shown()), Optional.empty(), Optional.empty(), vouched(customer, facts), Optional.empty(), Optional.empty(), Map.of());
        InboundEvent.Thread thread = new InboundEvent.Thread(
                InboundEvent.Thread.of("mail:" + messageId).key(), Optional.empty(), Optional.of(facts.subject()).filter(subject -> !subject.isEmpty()), Map.of());
        List<String> answered = mail.headers().ids("in-reply-to").stream().map(EmailKeys::stored).toList();
        return new MessageReceived(
                key,
                at,
                sender,
                thread,
                new ProviderMessageId(messageId),
                content(facts),
                origin,
                answered.stream().findFirst().map(ProviderMessageId::new),
                Optional.empty(),
                Optional.of(clues(facts, origin == Origin.ELSEWHERE ? customer : from, origin, answered)));
    }

    /** An address that fails its owner's own check is nobody's proof. */
    private static Optional<String> vouched(MailAddress customer, MailFacts facts) {
        return facts.warnings().contains(MailHeaderFacts.DMARC_FAIL) ? Optional.empty() : Optional.of(customer.address());
    }

    private ThreadClues clues(MailFacts facts, MailAddress person, Origin origin, List<String> answered) {
        boolean onlyKnown = origin == Origin.ELSEWHERE || (facts.isAutomatic() && !raw.settings().flag(EmailSettings.KEEP_UNMATCHED_AUTO));
        return new ThreadClues(
                own.replyToken(mail.headers()),
                answered,
                mail.headers().ids("references").stream().map(EmailKeys::stored).toList(),
                MailSubjects.joining(facts.subject(), mail.headers().has("thread-topic"), mail.headers().has("list-id")),
                person.address(),
                onlyKnown);
    }

    private Content.Mail content(MailFacts facts) {
        MailBody body = MailBody.of(mail);
        Optional<DataImages> html = body.html().map(DataImages::in);
        boolean isBeginning = raw.headers().containsKey(MailHeaderFacts.CUT_HEADER);
        List<MailFile> files = isBeginning ? List.of() : MailFiles.of(body, html);
        Optional<String> whole = html.map(DataImages::html);
        Optional<String> visibleHtml = whole.map(QuotedHtml::visible);
        String wholeText = body.text();
        boolean textSaysAll = body.hasText() || visibleHtml.equals(whole);
        String visible = QuotedText.visible(textSaysAll ? wholeText : visibleHtml.map(QuotedHtml::text).orElse(""));
        boolean isCut = !visible.equals(wholeText) || !visibleHtml.equals(whole);
        Optional<Content.Mail.Full> full = isCut ? Optional.of(new Content.Mail.Full(wholeText, whole)) : Optional.empty();
        MailFacts told = files.size() > MailFiles.MOST ? facts.with(MailHeaderFacts.MORE_FILES) : facts;
        return new Content.Mail(told, visible, visibleHtml, full, files.stream().limit(MailFiles.MOST).map(EmailInbound::file).toList());
    }

    private static Content.Mail.File file(MailFile file) {
        MediaRef ref = new MediaRef(
                kind(file.type()), new MediaRef.Source.Part(file.path()), Optional.of(file.name()), Optional.of(file.type()), Optional.of((long) file.bytes().length));
        return new Content.Mail.File(ref, file.contentId());
    }

    private static ContentKind kind(String type) {
        return switch (type.substring(0, Math.max(type.indexOf('/'), 0))) {
            case "image" -> type.contains("svg") ? ContentKind.FILE : ContentKind.IMAGE;
            case "video" -> ContentKind.VIDEO;
            case "audio" -> ContentKind.AUDIO;
            default -> ContentKind.FILE;
        };
    }
}
