package dev.tributary.channel;

import java.util.Optional;

/**
 * A channel account with what is needed to serve it.
 *
 * @param active the account's own switch
 * @param channelsEnabled the organization's switch over all of its channels
 * @param reopenDays how long after it was resolved a conversation is reopened by a new message
 * @param signedOut the provider refuses the credentials: what is to be sent waits until somebody has mended them
 * @param disabled why nothing may be sent to the system on the other side, where that is so
 */
public record LiveAccount(
        ChannelAccount account,
        ChannelAdapter adapter,
        boolean active,
        boolean channelsEnabled,
        int reopenDays,
        boolean signedOut,
        Optional<ChannelProblem.ReceiverDisabled> disabled) {

    /** Whether traffic is taken in and sent. */
    public boolean open() {
        return active && channelsEnabled;
    }
}
