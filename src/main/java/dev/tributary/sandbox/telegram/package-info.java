/**
 * A Telegram of our own: the part of the Bot API that Tributary uses, with its checks, errors and pauses, and webhooks that are
 * delivered, signed, retried and kept in order per chat as Telegram does it.
 *
 * <p>Bots, their webhooks and their chats survive a restart; messages and files do not and are bounded. Ids count on from the time
 * of the start, so that an id is never given twice.
 */
package dev.tributary.sandbox.telegram;
