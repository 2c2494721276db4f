package dev.tributary.platform.webhook;

import java.util.UUID;

/**
 * A webhook left outside the webhook room: an adapter carried a chat message, or tested the receiver. Fired as a CDI event so
 * that it appears in the receiver's delivery log; no message's state depends on it.
 *
 * @param lane the conversation, or the account for a test
 */
public record WebhookAttempted(
        UUID organizationId,
        UUID channelAccountId,
        UUID lane,
        String webhookId,
        String eventType,
        byte[] body,
        WebhookAnswer answer) {}
