package dev.tributary.adapter.email;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Bytes as text, whatever their label says: mail programs mean the larger sibling of many a charset, and some mean none at all. */
final class Charsets {

    private static final String UTF_7 = "utf-7";
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("gb2312", "GB18030"),
            Map.entry("gbk", "GB18030"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("us-ascii", "windows-1252"),
            Map.entry("ascii", "windows-1252"),
            Map.entry("iso-8859-8-i", "ISO-8859-8"),
            Map.entry("utf8", "UTF-8"),
            Map.entry("utf-8mb4", "UTF-8"),
            Map.entry("utf8mb4", "UTF-8"));

    private Charsets() {}

    /** The charset a label means; empty for one that nobody knows. */
    static Optional<Charset> find(String label) {
        String name = label.strip().toLowerCase(Locale.ROOT);
        try {
            return Optional.of(Charset.forName(MEANT.getOrDefault(name, name)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        } catch (IllegalArgumentException empty) {
            return Optional.empty();
        }
    }

    /**
     * Never fails: bad bytes become U+FFFD, and where UTF-8 is claimed but not written, or nothing usable is claimed, UTF-8 is tried
     * strictly and windows-1252 is the last word.
     */
    static String decode(byte[] bytes, Optional<String> label) {
        if (label.map(String::strip).filter(UTF_7::equalsIgnoreCase).isPresent()) {
            return Utf7.decode(bytes);
        }
        Optional<Charset> charset = label.flatMap(Charsets::find);
        if (charset.isEmpty() || charset.get().equals(StandardCharsets.UTF_8) || isAscii(label.get())) {
            return guess(bytes, Optional.empty());
        }
        return new String(bytes, charset.get());
    }

    /** UTF-8 if it is, else the other charset, else windows-1252. */
    static String guess(byte[] bytes, Optional<Charset> other) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, other.filter(charset -> !charset.equals(StandardCharsets.UTF_8)).orElse(WINDOWS_1252));
        }
    }

    private static boolean isAscii(String label) {
        String name = label.strip().toLowerCase(Locale.ROOT);
        return name.equals("us-ascii") || name.equals("ascii");
    }
}
