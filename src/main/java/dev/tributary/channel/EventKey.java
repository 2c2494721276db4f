package dev.tributary.channel;

/** Names one event within a channel account, the same at every redelivery of it. */
public record EventKey(String value) {
    public EventKey {
        Opaque.check("event key", value);
    }
}
