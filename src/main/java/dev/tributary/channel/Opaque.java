package dev.tributary.channel;

/** What every key from a provider must be: there, storable and bounded, or it cannot be a key. */
final class Opaque {

    private static final int MAX_LENGTH = 512;

    private Opaque() {}

    static void check(String what, String value) {
        if (value == null || value.isBlank()) {
            throw new UnreadableEventException(what + " is missing");
        }
        if (value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
            throw new UnreadableEventException(what + " is longer than " + MAX_LENGTH + " characters or holds a NUL");
        }
    }
}
