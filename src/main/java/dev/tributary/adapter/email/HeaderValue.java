package dev.tributary.adapter.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A structured header: a word and its parameters ({@code text/plain; charset=utf-8}). Reads RFC 2231 continuations and charsets,
 * and encoded words inside quotes, which are not allowed and common.
 *
 * @param word in lower case
 * @param parameters names in lower case
 */
record HeaderValue(String word, Map<String, String> parameters) {

    static final HeaderValue NONE = new HeaderValue("", Map.of());

    HeaderValue {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    static HeaderValue read(String value) {
        List<String> pieces = pieces(value);
        Map<String, String> plain = new HashMap<>();
        Map<String, TreeMap<Integer, String>> continued = new HashMap<>();
        for (String piece : pieces.subList(1, pieces.size())) {
            int equals = piece.indexOf('=');
            if (equals > 0) {
                put(piece.substring(0, equals).strip().toLowerCase(Locale.ROOT), piece.substring(equals + 1).strip(), plain, continued);
            }
        }
        continued.forEach((name, parts) -> plain.put(name, extended(String.join("", parts.values()))));
        return new HeaderValue(withoutComments(pieces.getFirst()).strip().toLowerCase(Locale.ROOT), plain);
    }

    private static void put(String name, String given, Map<String, String> plain, Map<String, TreeMap<Integer, String>> continued) {
        String value = unquoted(given);
        int star = name.indexOf('*');
        if (star < 0) {
            plain.putIfAbsent(name, EncodedWords.decode(value));
            return;
        }
        boolean isEncoded = name.endsWith("*");
        String number = name.substring(star + 1, name.length() - (isEncoded && name.length() > star + 1 ? 1 : 0));
        int position = number.matches("\\d{1,4}") ? Integer.parseInt(number) : 0;
        String piece = isEncoded ? value : value.replace("%", "%25");
        continued.computeIfAbsent(name.substring(0, star), _ -> new TreeMap<>()).putIfAbsent(position, piece);
    }

    /** {@code charset'language'percent-encoded}; the two quotes are missing where no piece was encoded. */
    private static String extended(String value) {
        int first = value.indexOf('\'');
        int second = value.indexOf('\'', first + 1);
        boolean hasCharset = first >= 0 && second > first;
        Optional<String> charset = hasCharset && first > 0 ? Optional.of(value.substring(0, first)) : Optional.empty();
        return Charsets.decode(percentDecoded(hasCharset ? value.substring(second + 1) : value), charset);
    }

    static byte[] percentDecoded(String value) {
        byte[] from = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(from.length);
        for (int at = 0; at < from.length; at++) {
            int high = at + 2 < from.length ? Character.digit((char) from[at + 1], 16) : -1;
            int low = at + 2 < from.length ? Character.digit((char) from[at + 2], 16) : -1;
            if (from[at] == '%' && high >= 0 && low >= 0) {
                decoded.write(high << 4 | low);
                at += 2;
            } else {
                decoded.write(from[at]);
            }
        }
        return decoded.toByteArray();
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return withoutComments(value).strip();
        }
        int end = value.length() > 1 && value.endsWith("\"") ? value.length() - 1 : value.length();
        StringBuilder text = new StringBuilder();
        for (int at = 1; at < end; at++) {
            char here = value.charAt(at);
            boolean escapes = here == '\\' && at + 1 < end && "\"\\".indexOf(value.charAt(at + 1)) >= 0;
            text.append(escapes ? value.charAt(++at) : here);
        }
        return text.toString();
    }

    private static String withoutComments(String value) {
        int open = value.indexOf('(');
        return open < 0 ? value : value.substring(0, open);
    }

    /** Split at semicolons that are not within quotes. */
    private static List<String> pieces(String value) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < value.length(); at++) {
            char here = value.charAt(at);
            if (here == '\\' && quoted && at + 1 < value.length()) {
                piece.append(here).append(value.charAt(++at));
            } else if (here == ';' && !quoted) {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else {
                quoted ^= here == '"';
                piece.append(here);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }
}
