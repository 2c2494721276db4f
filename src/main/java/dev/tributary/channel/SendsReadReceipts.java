package dev.tributary.channel;

import io.smallrye.mutiny.Uni;

/** A channel on which the customer can see that their messages were read. Best effort: nothing is retried. */
public interface SendsReadReceipts extends ChannelAdapter {

    /**
     * @param newest the customer's newest message: it is read, and whatever stands before it
     * @param isAnswering whether an agent is writing at this moment, which is shown where the channel can and {@link SendsTyping} does not
     */
    Uni<Void> read(ThreadKey thread, ProviderMessageId newest, boolean isAnswering, ChannelAccount account);
}
