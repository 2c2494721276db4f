package dev.tributary.channel;

import io.smallrye.mutiny.Uni;

/** A channel whose provider waits for a call of ours after an event (a pressed button stops spinning). Best effort: nothing is retried. */
public interface AcknowledgesEvents extends ChannelAdapter {
    Uni<Void> acknowledge(String acknowledgement, ChannelAccount account);
}
