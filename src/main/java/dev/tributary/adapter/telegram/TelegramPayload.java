package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.tributary.channel.UnreadableEventException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Telegram's JSON as records: the members that we read, under Telegram's names. What Telegram adds later lands in
 * {@code others}, so that a new kind of message can be told from an empty one.
 */
@RegisterForReflection(ignoreNested = false)
final class TelegramPayload {

    static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private TelegramPayload() {}

    static Update update(byte[] body) {
        return read(body, Update.class);
    }

    static Answer answer(byte[] body) {
        return read(body, Answer.class);
    }

    private static <T> T read(byte[] body, Class<T> type) {
        try {
            T value = JSON.readValue(body, type);
            if (value == null) {
                throw new UnreadableEventException("the body is the JSON null");
            }
            return value;
        } catch (IOException failure) {
            throw new UnreadableEventException("not a Telegram " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT), failure);
        }
    }

    /** One POST; at most one of the members beside the id is set. */
    record Update(
            @JsonProperty(required = true) long updateId,
            Optional<Message> message,
            Optional<Message> editedMessage,
            Optional<Message> channelPost,
            Optional<Message> editedChannelPost,
            Optional<CallbackQuery> callbackQuery,
            Optional<MessageReaction> messageReaction,
            Optional<ChatMemberUpdated> myChatMember,
            Optional<PollAnswer> pollAnswer,
            Optional<BusinessConnection> businessConnection,
            Optional<Message> businessMessage,
            Optional<Message> editedBusinessMessage,
            Optional<DeletedBusinessMessages> deletedBusinessMessages,
            @JsonAnySetter Map<String, JsonNode> others) {

        Update {
            others = others == null ? Map.of() : others;
        }
    }

    record Message(
            @JsonProperty(required = true) long messageId,
            @JsonProperty(required = true) Chat chat,
            long date,
            Optional<Long> editDate,
            Optional<User> from,
            Optional<Chat> senderChat,
            Optional<Long> messageThreadId,
            Optional<Boolean> isTopicMessage,
            Optional<String> businessConnectionId,
            Optional<Message> replyToMessage,
            Optional<ExternalReply> externalReply,
            Optional<Quote> quote,
            Optional<ForwardOrigin> forwardOrigin,
            Optional<Long> migrateToChatId,
            Optional<Long> migrateFromChatId,
            Optional<TopicCreated> forumTopicCreated,
            Optional<Keyboard> replyMarkup,
            Optional<String> text,
            Optional<String> caption,
            List<PhotoSize> photo,
            Optional<Media> video,
            Optional<Media> videoNote,
            Optional<Media> voice,
            Optional<Media> audio,
            Optional<Media> document,
            Optional<Media> animation,
            Optional<Sticker> sticker,
            Optional<Location> location,
            Optional<Venue> venue,
            Optional<Contact> contact,
            Optional<Poll> poll,
            Optional<Dice> dice,
            @JsonAnySetter Map<String, JsonNode> others) {

        Message {
            photo = photo == null ? List.of() : photo;
            others = others == null ? Map.of() : new LinkedHashMap<>(others);
        }
    }

    record User(
            @JsonProperty(required = true) long id,
            Optional<Boolean> isBot,
            Optional<String> firstName,
            Optional<String> lastName,
            Optional<String> username,
            Optional<String> languageCode) {}

    record Chat(
            @JsonProperty(required = true) long id,
            Optional<String> type,
            Optional<String> title,
            Optional<String> username,
            Optional<String> firstName,
            Optional<String> lastName) {

        boolean isPrivate() {
            return type.filter("private"::equals).isPresent();
        }

        boolean isGroup() {
            return type.filter(name -> name.equals("group") || name.equals("supergroup")).isPresent();
        }

        boolean isChannel() {
            return type.filter("channel"::equals).isPresent();
        }
    }

    /** A reply to a message of another chat, which we do not have. */
    record ExternalReply(Optional<ForwardOrigin> origin) {}

    record Quote(Optional<String> text) {}

    record ForwardOrigin(
            Optional<String> type, Optional<User> senderUser, Optional<String> senderUserName, Optional<Chat> senderChat, Optional<Chat> chat) {}

    record TopicCreated(Optional<String> name) {}

    record Keyboard(List<List<Button>> inlineKeyboard) {
        Keyboard {
            inlineKeyboard = inlineKeyboard == null ? List.of() : inlineKeyboard;
        }
    }

    record Button(Optional<String> text, Optional<String> callbackData) {}

    record PhotoSize(@JsonProperty(required = true) String fileId, Optional<Long> fileSize) {}

    /** Video, video note, voice, audio, document and animation share these members. */
    record Media(
            @JsonProperty(required = true) String fileId,
            Optional<String> fileName,
            Optional<String> mimeType,
            Optional<Long> fileSize) {}

    record Sticker(
            @JsonProperty(required = true) String fileId,
            boolean isAnimated,
            boolean isVideo,
            Optional<String> emoji,
            Optional<Long> fileSize,
            Optional<PhotoSize> thumbnail) {}

    record Location(@JsonProperty(required = true) double latitude, @JsonProperty(required = true) double longitude) {}

    record Venue(@JsonProperty(required = true) Location location, Optional<String> title, Optional<String> address) {}

    record Contact(
            Optional<String> phoneNumber,
            Optional<String> firstName,
            Optional<String> lastName,
            Optional<Long> userId,
            Optional<String> vcard) {}

    record Poll(Optional<String> question, List<PollOption> options) {
        Poll {
            options = options == null ? List.of() : options;
        }
    }

    record PollOption(Optional<String> text, int voterCount) {}

    record Dice(Optional<String> emoji, int value) {}

    record CallbackQuery(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) User from,
            Optional<Message> message,
            Optional<String> data,
            Optional<String> gameShortName) {}

    record MessageReaction(
            @JsonProperty(required = true) Chat chat,
            @JsonProperty(required = true) long messageId,
            long date,
            Optional<User> user,
            Optional<Chat> actorChat,
            List<ReactionType> newReaction) {

        MessageReaction {
            newReaction = newReaction == null ? List.of() : newReaction;
        }
    }

    record ReactionType(Optional<String> type, Optional<String> emoji) {}

    record ChatMemberUpdated(
            @JsonProperty(required = true) Chat chat,
            @JsonProperty(required = true) User from,
            long date,
            @JsonProperty(required = true) ChatMember newChatMember) {}

    record ChatMember(Optional<String> status) {}

    record PollAnswer(@JsonProperty(required = true) String pollId, Optional<User> user, List<Integer> optionIds) {
        PollAnswer {
            optionIds = optionIds == null ? List.of() : optionIds;
        }
    }

    record BusinessConnection(@JsonProperty(required = true) String id, Optional<User> user, long date, boolean isEnabled, Optional<Rights> rights) {}

    record Rights(boolean canReply, boolean canReadMessages) {}

    record DeletedBusinessMessages(
            @JsonProperty(required = true) String businessConnectionId,
            @JsonProperty(required = true) Chat chat,
            List<Long> messageIds) {

        DeletedBusinessMessages {
            messageIds = messageIds == null ? List.of() : messageIds;
        }
    }

    /** What every call is answered with; {@code result} is the method's own. */
    record Answer(
            @JsonProperty(required = true) boolean ok,
            Optional<JsonNode> result,
            Optional<Integer> errorCode,
            Optional<String> description,
            Optional<Parameters> parameters) {}

    record Parameters(Optional<Long> retryAfter, Optional<Long> migrateToChatId) {}
}
