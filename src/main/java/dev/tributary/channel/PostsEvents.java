package dev.tributary.channel;

import dev.tributary.platform.webhook.WebhookKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A channel whose other side is a program that also wants to hear of what happens to its conversations here, by signed
 * webhooks. Messages of ours still leave by {@link SendsMessages}. Pure.
 */
public interface PostsEvents extends ChannelAdapter {

    /** Where to, signed how, and which events; empty where the account names no receiver. */
    Optional<EventReceiver> receiver(ChannelAccount account, Instant now);

    /** The other side's own name of a thread, where it gave one. */
    Optional<String> externalThreadId(ThreadKey thread);

    /** @param keys the newest first; all of them sign */
    record EventReceiver(String url, List<WebhookKey> keys, Set<String> events) {
        public EventReceiver {
            keys = List.copyOf(keys);
            events = Set.copyOf(events);
        }
    }
}
