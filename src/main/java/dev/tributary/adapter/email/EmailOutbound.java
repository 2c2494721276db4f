package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/** A message of ours as a mail. Pure: the same message is the same mail at every attempt. */
final class EmailOutbound {

    private static final String OWN_FILES = "/rest/v1/attachments/";
    private static final int LONGEST_LOCAL_PART = 64;

    private final OutboundMessage message;
    private final OutgoingMail mail;
    private final ChannelAccount account;
    private final Settings settings;
    private final MailAddress from;
    private final Optional<Function<File, String>> links;

    private EmailOutbound(OutboundMessage message, ChannelAccount account, Optional<Function<File, String>> links) {
        this.message = message;
        this.mail = message.mail().orElseThrow();
        this.account = account;
        this.settings = account.settings();
        this.links = links;
        this.from = from(settings);
    }

    /** Who an account's mails are from. */
    static MailAddress from(Settings settings) {
        String address = settings.text(EmailSettings.FROM_ADDRESS).or(() -> settings.text(EmailSettings.ADDRESS)).flatMap(MailAddress::canonical).orElseThrow();
        return new MailAddress(settings.text(EmailSettings.DISPLAY_NAME).orElse(""), address);
    }

    /** Where answers to them go. */
    static MailAddress answersTo(Settings settings) {
        MailAddress from = from(settings);
        return settings.text(EmailSettings.REPLY_TO).or(() -> settings.text(EmailSettings.ADDRESS)).flatMap(MailAddress::canonical).map(address -> new MailAddress(from.name(), address)).orElse(from);
    }

    static MailDraft draft(OutboundMessage message, ChannelAccount account) {
        return new EmailOutbound(message, account, Optional.empty()).draft();
    }

    /** The same with where its files can be fetched, instead of the files: for servers that take no mail that large. */
    static MailDraft linked(OutboundMessage message, ChannelAccount account, Function<File, String> links) {
        return new EmailOutbound(message, account, Optional.of(links)).draft();
    }

    private MailDraft draft() {
        Map<String, File> pictures = new LinkedHashMap<>();
        String written = withOwnPictures(answerHtml(), pictures);
        List<File> files = message.attachments().stream().filter(file -> !pictures.containsValue(file)).toList();
        String html = written + linksHtml(files) + withOwnPictures(belowHtml(), pictures);
        return new MailDraft(
                from,
                List.of(replyTo()),
                addresses(mail.to()),
                addresses(mail.cc()),
                addresses(mail.bcc()),
                mail.isAutomatic() && mail.inReplyTo().isPresent() ? "" : from.address(),
                oneLine(mail.subject()),
                EmailKeys.own(message.conversationId(), message.messageId(), from.domain()).value(),
                headers(),
                text(files),
                html,
                pictures,
                links.isPresent() ? List.of() : files);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        mail.inReplyTo().ifPresent(id -> headers.put("In-Reply-To", "<" + oneLine(id) + ">"));
        if (!mail.references().isEmpty()) {
            headers.put("References", mail.references().stream().map(id -> "<" + oneLine(id) + ">").collect(Collectors.joining(" ")));
        }
        headers.put("X-Tributary-Loop", settings.text(EmailSettings.LOOP_ID).orElseGet(() -> EmailConnection.installation(account.webhookUrl())));
        mail.unsubscribe().ifPresent(url -> {
            headers.put("List-Unsubscribe", "<" + oneLine(url) + ">");
            headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        });
        if (mail.isAutomatic()) {
            headers.put("Auto-Submitted", mail.inReplyTo().isPresent() ? "auto-replied" : "auto-generated");
            headers.put("X-Auto-Response-Suppress", "All");
            headers.put("Precedence", "bulk");
        }
        return headers;
    }

    /** With the conversation's secret in it, where the mailbox takes such addresses. */
    private MailAddress replyTo() {
        MailAddress plain = answersTo(settings);
        String local = plain.localPart() + "+" + OwnAddresses.PLUS_PREFIX + mail.replyToken();
        boolean fits = local.length() <= LONGEST_LOCAL_PART;
        return settings.flag(EmailSettings.PLUS_ADDRESSING) && fits ? new MailAddress(from.name(), local + "@" + plain.domain()) : plain;
    }

    private String text(List<File> files) {
        StringBuilder text = new StringBuilder(message.text().orElse(""));
        buttons().forEach(line -> text.append("\n").append(line));
        links.ifPresent(link -> files.forEach(file -> text.append("\n").append(file.fileName()).append(": ").append(link.apply(file))));
        mail.signature().ifPresent(signature -> text.append("\n\n-- \n").append(signature.text()));
        mail.quote().ifPresent(quote -> text.append("\n\n").append(MailQuotes.text(quote)));
        return text.toString().replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n";
    }

    private String answerHtml() {
        StringBuilder html = new StringBuilder("<div>" + message.html().orElseGet(() -> MailQuotes.asHtml(message.text().orElse(""))) + "</div>");
        buttons().forEach(line -> html.append("<div>").append(MailQuotes.asHtml(line)).append("</div>"));
        return html.toString();
    }

    private String linksHtml(List<File> files) {
        return links.map(link -> files.stream()
                        .map(file -> "<div><a href=\"" + Entities.escape(link.apply(file)) + "\">" + Entities.escape(file.fileName()) + "</a></div>")
                        .collect(Collectors.joining()))
                .orElse("");
    }

    private String belowHtml() {
        StringBuilder html = new StringBuilder();
        mail.signature().ifPresent(signature -> html.append("<br><div class=\"tributary-signature\">").append(signature.html()).append("</div>"));
        mail.quote().ifPresent(quote -> html.append("<br>").append(MailQuotes.html(quote)));
        return html.toString();
    }

    /** Mail has no buttons: what they say, and where they lead. */
    private List<String> buttons() {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < message.buttons().size(); at++) {
            Button button = message.buttons().get(at);
            lines.add((at + 1) + ". " + button.title() + button.url().map(url -> ": " + url).orElse(""));
        }
        return lines;
    }

    /** Pictures of ours leave with the mail; those that are not its own, or somebody else's, stay behind. */
    private String withOwnPictures(String html, Map<String, File> pictures) {
        Document document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false);
        for (Element image : document.select("img")) {
            Optional<File> own = message.attachments().stream().filter(file -> image.attr("src").equals(OWN_FILES + file.attachmentId())).findFirst();
            if (own.isPresent()) {
                String id = own.get().attachmentId() + "@" + from.domain();
                pictures.put(id, own.get());
                image.attr("src", "cid:" + id);
            } else {
                image.remove();
            }
        }
        return document.body().html();
    }

    private static List<MailAddress> addresses(List<Address> all) {
        return all.stream()
                .flatMap(one -> MailAddress.canonical(one.address()).map(address -> new MailAddress(oneLine(one.name()), address)).stream())
                .toList();
    }

    /** A line break in a header would begin another header. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n\\t\\x00]+", " ").strip();
    }
}
