package dev.tributary.channel;

/** The provider sent what its own documentation does not allow: journalled as failed, kept, and replayable. */
public final class UnreadableEventException extends RuntimeException {

    public UnreadableEventException(String what) {
        super(what);
    }

    public UnreadableEventException(String what, Throwable cause) {
        super(what, cause);
    }
}
