/**
 * The routes of the {@code API} channel, {@code /api/v1/channels/{channel_id}/…}: posting events, uploading files, pinging,
 * registering the webhook; and the links by which receivers fetch files.
 *
 * <p>Events take the way of every other channel: verified, journalled, committed, then applied. What is special here is the
 * answer, which says of each event what became of it. Errors have the shape of this protocol,
 * {@code {"error": {"code", "field", "text"}}}. May use {@code inbound}, {@code conversation} and the rooms below them.
 */
package dev.tributary.apichannel;
