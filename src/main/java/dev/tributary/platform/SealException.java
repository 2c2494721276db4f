package dev.tributary.platform;

/** A sealed text does not open: it was changed, moved to another place, or its key is no longer in the keyset. */
public final class SealException extends RuntimeException {
    SealException(String message, Throwable cause) {
        super(message, cause);
    }
}
