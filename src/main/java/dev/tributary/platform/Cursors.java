package dev.tributary.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Turns the key of a list's last row into the opaque {@code next_cursor} and back. A cursor is sealed with the service's
 * keyset: it cannot be read, made up or changed, and it survives a rotation of the keys. It does not carry rights: the
 * query that continues is scoped by the caller's organization like any other.
 */
@ApplicationScoped
public class Cursors {

    private static final String CONTEXT = "cursor";
    private static final char SEPARATOR = '\u001f';
    private static final int MAX_LENGTH = 2_000;

    private final SecretBox box;

    Cursors(SecretBox box) {
        this.box = box;
    }

    /** @param parts the key's columns, in order; none may hold the unit separator U+001F */
    public String encode(String... parts) {
        for (String part : parts) {
            if (part.indexOf(SEPARATOR) >= 0) {
                throw new IllegalArgumentException("a cursor part holds the separator");
            }
        }
        return box.seal(parts.length + String.valueOf(SEPARATOR) + String.join(String.valueOf(SEPARATOR), parts), CONTEXT);
    }

    /**
     * The parts that {@link #encode} was given.
     *
     * @param parts how many this list's key has: a cursor of another list is refused
     * @throws ProblemException 400 {@code cursor_invalid}
     */
    public String[] decode(String cursor, int parts) {
        if (cursor == null || cursor.isEmpty() || cursor.length() > MAX_LENGTH) {
            throw invalid();
        }
        String[] found;
        try {
            found = box.open(cursor, CONTEXT).split(Pattern.quote(String.valueOf(SEPARATOR)), -1);
        } catch (SealException notOurs) {
            throw invalid();
        }
        if (found.length != parts + 1 || !found[0].equals(String.valueOf(parts))) {
            throw invalid();
        }
        return Arrays.copyOfRange(found, 1, found.length);
    }

    private static ProblemException invalid() {
        return Problems.badRequest(
                "cursor_invalid", "The cursor was not made by this list.", "Take next_cursor as it is from the page before, or leave it out to begin again.");
    }
}
