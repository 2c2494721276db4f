package dev.tributary.adapter.email;

import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One address of a header, in its canonical form: lower case, NFC, the domain as A-labels.
 *
 * @param name the phrase, decoded; empty where there is none
 */
record MailAddress(String name, String address) {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>()\\[\\],;:\"@]{1,64}@[^\\s<>()\\[\\],;:\"@]{1,255}");

    String localPart() {
        return address.substring(0, address.lastIndexOf('@'));
    }

    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** How a person is shown who gave no name. */
    String shown() {
        return name.isEmpty() ? localPart() : name;
    }

    /** The canonical spelling; empty for what is no address. */
    static Optional<String> canonical(String given) {
        String address = Normalizer.normalize(given.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        if (!ADDRESS.matcher(address).matches()) {
            return Optional.empty();
        }
        int at = address.lastIndexOf('@');
        try {
            return Optional.of(address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }

    /** Every readable address of a header, in order; groups are read through, what cannot be read is left out. */
    static List<MailAddress> list(String header) {
        List<MailAddress> found = new ArrayList<>();
        for (String piece : pieces(header)) {
            one(piece).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<MailAddress> one(String piece) {
        int open = piece.lastIndexOf('<');
        int close = piece.indexOf('>', open + 1);
        if (open < 0) {
            int comment = piece.indexOf('(');
            String bare = comment < 0 ? piece : piece.substring(0, comment);
            String name = comment < 0 ? "" : piece.substring(comment + 1).replace(")", "");
            return canonical(bare.replace("\"", "")).map(address -> new MailAddress(phrase(name), address));
        }
        String inside = piece.substring(open + 1, close < 0 ? piece.length() : close);
        return canonical(inside.replace("\"", "")).map(address -> new MailAddress(phrase(piece.substring(0, open)), address));
    }

    private static String phrase(String raw) {
        String words = raw.strip();
        String bare = words.replaceAll("\\\\(.)", "$1").replace("\"", "").strip();
        String name = EncodedWords.decode(bare).replaceAll("[\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069]", " ").replaceAll("\\s+", " ").strip();
        return name.length() > 1 && name.startsWith("'") && name.endsWith("'") ? name.substring(1, name.length() - 1) : name;
    }

    /** Split at commas and semicolons outside of quotes, angles and comments; a quote that never closes is none. */
    private static List<String> pieces(String header) {
        boolean balanced = header.chars().filter(one -> one == '"').count() % 2 == 0;
        String text = balanced ? header : header.replace("\"", "");
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char here = text.charAt(at);
            if (here == '\\' && quoted && at + 1 < text.length()) {
                piece.append(here).append(text.charAt(++at));
                continue;
            }
            quoted ^= here == '"';
            depth = quoted ? depth : depth + (here == '(' ? 1 : here == ')' && depth > 0 ? -1 : 0);
            boolean ends = !quoted && depth == 0 && (here == ',' || here == ';');
            if (ends) {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else if (here == ':' && !quoted && depth == 0 && piece.indexOf("<") < 0) {
                piece.setLength(0);
            } else {
                piece.append(here);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }
}
