/**
 * {@code API}: our own protocol, for any system without an adapter. Events come in as JSON with a token or a signature by the
 * Standard Webhooks specification; messages leave as signed webhooks.
 *
 * <p>Keys: a sender is the caller's {@code contact.external_id}; a thread is {@code thread:<thread_id>}, or
 * {@code contact:<external_id>} where the caller names none; a message is the caller's {@code external_message_id}, and of our
 * own messages the message id besides what the receiver answers.
 *
 * <p>Limits: bodies of 1 MiB, 100 events each, inline files of 700 kB, text of 64 kB. There is no reply window and there are
 * no templates. Content that is not known is kept as unsupported.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
package dev.tributary.adapter.api;
