package dev.tributary.adapter.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * UTF-7 (RFC 2152), which the Java platform does not read: ASCII, and between a plus and whatever ends it UTF-16 as Base64. Only for what is
 * labelled so.
 */
final class Utf7 {

    private static final Pattern SHIFTED = Pattern.compile("\\+([A-Za-z0-9+/]*)(-?)");

    private Utf7() {}

    /** Never fails: bits that make no character are left out. */
    static String decode(byte[] bytes) {
        Matcher shifted = SHIFTED.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        StringBuilder text = new StringBuilder();
        while (shifted.find()) {
            boolean isPlus = shifted.group(1).isEmpty() && !shifted.group(2).isEmpty();
            shifted.appendReplacement(text, Matcher.quoteReplacement(isPlus ? "+" : utf16(shifted.group(1))));
        }
        return shifted.appendTail(text).toString();
    }

    private static String utf16(String base64) {
        int whole = base64.length() % 4 == 1 ? base64.length() - 1 : base64.length();
        byte[] units = Base64.getDecoder().decode(base64.substring(0, whole));
        ByteArrayOutputStream even = new ByteArrayOutputStream();
        even.write(units, 0, units.length - units.length % 2);
        return even.toString(StandardCharsets.UTF_16BE);
    }
}
