/**
 * Telegram, by the Bot API ({@code https://core.telegram.org/bots/api}, version 10.1).
 *
 * <p>In: an update per webhook call, proven by the secret that was given to {@code setWebhook}; nothing is signed. Where Telegram
 * refuses our address, {@code getUpdates} is asked instead. Out: one
 * call per message, album or piece of long text. Media are fetched with {@code getFile} and uploaded as multipart.
 *
 * <p>Limits: 4096 characters of text (longer text is sent in pieces), 1024 beside a file, 20 MB in, 50 MB out, 64 bytes behind
 * a button, 30 messages a second per bot. Telegram reports neither delivery nor reading, and no bot can write to a person first.
 *
 * <p>Quirks worth knowing: message ids count per chat; an anonymous administrator looks like a bot; an animation is a document
 * too; a group that grows gets another id; every message of a forum topic "replies" to the topic's first notice; a forwarded
 * text is filed with a line that names whom it is from. A button's id of more than 64 bytes
 * travels as a key ({@link dev.tributary.channel.ButtonKey}). Business accounts for which the bot answers are told by an update and kept
 * with the channel account: an answer leaves by the account in which the customer wrote, while that lets the bot reply.
 *
 * <p>Not supported: payments, games, inline mode, stories. What comes in of
 * these is filed as "unsupported message".
 */
package dev.tributary.adapter.telegram;
