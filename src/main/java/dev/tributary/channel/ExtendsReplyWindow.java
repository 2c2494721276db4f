package dev.tributary.channel;

import java.time.Duration;

/**
 * A channel on which a person, and nobody else, may still answer for a while after its reply window has closed: where the account was
 * given that right, which its flag {@value #RIGHT} says.
 */
public interface ExtendsReplyWindow extends ChannelAdapter {

    String RIGHT = "human_agent_enabled";

    /** From the customer's last message. */
    Duration humanWindow();
}
