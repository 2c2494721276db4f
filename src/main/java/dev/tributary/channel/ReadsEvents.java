package dev.tributary.channel;

import java.util.List;

/** A channel that events come in on, by a webhook ({@link ReceivesWebhooks}) or by a door of our own. */
public interface ReadsEvents extends ChannelAdapter {

    /**
     * What the raw event means, in our words. Pure: no I/O, no clock, no bean state, so that replay and golden tests see what
     * the first reading saw. One body may hold many events, or none. What is not known becomes
     * {@link InboundEvent.Unsupported} or {@link Content.Unsupported}; a body that cannot be read at all throws
     * {@link UnreadableEventException}.
     */
    List<InboundEvent> read(RawEvent raw);
}
