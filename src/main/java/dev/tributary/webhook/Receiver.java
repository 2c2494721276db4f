package dev.tributary.webhook;

import dev.tributary.channel.PostsEvents;
import dev.tributary.channel.ThreadKey;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A subscription as the feed sees it.
 *
 * @param channel present for the other side of a channel, which hears of its own account alone
 * @param active a disabled one gets no deliveries sent, but they are kept for a replay
 * @param afterSeq changes up to this number are older than the subscription
 */
record Receiver(UUID id, Optional<Channel> channel, Set<String> events, boolean active, long afterSeq) {

    Receiver {
        events = Set.copyOf(events);
    }

    record Channel(UUID accountId, PostsEvents adapter) {}

    /** Whether it is told of an event of this type about this account's conversations. */
    boolean wants(EventType type, UUID accountId) {
        return channel.map(own -> own.accountId().equals(accountId)).orElse(true) && events.contains(type.word());
    }

    /** Whether it is told of a message; answers reach the other side of a channel by the channel itself, not by the feed. */
    boolean wantsCreated(String direction, UUID accountId) {
        boolean customers = direction.equals("inbound");
        if (channel.isEmpty()) {
            return events.contains(EventType.MESSAGE_CREATED.word()) || (customers && events.contains(EventType.INBOUND_COPY));
        }
        return channel.get().accountId().equals(accountId) && customers && events.contains(EventType.INBOUND_COPY);
    }

    /** The receiver's own name of a thread, where it gave one. */
    Optional<String> threadId(String threadKey) {
        return channel.flatMap(own -> own.adapter().externalThreadId(new ThreadKey(threadKey)));
    }
}
