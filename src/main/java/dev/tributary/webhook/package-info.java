/**
 * Tells other programs what happens: subscriptions, and the delivery of events to them as signed webhooks.
 *
 * <p>{@link dev.tributary.webhook.EventFeed} turns the change feed into rows of {@code webhook_delivery}, once each, and
 * {@link dev.tributary.webhook.DeliveryDispatcher} sends them: in order within a conversation, several conversations at a
 * time, again and again by the schedule, until the receiver has taken them or is given up. The rows are also the log from
 * which a person replays. May use {@code conversation} and the rooms below it.
 */
package dev.tributary.webhook;
