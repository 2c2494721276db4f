package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** A channel on which we can react to a message. */
public interface SendsReactions extends ChannelAdapter {

    /**
     * @param recipient the provider's id of the person whose thread it is
     * @param target the message that is reacted to
     * @param isOurs whether that message is one of ours
     * @param emoji empty takes our reaction back
     */
    record Given(ThreadKey thread, String recipient, ProviderMessageId target, boolean isOurs, Optional<String> emoji) {}

    /** Empty where the provider took it; else why not. Not tried again. */
    Uni<Optional<ChannelProblem>> react(Given reaction, ChannelAccount account);
}
