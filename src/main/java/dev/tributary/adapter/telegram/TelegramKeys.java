package dev.tributary.adapter.telegram;

import dev.tributary.adapter.telegram.TelegramPayload.Message;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ThreadKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that this adapter stores. Their format is part of the data: changing one is a migration.
 *
 * <p>A message id of Telegram is unique only inside its chat, so the chat is part of ours; a business account's chats are
 * apart from the bot's own, so its connection is too.
 */
final class TelegramKeys {

    private static final Pattern THREAD = Pattern.compile("(?:bc:([^:]{1,200}):)?(-?\\d{1,18}|@\\w{1,64})(?::(\\d{1,18}))?");
    private static final Pattern MESSAGE = Pattern.compile("(?!callback:|poll:).*:(\\d{1,18})");

    private TelegramKeys() {}

    /** Where a message goes: what Telegram wants to know of a thread. */
    record Address(String chatId, Optional<Long> topic, Optional<String> businessConnection) {

        Address movedTo(long chat) {
            return new Address(Long.toString(chat), topic, businessConnection);
        }

        Address withoutTopic() {
            return new Address(chatId, Optional.empty(), businessConnection);
        }

        ThreadKey thread() {
            return new ThreadKey(chat(businessConnection, chatId) + topic.map(id -> ":" + id).orElse(""));
        }
    }

    static ThreadKey thread(Message message) {
        Optional<Long> topic = message.messageThreadId()
                .filter(id -> message.chat().isGroup() && message.isTopicMessage().orElse(false));
        return new Address(Long.toString(message.chat().id()), topic, message.businessConnectionId()).thread();
    }

    static ThreadKey thread(long chat) {
        return new ThreadKey(Long.toString(chat));
    }

    static ProviderMessageId message(Message message) {
        return message(message.businessConnectionId(), message.chat().id(), message.messageId());
    }

    static ProviderMessageId message(Optional<String> businessConnection, long chat, long message) {
        return new ProviderMessageId(chat(businessConnection, Long.toString(chat)) + ":" + message);
    }

    static ProviderMessageId callback(String queryId) {
        return new ProviderMessageId("callback:" + queryId);
    }

    /** Votes name the poll alone: not the message that it was sent with. */
    static ProviderMessageId poll(String pollId) {
        return new ProviderMessageId("poll:" + pollId);
    }

    static ProviderMessageId vote(String pollId, long update) {
        return new ProviderMessageId(poll(pollId).value() + ":" + update);
    }

    private static String chat(Optional<String> businessConnection, String chat) {
        return businessConnection.map(id -> "bc:" + id + ":").orElse("") + chat;
    }

    static Address address(ThreadKey thread) {
        Matcher parts = THREAD.matcher(thread.value());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a Telegram thread key");
        }
        return new Address(parts.group(2), Optional.ofNullable(parts.group(3)).map(Long::valueOf), Optional.ofNullable(parts.group(1)));
    }

    /** Telegram's number of a message; empty for what is no message there (a pressed button, a vote). */
    static Optional<Long> messageNumber(ProviderMessageId id) {
        Matcher parts = MESSAGE.matcher(id.value());
        return parts.matches() ? Optional.of(Long.valueOf(parts.group(1))) : Optional.empty();
    }
}
