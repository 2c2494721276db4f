package dev.tributary.adapter.telegram;

import dev.tributary.adapter.telegram.TelegramPayload.BusinessConnection;
import dev.tributary.adapter.telegram.TelegramPayload.Button;
import dev.tributary.adapter.telegram.TelegramPayload.CallbackQuery;
import dev.tributary.adapter.telegram.TelegramPayload.Chat;
import dev.tributary.adapter.telegram.TelegramPayload.ChatMemberUpdated;
import dev.tributary.adapter.telegram.TelegramPayload.DeletedBusinessMessages;
import dev.tributary.adapter.telegram.TelegramPayload.Message;
import dev.tributary.adapter.telegram.TelegramPayload.MessageReaction;
import dev.tributary.adapter.telegram.TelegramPayload.PollAnswer;
import dev.tributary.adapter.telegram.TelegramPayload.ReactionType;
import dev.tributary.adapter.telegram.TelegramPayload.TopicCreated;
import dev.tributary.adapter.telegram.TelegramPayload.Update;
import dev.tributary.adapter.telegram.TelegramPayload.User;
import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent.AccountTold;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.channel.InboundEvent.MessageDeleted;
import dev.tributary.channel.InboundEvent.MessageEdited;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.InboundEvent.ThreadMoved;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.UnreadableEventException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One update, read: bytes in, events out. Pure. */
final class TelegramInbound {

    /** {@code /start <payload>}, as a {@code t.me/bot?start=<payload>} link sends it. */
    private static final Pattern DEEP_LINK = Pattern.compile("/start(?:@\\w{1,64})?\\s+([A-Za-z0-9_-]{1,64})");

    private final RawEvent raw;
    private final Update update;
    private final boolean acceptsGroups;

    private TelegramInbound(RawEvent raw) {
        this.raw = raw;
        this.update = TelegramPayload.update(raw.body());
        this.acceptsGroups = raw.settings().flag(TelegramSettings.ACCEPT_GROUPS);
    }

    static List<InboundEvent> read(RawEvent raw) {
        return new TelegramInbound(raw).events();
    }

    private List<InboundEvent> events() {
        return Stream.of(
                        update.message().map(this::received).map(List::of),
                        update.businessMessage().map(this::received).map(List::of),
                        update.editedMessage().map(this::edited).map(List::of),
                        update.editedBusinessMessage().map(this::edited).map(List::of),
                        update.callbackQuery().map(this::pressed).map(List::of),
                        update.messageReaction().map(this::reacted).map(List::of),
                        update.myChatMember().map(this::membership).map(List::of),
                        update.pollAnswer().map(this::voted).map(List::of),
                        update.deletedBusinessMessages().map(this::deleted),
                        update.businessConnection().map(this::connected).map(List::of),
                        update.channelPost().map(_ -> ignored("channel_post")),
                        update.editedChannelPost().map(_ -> ignored("edited_channel_post")))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> ignored(update.others().keySet().stream().findFirst().orElse("empty_update")));
    }

    private InboundEvent received(Message message) {
        return moved(message)
                .or(() -> reasonToIgnore(message).map(this::unsupported))
                .orElseGet(() -> message(message));
    }

    private InboundEvent message(Message message) {
        boolean elsewhere = writtenByUs(message);
        return new MessageReceived(
                key(),
                Instant.ofEpochSecond(message.date()),
                elsewhere ? customerOf(message.chat()) : sender(message),
                thread(message),
                TelegramKeys.message(message),
                TelegramContent.of(message),
                elsewhere ? Origin.ELSEWHERE : Origin.CUSTOMER,
                repliedTo(message),
                Optional.empty());
    }

    private InboundEvent edited(Message message) {
        return reasonToIgnore(message)
                .map(this::unsupported)
                .orElseGet(() -> new MessageEdited(
                        key(),
                        Instant.ofEpochSecond(message.editDate().orElse(message.date())),
                        TelegramKeys.message(message),
                        TelegramContent.of(message)));
    }

    /** Both sides of the move are told to us: the old group says where to, the new one where from. */
    private Optional<InboundEvent> moved(Message message) {
        long chat = message.chat().id();
        Instant at = Instant.ofEpochSecond(message.date());
        return message.migrateToChatId()
                .map(to -> (InboundEvent) new ThreadMoved(key(), at, TelegramKeys.thread(chat), TelegramKeys.thread(to)))
                .or(() -> message.migrateFromChatId()
                        .map(from -> new ThreadMoved(key(), at, TelegramKeys.thread(from), TelegramKeys.thread(chat))));
    }

    private Optional<String> reasonToIgnore(Message message) {
        if (message.chat().isGroup() && !acceptsGroups) {
            return Optional.of("groups_off");
        }
        if (message.chat().isChannel()) {
            return Optional.of("channel_post");
        }
        // an anonymous administrator comes as a fake bot beside the chat that really speaks
        boolean bot = message.senderChat().isEmpty() && message.from().flatMap(User::isBot).orElse(false);
        if (bot && message.businessConnectionId().isEmpty()) {
            return Optional.of("sent_by_a_bot");
        }
        return TelegramContent.isService(message) ? Optional.of("service_message") : Optional.empty();
    }

    /** In a business chat the owner of the account writes too, from a phone of theirs. */
    private static boolean writtenByUs(Message message) {
        return message.businessConnectionId().isPresent()
                && message.from().map(User::id).filter(id -> id == message.chat().id()).isEmpty();
    }

    private InboundEvent pressed(CallbackQuery query) {
        Optional<Message> message = query.message();
        if (message.map(Message::chat).filter(chat -> chat.isGroup() && !acceptsGroups).isPresent()) {
            return unsupported("groups_off");
        }
        String payload = query.data().or(query::gameShortName).orElse("");
        return new MessageReceived(
                key(),
                raw.receivedAt(),
                sender(query.from(), Optional.empty()),
                message.map(this::thread).orElseGet(() -> InboundEvent.Thread.of(Long.toString(query.from().id()))),
                TelegramKeys.callback(query.id()),
                new Content.Postback(payload, message.flatMap(pressed -> label(pressed, payload)).orElse(payload)),
                Origin.CUSTOMER,
                message.map(TelegramKeys::message),
                Optional.of(query.id()));
    }

    private static Optional<String> label(Message message, String payload) {
        return message.replyMarkup().stream()
                .flatMap(keyboard -> keyboard.inlineKeyboard().stream())
                .flatMap(List::stream)
                .filter(button -> button.callbackData().filter(payload::equals).isPresent())
                .map(Button::text)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private InboundEvent reacted(MessageReaction reaction) {
        if (reaction.chat().isGroup() && !acceptsGroups) {
            return unsupported("groups_off");
        }
        Sender from = reaction.user().map(user -> sender(user, Optional.empty()))
                .or(() -> reaction.actorChat().map(TelegramInbound::customerOf))
                .orElseThrow(() -> new UnreadableEventException("a reaction without an author"));
        return new Reaction(
                key(),
                Instant.ofEpochSecond(reaction.date()),
                TelegramKeys.message(Optional.empty(), reaction.chat().id(), reaction.messageId()),
                from,
                new Reaction.Change.Set(reaction.newReaction().stream().map(TelegramInbound::emoji).toList()));
    }

    /** Custom emojis are pictures of a sticker set and paid ones are stars: each has a stand-in. */
    private static String emoji(ReactionType reaction) {
        return reaction.emoji().orElseGet(() -> reaction.type().filter("paid"::equals).isPresent() ? "⭐" : "✨");
    }

    private InboundEvent membership(ChatMemberUpdated change) {
        String status = change.newChatMember().status().orElse("unknown");
        if (!change.chat().isPrivate()) {
            return unsupported("bot_is_now_" + status);
        }
        return switch (status) {
            case "kicked" -> contactChanged(change, ContactChanged.Change.BLOCKED);
            case "member" -> contactChanged(change, ContactChanged.Change.UNBLOCKED);
            default -> unsupported("bot_is_now_" + status);
        };
    }

    private InboundEvent contactChanged(ChatMemberUpdated update, ContactChanged.Change change) {
        return new ContactChanged(key(), Instant.ofEpochSecond(update.date()), sender(update.from(), Optional.empty()), change);
    }

    /** Names no chat, only the poll: it is filed with the person who voted, and answers the message that the poll came with. */
    private InboundEvent voted(PollAnswer answer) {
        if (answer.user().isEmpty()) {
            return unsupported("anonymous_poll_answer");
        }
        User voter = answer.user().get();
        String options = answer.optionIds().stream().map(id -> Integer.toString(id + 1)).collect(Collectors.joining(", "));
        String label = options.isEmpty() ? "Took back a vote" : "Voted for option " + options;
        return new MessageReceived(
                key(),
                raw.receivedAt(),
                sender(voter, Optional.empty()),
                InboundEvent.Thread.of(Long.toString(voter.id())),
                TelegramKeys.vote(answer.pollId(), update.updateId()),
                new Content.Postback("poll:" + answer.pollId() + ":" + options.replace(", ", ","), label),
                Origin.CUSTOMER,
                Optional.of(TelegramKeys.poll(answer.pollId())),
                Optional.empty());
    }

    private InboundEvent connected(BusinessConnection connection) {
        return new AccountTold(
                key(), Instant.ofEpochSecond(connection.date()), TelegramSettings.BUSINESS_CONNECTIONS, connection.id(), TelegramBusiness.kept(connection));
    }

    private List<InboundEvent> deleted(DeletedBusinessMessages deletion) {
        return deletion.messageIds().stream()
                .map(id -> (InboundEvent) new MessageDeleted(
                        new EventKey(key().value() + ":" + id),
                        raw.receivedAt(),
                        TelegramKeys.message(Optional.of(deletion.businessConnectionId()), deletion.chat().id(), id)))
                .toList();
    }

    private InboundEvent.Thread thread(Message message) {
        Optional<String> topic = message.replyToMessage().flatMap(Message::forumTopicCreated).flatMap(TopicCreated::name);
        Optional<String> group = message.chat().isGroup() ? message.chat().title() : Optional.empty();
        return new InboundEvent.Thread(TelegramKeys.thread(message), group, topic, deepLink(message));
    }

    private static Map<String, String> deepLink(Message message) {
        return message.text().map(DEEP_LINK::matcher).filter(Matcher::matches)
                .map(link -> Map.of("deep_link", link.group(1)))
                .orElse(Map.of());
    }

    /** Every message in a forum topic "replies" to the notice that opened the topic; that is no reply. */
    private static Optional<ProviderMessageId> repliedTo(Message message) {
        return message.replyToMessage()
                .filter(original -> original.forumTopicCreated().isEmpty())
                .map(original -> TelegramKeys.message(message.businessConnectionId(), message.chat().id(), original.messageId()));
    }

    private static Sender sender(Message message) {
        return message.senderChat().map(TelegramInbound::customerOf)
                .or(() -> message.from().map(user -> sender(user, ownPhone(message, user))))
                .orElseThrow(() -> new UnreadableEventException("a message without a sender"));
    }

    /** A shared contact card that shows its sender carries the number that Telegram verified. */
    private static Optional<String> ownPhone(Message message, User from) {
        return message.contact()
                .filter(card -> card.userId().filter(id -> id == from.id()).isPresent())
                .flatMap(TelegramPayload.Contact::phoneNumber)
                .map(TelegramNames::phone);
    }

    private static Sender sender(User user, Optional<String> phone) {
        String id = Long.toString(user.id());
        MediaRef avatar = new MediaRef(
                ContentKind.IMAGE, TelegramMedia.avatar(user.id()), Optional.of("avatar.jpg"), Optional.of("image/jpeg"), Optional.empty());
        return new Sender(id, TelegramNames.of(user), user.username(), phone, Optional.empty(), Optional.of(avatar), user.languageCode(), user.isBot().orElse(false) ? Map.of("is_bot", "true") : Map.of());
    }

    private static Sender customerOf(Chat chat) {
        return new Sender(
                Long.toString(chat.id()), TelegramNames.of(chat), chat.username(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** Telegram counts updates per bot, and an account can be given another bot. */
    private EventKey key() {
        return new EventKey(raw.settings().text(TelegramSettings.BOT_ID).orElse("bot") + ":" + update.updateId());
    }

    private List<InboundEvent> ignored(String reason) {
        return List.of(unsupported(reason));
    }

    private InboundEvent unsupported(String reason) {
        return new Unsupported(key(), raw.receivedAt(), reason);
    }
}
