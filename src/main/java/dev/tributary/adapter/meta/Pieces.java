package dev.tributary.adapter.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts long text between words, or between characters where a word is too long; never inside a character. Pure. */
final class Pieces {

    private Pieces() {}

    static List<String> ofCharacters(String text, int limit) {
        return of(text, limit, piece -> piece.codePointCount(0, piece.length()));
    }

    static List<String> ofBytes(String text, int limit) {
        return of(text, limit, piece -> piece.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }

    private static List<String> of(String text, int limit, ToIntFunction<String> size) {
        List<String> pieces = new ArrayList<>();
        String rest = text.strip();
        while (size.applyAsInt(rest) > limit) {
            int cut = cut(rest, limit, size);
            pieces.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }

    private static int cut(String text, int limit, ToIntFunction<String> size) {
        int fits = 0;
        int used = 0;
        while (fits < text.length()) {
            int next = text.offsetByCodePoints(fits, 1);
            used += size.applyAsInt(text.substring(fits, next));
            if (used > limit) {
                break;
            }
            fits = next;
        }
        int space = Math.max(text.lastIndexOf(' ', fits), text.lastIndexOf('\n', fits));
        return space > fits / 2 ? space : fits;
    }
}
