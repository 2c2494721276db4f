package dev.tributary.channel;

/** Names a message within a channel account: what makes a second sight of it a duplicate. Only its adapter may look inside. */
public record ProviderMessageId(String value) {
    public ProviderMessageId {
        Opaque.check("provider message id", value);
    }
}
