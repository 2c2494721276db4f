package dev.tributary.adapter.email;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** What a mail says: the parts that are its text, in order, and the others, which are its files. */
final class MailBody {

    private record Segment(Optional<String> text, Optional<String> html) {}

    private final List<Segment> segments = new ArrayList<>();
    private final List<MimePart> files = new ArrayList<>();

    private MailBody() {}

    static MailBody of(MimePart mail) {
        MailBody body = new MailBody();
        body.walk(mail);
        return body;
    }

    /** Everything that was written, quotes and signatures too. Lines end in LF. */
    String text() {
        return segments.stream()
                .map(segment -> segment.text().filter(text -> !text.isBlank()).or(() -> segment.html().map(QuotedHtml::text)).orElse(""))
                .map(text -> text.replace("\r\n", "\n"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** Whether the mail says it in plain text too, rather than in HTML alone. */
    boolean hasText() {
        return segments.stream().anyMatch(segment -> segment.text().filter(text -> !text.isBlank()).isPresent());
    }

    /** As received, neither sanitised nor shortened; empty where the mail is plain text alone. */
    Optional<String> html() {
        if (segments.stream().noneMatch(segment -> segment.html().isPresent())) {
            return Optional.empty();
        }
        return Optional.of(segments.stream()
                .map(segment -> segment.html().orElseGet(() -> asHtml(segment.text().orElse(""))))
                .collect(Collectors.joining("\n")));
    }

    List<MimePart> files() {
        return files;
    }

    private static String asHtml(String text) {
        return "<p>" + Entities.escape(text).replace("\n", "<br>") + "</p>";
    }

    private void walk(MimePart part) {
        if (!part.isMultipart()) {
            leaf(part);
            return;
        }
        switch (part.type().word()) {
            case "multipart/alternative" -> alternative(part);
            case "multipart/related" -> related(part);
            case "multipart/signed" -> part.children().stream().filter(child -> !isSignature(child)).forEach(this::walk);
            default -> part.children().forEach(this::walk);
        }
    }

    private void leaf(MimePart part) {
        boolean isText = (part.is("text/plain") || part.is("text/html")) && !part.isAttachment() && part.fileName().isEmpty();
        if (!isText) {
            files.add(part);
        } else if (part.is("text/html")) {
            segments.add(new Segment(Optional.empty(), Optional.of(part.text())));
        } else {
            segments.add(new Segment(Optional.of(plain(part)), Optional.empty()));
        }
    }

    /** The richest form that can be shown and the plainest; everything else in there is a file. */
    private void alternative(MimePart part) {
        Optional<String> text = Optional.empty();
        Optional<String> html = Optional.empty();
        for (MimePart child : part.children()) {
            MailBody inner = of(child);
            boolean isRich = inner.html().isPresent();
            text = isRich || inner.segments.isEmpty() ? text : Optional.of(inner.text());
            html = isRich ? inner.html() : html;
            files.addAll(inner.files);
        }
        segments.add(new Segment(text, html));
    }

    private void related(MimePart part) {
        Optional<String> start = part.type().parameter("start").map(id -> id.replaceAll("^<|>$", ""));
        MimePart root = part.children().stream()
                .filter(child -> start.isPresent() && child.contentId().equals(start))
                .findFirst()
                .orElse(part.children().getFirst());
        walk(root);
        part.children().stream().filter(child -> child != root).forEach(child -> {
            if (child.isMultipart()) {
                walk(child);
            } else {
                files.add(child);
            }
        });
    }

    private static boolean isSignature(MimePart part) {
        return part.is("application/pkcs7-signature") || part.is("application/x-pkcs7-signature") || part.is("application/pgp-signature");
    }

    private static String plain(MimePart part) {
        boolean flows = part.type().parameter("format").map("flowed"::equalsIgnoreCase).orElse(false);
        boolean dropsBlank = part.type().parameter("delsp").map("yes"::equalsIgnoreCase).orElse(false);
        return flows ? FlowedText.joined(part.text(), dropsBlank) : part.text();
    }
}
