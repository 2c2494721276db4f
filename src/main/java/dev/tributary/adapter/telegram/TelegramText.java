package dev.tributary.adapter.telegram;

import java.util.ArrayList;
import java.util.List;

/** Cuts long text where a reader would. Pure. */
final class TelegramText {

    private TelegramText() {}

    /**
     * Pieces of at most {@code limit} UTF-16 units: cut after a paragraph where one ends beyond the first quarter, else after
     * a line or a word in the second half, else between two characters; never inside a surrogate pair. Only the white space at a cut is lost.
     */
    static List<String> split(String text, int limit) {
        List<String> pieces = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > limit) {
            int cut = cut(rest, limit);
            String piece = rest.substring(0, cut).stripTrailing();
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }

    private static int cut(String text, int limit) {
        for (String border : List.of("\n\n", "\n", " ")) {
            int at = text.lastIndexOf(border, limit);
            if (at >= limit / (border.equals("\n\n") ? 4 : 2)) {
                return at;
            }
        }
        return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }
}
