package dev.tributary.channel;

import io.smallrye.mutiny.Uni;

/** A channel that can show the customer that an agent is writing. Best effort: nothing is retried. */
public interface SendsTyping extends ChannelAdapter {
    Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account);
}
