package dev.tributary.channel;

import io.smallrye.mutiny.Uni;

/** A channel that can carry a message to the customer. */
public interface SendsMessages extends ChannelAdapter {

    /** How much this account may send; its type's limits where the provider knows no other. */
    default SendingLimits sendingLimits(ChannelAccount account) {
        return SendingLimits.of(descriptor().limits());
    }

    /**
     * Makes one attempt. The dispatcher alone retries: an adapter repeats a call only where its card says that the first one
     * certainly did nothing. A refusal is an item; only a bug is a failure. Messages of one conversation are never sent at once.
     */
    Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account);
}
