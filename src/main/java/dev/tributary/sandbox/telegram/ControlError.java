package dev.tributary.sandbox.telegram;

/** The control API was asked for what it cannot do. */
final class ControlError extends RuntimeException {

    private final int status;

    ControlError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
