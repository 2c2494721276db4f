package dev.tributary.channel;

/** A channel whose provider posts events to us. */
public interface ReceivesWebhooks extends ReadsEvents {

    /** Proves where the request comes from, over the bytes as received. Called on an event loop; no I/O. */
    Verdict verify(WebhookRequest request, ChannelAccount account);

    /** What of a verified body is kept: the same bytes, unless the provider writes a credential into it. */
    default byte[] kept(byte[] body) {
        return body;
    }
}
