package dev.tributary.platform;

import java.util.regex.Pattern;

/** Text from outside, made fit to be stored. */
public final class Texts {

    private static final int NAME_LENGTH = 200;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Texts() {}

    /** Without NUL, which PostgreSQL's text cannot hold, and without half characters; null stays null. */
    public static String storable(String text) {
        if (text == null) {
            return null;
        }
        StringBuilder clean = null;
        for (int at = 0; at < text.length(); at++) {
            char here = text.charAt(at);
            boolean pair = Character.isHighSurrogate(here) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
            boolean broken = here == '\0' || (Character.isSurrogate(here) && !pair);
            if (broken && clean == null) {
                clean = new StringBuilder(text.length()).append(text, 0, at);
            }
            if (clean != null) {
                clean.append(broken ? '\uFFFD' : here);
            }
            if (pair) {
                at++;
                if (clean != null) {
                    clean.append(text.charAt(at));
                }
            }
        }
        return clean == null ? text : clean.toString();
    }

    /** A person's or group's name: one line, bounded. */
    public static String name(String text) {
        return cut(oneLine(text), NAME_LENGTH);
    }

    private static String oneLine(String text) {
        return BLANKS.matcher(storable(text).strip()).replaceAll(" ");
    }

    /** Never in the middle of a surrogate pair. */
    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
