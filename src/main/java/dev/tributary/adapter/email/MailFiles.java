package dev.tributary.adapter.email;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.Tika;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.jsoup.Jsoup;

/** The files of a mail with the names and types they are shown by. Pure: the same mail has the same files under the same paths. */
final class MailFiles {

    /** So many of a mail are shown; further ones are in its source alone. */
    static final int MOST = 100;

    private static final int LONGEST_NAME = 255;
    private static final Tika TIKA = new Tika();
    private static final Pattern NAMES_A_PART = Pattern.compile("cid:", Pattern.CASE_INSENSITIVE);
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private final List<MailFile> files = new ArrayList<>();
    private final Set<String> shownIds;
    private int unnamedFiles;
    private int unnamedPictures;

    private MailFiles(Set<String> shownIds) {
        this.shownIds = shownIds;
    }

    /**
     * However many there are.
     *
     * @param html with its data images taken out
     */
    static List<MailFile> of(MailBody body, Optional<DataImages> html) {
        MailFiles all = new MailFiles(html.map(DataImages::html).map(MailFiles::shownIds).orElseGet(HashSet::new));
        body.files().forEach(all::add);
        html.ifPresent(pictures -> all.addPictures(pictures.images()));
        return all.files;
    }

    /** What {@code cid:} URLs of a text name, percent-decoded, in lower case. */
    private static Set<String> shownIds(String html) {
        Set<String> ids = new HashSet<>();
        if (!NAMES_A_PART.matcher(html).find()) {
            return ids;
        }
        Jsoup.parse(html).select("[src]").forEach(element -> shownId(element.attr("src")).ifPresent(ids::add));
        return ids;
    }

    private static Optional<String> shownId(String url) {
        String cid = url.strip();
        if (!cid.regionMatches(true, 0, "cid:", 0, 4)) {
            return Optional.empty();
        }
        return Optional.of(new String(HeaderValue.percentDecoded(cid.substring(4)), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    }

    private void add(MimePart part) {
        boolean maybeTnef = part.is("application/ms-tnef") || part.fileName().map("winmail.dat"::equalsIgnoreCase).orElse(false);
        Optional<List<Tnef.File>> packed = maybeTnef ? Tnef.unpack(part.content()) : Optional.empty();
        if (packed.isEmpty()) {
            keep(part);
            return;
        }
        for (int at = 0; at < packed.get().size(); at++) {
            Tnef.File file = packed.get().get(at);
            String type = sniffed("application/octet-stream", file.bytes(), file.name());
            files.add(new MailFile(part.path() + "/" + at, named(file.name(), type, false), type, file.bytes(), Optional.empty(), false, false));
        }
    }

    private void keep(MimePart part) {
        Optional<String> id = part.contentId().map(given -> given.toLowerCase(Locale.ROOT));
        boolean isInline = id.isPresent() && shownIds.remove(id.get());
        String type = sniffed(part.type().word(), part.content(), part.fileName().orElse(""));
        String given = switch (part.type().word()) {
            case "message/rfc822" -> part.fileName().orElseGet(() -> subject(part) + ".eml");
            case "text/calendar" -> part.fileName().orElse("invite.ics");
            default -> part.fileName().orElse("");
        };
        files.add(new MailFile(part.path(), named(given, type, isInline), type, part.content(), isInline ? id : Optional.empty(), isInline, part.isDamaged()));
    }

    private void addPictures(List<DataImages.Image> images) {
        for (int at = 0; at < images.size(); at++) {
            DataImages.Image image = images.get(at);
            files.add(new MailFile(
                    "data/" + at, named("", image.type(), true), image.type(), image.bytes(), Optional.of(DataImages.contentId(at)), true, false));
        }
    }

    private static String subject(MimePart forwarded) {
        String subject = MimeReader.parse(forwarded.content(), "0").headers().text("subject").orElse("");
        return subject.isBlank() ? "message" : subject.replaceAll("[/\\\\]", "-");
    }

    private static String sniffed(String type, byte[] bytes, String name) {
        return type.equals("application/octet-stream") || type.isEmpty() ? TIKA.detect(bytes, name) : type;
    }

    private String named(String given, String type, boolean isInline) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String clean = INVISIBLE.matcher(last).replaceAll("").replace("..", ".").strip();
        if (clean.isEmpty() || clean.equals(".")) {
            int number = isInline ? ++unnamedPictures : ++unnamedFiles;
            return (isInline ? "inline-" : "attachment-") + number + extension(type);
        }
        while (clean.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            clean = clean.substring(0, clean.offsetByCodePoints(clean.length(), -1));
        }
        return clean;
    }

    private static String extension(String type) {
        try {
            return MimeTypes.getDefaultMimeTypes().forName(type).getExtension();
        } catch (MimeTypeException unknown) {
            return "";
        }
    }
}
