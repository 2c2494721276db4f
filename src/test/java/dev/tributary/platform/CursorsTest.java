package dev.tributary.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CursorsTest {

    private static final String KEYSET = SecretKeys.generate();

    private final Cursors cursors = new Cursors(new SecretBox(KEYSET));

    @Property(tries = 300)
    void what_was_encoded_comes_back(@ForAll("keys") List<String> parts) {
        String cursor = cursors.encode(parts.toArray(String[]::new));

        assertArrayEquals(parts.toArray(), cursors.decode(cursor, parts.size()));
    }

    @Property(tries = 300)
    void nothing_that_was_made_up_is_taken(@ForAll String invented) {
        assertEquals("cursor_invalid", refusal(invented, 2));
    }

    @Property(tries = 300)
    void one_changed_character_is_noticed(@ForAll("keys") List<String> parts, @ForAll int position, @ForAll("letters") char letter) {
        String cursor = cursors.encode(parts.toArray(String[]::new));
        int at = Math.floorMod(position, cursor.length() - 1);
        String changed = cursor.substring(0, at) + letter + cursor.substring(at + 1);

        if (!changed.equals(cursor)) {
            assertEquals("cursor_invalid", refusal(changed, parts.size()));
        }
    }

    @Property(tries = 50)
    void a_cursor_of_another_list_is_refused(@ForAll("keys") List<String> parts) {
        String cursor = cursors.encode(parts.toArray(String[]::new));

        assertEquals("cursor_invalid", refusal(cursor, parts.size() + 1));
    }

    @Example
    void a_cursor_does_not_show_what_is_in_it_and_survives_a_rotation() {
        String cursor = cursors.encode("2026-01-31", "id");

        assertFalse(cursor.contains("2026"));
        assertArrayEquals(new String[] {"2026-01-31", "id"}, new Cursors(new SecretBox(SecretKeys.rotate(KEYSET))).decode(cursor, 2));
    }

    private String refusal(String cursor, int parts) {
        return assertThrows(ProblemException.class, () -> cursors.decode(cursor, parts)).problem().code();
    }

    @Provide
    Arbitrary<List<String>> keys() {
        return Arbitraries.strings().excludeChars('\u001f').ofMaxLength(40).filter(CursorsTest::isWellFormed).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Character> letters() {
        return Arbitraries.of('A', 'b', '0', '-', '_', 'z');
    }

    /** Lone surrogates are not text: they cannot be written as UTF-8. */
    private static boolean isWellFormed(String text) {
        return new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8).equals(text);
    }
}
