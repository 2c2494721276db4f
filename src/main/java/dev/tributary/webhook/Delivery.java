package dev.tributary.webhook;

import java.util.Optional;
import java.util.UUID;

/**
 * A delivery that this process has claimed.
 *
 * @param tries attempts since it was queued or replayed, this one included
 * @param url where to; empty for the other side of a channel, whose settings say so
 */
record Delivery(
        UUID id,
        UUID organizationId,
        UUID subscriptionId,
        Optional<UUID> channelAccountId,
        String webhookId,
        byte[] body,
        int attempts,
        int tries,
        Optional<String> url,
        SealedSecrets secrets) {}
