package dev.tributary.adapter.email;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of a mail or of one of its parts, in order, unfolded. Raw 8-bit bytes are read as UTF-8, else as the body's charset, else as windows-1252. */
final class MailHeaders {

    /** @param name in lower case */
    record Field(String name, byte[] value) {}

    private record Line(String name, String value) {}

    private static final Pattern ID = Pattern.compile("<([^<>\\s]{1,998})>");
    private static final Pattern FOLD = Pattern.compile("\r?\n[ \t]?");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int MOST_IDS = 1_000;

    private final List<Line> lines;

    MailHeaders(List<Field> fields) {
        Optional<Charset> body = fields.stream()
                .filter(field -> field.name().equals("content-type"))
                .findFirst()
                .flatMap(field -> HeaderValue.read(new String(field.value(), StandardCharsets.ISO_8859_1)).parameter("charset"))
                .flatMap(Charsets::find);
        this.lines = fields.stream().map(field -> new Line(field.name(), unfolded(Charsets.guess(field.value(), body)))).toList();
    }

    /** Reads header lines that stand in a body: those of a delivery report. */
    static MailHeaders ofBlock(String block) {
        List<Field> fields = new ArrayList<>();
        for (String line : block.replaceAll("\r?\n[ \t]+", " ").split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                byte[] value = line.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
                fields.add(new Field(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), value));
            }
        }
        return new MailHeaders(fields);
    }

    /** As written, without decoding encoded words. */
    Optional<String> first(String name) {
        return lines.stream().filter(line -> line.name().equals(name)).map(Line::value).findFirst();
    }

    List<String> all(String name) {
        return lines.stream().filter(line -> line.name().equals(name)).map(Line::value).toList();
    }

    /** Present and saying something. */
    boolean has(String name) {
        return first(name).filter(value -> !value.isEmpty()).isPresent();
    }

    /** For people: decoded, without control characters. */
    Optional<String> text(String name) {
        return first(name).map(EncodedWords::decode).map(value -> CONTROL.matcher(value).replaceAll(" ").strip());
    }

    /** The first word of a header, in lower case: parameters and comments are left out. */
    String word(String name) {
        return first(name).map(HeaderValue::read).map(HeaderValue::word).orElse("");
    }

    HeaderValue value(String name) {
        return first(name).map(HeaderValue::read).orElse(HeaderValue.NONE);
    }

    List<MailAddress> addresses(String name) {
        return all(name).stream().flatMap(value -> MailAddress.list(value).stream()).toList();
    }

    /** Message ids without their angles, each once, in order. Where a program forgot the angles, words with an at sign. */
    List<String> ids(String name) {
        LinkedHashSet<String> ids = new LinkedHashSet<>();
        for (String value : all(name)) {
            Matcher id = ID.matcher(value);
            boolean found = false;
            while (id.find() && ids.size() < MOST_IDS) {
                ids.add(id.group(1));
                found = true;
            }
            if (!found) {
                for (String word : BLANKS.split(value)) {
                    if (word.contains("@") && !word.contains("<") && ids.size() < MOST_IDS) {
                        ids.add(word);
                    }
                }
            }
        }
        return List.copyOf(ids);
    }

    private static String unfolded(String value) {
        return value.indexOf('\n') < 0 ? value.strip() : FOLD.matcher(value).replaceAll(" ").strip();
    }
}
