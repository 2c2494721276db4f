package dev.tributary.platform.webhook;

import java.util.UUID;

/**
 * A webhook left outside the webhook room: an adapter carried a chat message. Fired as a CDI event so that it appears in the
 * endpoint's delivery log; the message's own state never depends on it.
 */
public record WebhookAttempted(
        UUID organizationId,
        UUID channelAccountId,
        UUID conversationId,
        UUID messageId,
        String webhookId,
        String eventType,
        byte[] body,
        int attempt,
        WebhookAnswer answer) {}
