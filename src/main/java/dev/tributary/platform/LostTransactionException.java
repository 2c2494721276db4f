package dev.tributary.platform;

/**
 * A part of a transaction failed in the database, which lost the whole. That part knows, and leaves itself out for a while: the same
 * transaction tried again goes through without it.
 */
public final class LostTransactionException extends RuntimeException {

    /** How often to try again: each time one more part may leave itself out. */
    public static final int RETRIES = 5;

    public LostTransactionException(Throwable cause) {
        super(cause);
    }
}
