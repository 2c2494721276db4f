package dev.tributary.automation.engine;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writing systems, as Unicode tells letters apart: certain where a language could only be guessed. */
public final class Scripts {

    /** What the field may hold. */
    static final List<String> NAMES = List.of(
            "latin", "arabic", "cyrillic", "greek", "hebrew", "armenian", "georgian", "devanagari", "bengali", "tamil", "thai", "ethiopic", "chinese", "japanese",
            "korean", "other");

    private Scripts() {}

    /** Of most letters of the text; null where it has none. */
    public static String of(String text) {
        if (text == null) {
            return null;
        }
        Map<UnicodeScript, Integer> counts = new EnumMap<>(UnicodeScript.class);
        text.codePoints().limit(Facts.TEXT_LIMIT).filter(Character::isLetter).forEach(letter -> counts.merge(UnicodeScript.of(letter), 1, Integer::sum));
        boolean hasKana = counts.containsKey(UnicodeScript.HIRAGANA) || counts.containsKey(UnicodeScript.KATAKANA);
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(most -> name(most.getKey(), hasKana)).orElse(null);
    }

    /** Japanese is written with Chinese characters too, but not with them alone. */
    private static String name(UnicodeScript script, boolean hasKana) {
        if (Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.BOPOMOFO).contains(script)) {
            return hasKana ? "japanese" : "chinese";
        }
        String name = script == UnicodeScript.HANGUL ? "korean" : script.name().toLowerCase(Locale.ROOT);
        return NAMES.contains(name) ? name : "other";
    }
}
