package dev.tributary.conversation;

import dev.tributary.channel.AdapterRegistry;
import dev.tributary.conversation.ConversationView.ReplyWindow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a customer's message lets us answer freely, where the channel has such a rule. */
@ApplicationScoped
public class ReplyWindows {

    private final AdapterRegistry adapters;
    private final Clock clock;

    ReplyWindows(AdapterRegistry adapters, Clock clock) {
        this.adapters = adapters;
        this.clock = clock;
    }

    /**
     * The window of a conversation now; empty where the channel has none.
     *
     * @param lastInboundAt null where the customer never wrote
     */
    public Optional<ReplyWindow> of(String channelType, Instant lastInboundAt) {
        return length(channelType).map(length -> {
            Instant closesAt = lastInboundAt == null ? null : lastInboundAt.plus(length);
            return new ReplyWindow(closesAt != null && clock.instant().isBefore(closesAt), closesAt);
        });
    }

    Optional<Duration> length(String channelType) {
        return adapters.find(channelType).flatMap(adapter -> adapter.descriptor().replyWindow());
    }
}
