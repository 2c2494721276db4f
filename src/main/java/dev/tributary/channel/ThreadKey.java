package dev.tributary.channel;

/** Names a thread within a channel account. Only the adapter that made it may look inside; stored, so its format is a migration. */
public record ThreadKey(String value) {
    public ThreadKey {
        Opaque.check("thread key", value);
    }
}
