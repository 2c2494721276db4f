package dev.tributary.adapter.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RFC 2047. Neighbouring words of one charset are joined as bytes before they are decoded, because some programs cut a character
 * in two.
 */
final class EncodedWords {

    private static final Pattern WORD = Pattern.compile("=\\?([^?\\s*]+)(?:\\*[^?\\s]*)?\\?([bBqQ])\\?([^?\\r\\n]*)\\?=");

    private EncodedWords() {}

    static String decode(String value) {
        if (!value.contains("=?")) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String charset = null;
        int end = 0;
        Matcher word = WORD.matcher(value);
        while (word.find()) {
            String between = value.substring(end, word.start());
            boolean neighbours = charset != null && between.isBlank();
            if (!neighbours || !charset.equalsIgnoreCase(word.group(1))) {
                flush(text, bytes, charset);
            }
            if (!neighbours) {
                text.append(between);
            }
            charset = word.group(1);
            bytes.writeBytes(bytes(word.group(2), word.group(3)));
            end = word.end();
        }
        flush(text, bytes, charset);
        return text.append(value, end, value.length()).toString();
    }

    private static void flush(StringBuilder text, ByteArrayOutputStream bytes, String charset) {
        text.append(Charsets.decode(bytes.toByteArray(), Optional.ofNullable(charset)));
        bytes.reset();
    }

    private static byte[] bytes(String encoding, String encoded) {
        return encoding.toLowerCase(Locale.ROOT).equals("b") ? base64(encoded) : quoted(encoded);
    }

    private static byte[] base64(String encoded) {
        String clean = encoded.replaceAll("[^A-Za-z0-9+/]", "");
        String whole = clean.length() % 4 == 1 ? clean.substring(0, clean.length() - 1) : clean;
        return Base64.getDecoder().decode(whole);
    }

    private static byte[] quoted(String encoded) {
        byte[] from = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(from.length);
        for (int at = 0; at < from.length; at++) {
            boolean escaped = from[at] == '=' && at + 2 < from.length && hex(from[at + 1]) >= 0 && hex(from[at + 2]) >= 0;
            if (escaped) {
                decoded.write(hex(from[at + 1]) << 4 | hex(from[at + 2]));
                at += 2;
            } else {
                decoded.write(from[at] == '_' ? ' ' : from[at]);
            }
        }
        return decoded.toByteArray();
    }

    private static int hex(byte digit) {
        return Character.digit((char) (digit & 0xff), 16);
    }
}
