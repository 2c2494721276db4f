package dev.tributary.inbound;

/** The journal could not commit an event whose applying had begun: nothing of it may be committed. */
final class NotKeptException extends RuntimeException {

    NotKeptException(Throwable cause) {
        super("the journal could not keep an event", cause, false, false);
    }
}
