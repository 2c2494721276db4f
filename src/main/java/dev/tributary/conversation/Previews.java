package dev.tributary.conversation;

import java.util.Optional;
import java.util.regex.Pattern;

/** The line that the inbox list shows of a message. */
public final class Previews {

    private static final int LENGTH = 160;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Previews() {}

    /**
     * The text on one line, cut to a list's width; else the file's name; else nothing, and the list shows the kind.
     *
     * @param fileName of the first attachment
     */
    public static String of(Optional<String> text, Optional<String> fileName) {
        return text.map(String::strip).filter(words -> !words.isEmpty()).or(() -> fileName).map(Previews::line).orElse(null);
    }

    private static String line(String text) {
        String head = text.length() > 4 * LENGTH ? text.substring(0, 4 * LENGTH) : text;
        String line = BLANKS.matcher(head).replaceAll(" ");
        if (line.codePointCount(0, line.length()) <= LENGTH) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, LENGTH - 1)) + "…";
    }
}
