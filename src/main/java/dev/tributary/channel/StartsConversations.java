package dev.tributary.channel;

import io.smallrye.mutiny.Uni;

/** A channel on which we may write first: to an address an agent types (a broadcast channel, a number, a mail address). */
public interface StartsConversations extends ChannelAdapter {

    Uni<Started> start(String address, ChannelAccount account);

    sealed interface Started {
        record Thread(Sender with, InboundEvent.Thread thread) implements Started {}

        record Refused(ChannelProblem problem) implements Started {}
    }
}
