package dev.tributary.platform;

/**
 * A call out of the service got no usable answer. Its message names the origin only: paths and queries carry tokens at
 * some providers.
 */
public final class EgressException extends RuntimeException {

    /** How far the call got. */
    public enum Kind {
        /** The guard did not let it out: the address is private, or the URL is not one that we fetch. */
        REFUSED,
        /** No connection: the name is unknown, nobody listens, or the certificate is wrong. Nothing arrived there. */
        UNREACHABLE,
        /** The line dropped or the time was over after the connection was made: the request may have arrived. */
        INTERRUPTED,
        /** It was answered, with more than the request allowed. */
        TOO_LARGE
    }

    private final Kind kind;

    EgressException(Kind kind, String message) {
        this(kind, message, null);
    }

    EgressException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the other side may have acted on the request. */
    public boolean mayHaveArrived() {
        return kind == Kind.INTERRUPTED || kind == Kind.TOO_LARGE;
    }
}
