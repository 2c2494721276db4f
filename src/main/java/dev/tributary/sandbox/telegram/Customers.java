package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Control.Refusal;
import dev.tributary.sandbox.telegram.FakeFiles.Stored;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What customers do in the fake: each act becomes the update that Telegram would send. */
@ApplicationScoped
class Customers {

    private final FakeTelegram telegram;
    private final UpdateDelivery delivery;
    private final Clock clock;

    Customers(FakeTelegram telegram, UpdateDelivery delivery, Clock clock) {
        this.telegram = telegram;
        this.delivery = delivery;
        this.clock = clock;
    }

    FakeChat open(FakeBot bot, JsonObject wish) {
        FakeChat chat = bot.open(wish);
        if (wish.containsKey("picture")) {
            show(bot, chat, wish.getJsonObject("picture"));
        }
        telegram.save();
        return chat;
    }

    /** The person shows a profile picture: the file that is given, or a sample. */
    JsonObject show(FakeBot bot, FakeChat chat, JsonObject picture) {
        chat.picture(file(bot, "photo", picture).id());
        return chat.json();
    }

    /** Sends a message of any kind; {@code kind} is Telegram's name of it, {@code text} where none is given. */
    JsonObject write(FakeBot bot, FakeChat chat, JsonObject wish) {
        JsonObject message = stamp(bot, chat, wish);
        String kind = wish.getString("kind", "text");
        message.mergeIn(content(bot, kind, wish));
        if (wish.containsKey("caption")) {
            message.put("caption", wish.getString("caption"));
        }
        if (wish.containsKey("reply_to")) {
            message.put("reply_to_message", quoted(chat, wish.getLong("reply_to")));
        }
        chat.add(message);
        return update(bot, chat, chat.isChannel() ? "channel_post" : "message", message.copy());
    }

    private JsonObject content(FakeBot bot, String kind, JsonObject wish) {
        return switch (kind) {
            case "text" -> text(wish);
            case "photo", "document", "voice", "audio", "video", "animation", "sticker", "video_note" ->
                    new JsonObject().put(kind, BotMedia.describe(kind, file(bot, kind, wish.getJsonObject("file", new JsonObject()))));
            case "location" -> new JsonObject().put("location", place(wish));
            case "venue" -> new JsonObject().put("location", place(wish)).put("venue", new JsonObject()
                    .put("location", place(wish))
                    .put("title", wish.getString("title", "Tour Eiffel"))
                    .put("address", wish.getString("address", "Champ de Mars, Paris")));
            case "contact" -> new JsonObject().put("contact", card(wish));
            case "poll" -> new JsonObject().put("poll", FakePoll.of(bot, wish.getString("question", "Which day suits you?"), options(wish), wish.getBoolean("is_anonymous", false)));
            case "raw" -> wish.getJsonObject("content", new JsonObject()).copy();
            default -> throw new Refusal(400, "kind is text, photo, document, voice, audio, video, animation, sticker, video_note, location, venue, contact, poll or raw");
        };
    }

    private static JsonObject text(JsonObject wish) {
        String text = wish.getString("text", "");
        if (text.isBlank()) {
            throw new Refusal(400, "text is empty");
        }
        JsonObject content = new JsonObject().put("text", text);
        return text.startsWith("/")
                ? content.put("entities", new JsonArray().add(new JsonObject().put("offset", 0).put("length", text.split("\\s", 2)[0].length()).put("type", "bot_command")))
                : content;
    }

    /** What the customer picked; a sample where nothing was. */
    private static Stored file(FakeBot bot, String kind, JsonObject wish) {
        if (!wish.containsKey("base64")) {
            return Samples.of(kind, bot.files());
        }
        try {
            return bot.files().keep(
                    wish.getString("name", "file"),
                    wish.getString("content_type", "application/octet-stream"),
                    Buffer.buffer(Base64.getDecoder().decode(wish.getString("base64"))));
        } catch (IllegalArgumentException notBase64) {
            throw new Refusal(400, "file.base64 is not base64");
        }
    }

    private static JsonObject place(JsonObject wish) {
        return new JsonObject().put("latitude", wish.getDouble("latitude", 48.85837)).put("longitude", wish.getDouble("longitude", 2.294481));
    }

    private static List<String> options(JsonObject wish) {
        return wish.getJsonArray("options", new JsonArray().add("Monday").add("Tuesday")).stream().map(String::valueOf).toList();
    }

    private static JsonObject card(JsonObject wish) {
        JsonObject card = new JsonObject()
                .put("phone_number", wish.getString("phone_number", "+14155550123"))
                .put("first_name", wish.getString("first_name", "Ada"));
        return wish.containsKey("user_id") ? card.put("user_id", wish.getLong("user_id")) : card;
    }

    JsonObject edit(FakeBot bot, FakeChat chat, JsonObject wish) {
        JsonObject message = original(chat, wish.getLong("message_id", 0L));
        message.put(message.containsKey("text") ? "text" : "caption", wish.getString("text", "")).put("edit_date", now());
        return update(bot, chat, "edited_message", message.copy());
    }

    JsonObject react(FakeBot bot, FakeChat chat, JsonObject wish) {
        JsonObject message = original(chat, wish.getLong("message_id", 0L));
        JsonArray before = message.getJsonArray("customer_reaction", new JsonArray());
        String emoji = wish.getString("emoji", "");
        JsonArray after = new JsonArray();
        if (!emoji.isEmpty()) {
            after.add(new JsonObject().put("type", "emoji").put("emoji", emoji));
        }
        message.put("customer_reaction", after);
        return update(bot, chat, "message_reaction", new JsonObject()
                .put("chat", chat.chat())
                .put("message_id", message.getLong("message_id"))
                .put("user", chat.user())
                .put("date", now())
                .put("old_reaction", before)
                .put("new_reaction", after));
    }

    /** Presses a button below one of the bot's messages. */
    JsonObject press(FakeBot bot, FakeChat chat, JsonObject wish) {
        JsonObject message = original(chat, wish.getLong("message_id", 0L));
        return update(bot, chat, "callback_query", new JsonObject()
                .put("id", Long.toString(bot.nextNumber()))
                .put("from", chat.user())
                .put("message", message.copy())
                .put("chat_instance", Long.toString(-chat.id()))
                .put("data", wish.getString("callback_data", "")));
    }

    /** Votes in a poll of the bot's; one that is anonymous tells it nothing. */
    JsonObject vote(FakeBot bot, FakeChat chat, JsonObject wish) {
        JsonObject poll = original(chat, wish.getLong("message_id", 0L)).getJsonObject("poll");
        JsonObject answer = FakePoll.vote(poll, wish.getInteger("option", 0), chat.user());
        return poll.getBoolean("is_anonymous") ? new JsonObject() : update(bot, chat, "poll_answer", answer);
    }

    /** Blocks the bot, or takes it back; in a group, throws it out or adds it. */
    JsonObject block(FakeBot bot, FakeChat chat, boolean blocked) {
        chat.block(blocked);
        telegram.save();
        return update(bot, chat, "my_chat_member", new JsonObject()
                .put("chat", chat.chat())
                .put("from", chat.user())
                .put("date", now())
                .put("old_chat_member", new JsonObject().put("user", bot.user()).put("status", blocked ? "member" : "kicked"))
                .put("new_chat_member", new JsonObject().put("user", bot.user()).put("status", blocked ? "kicked" : "member")));
    }

    /** Any update at all. */
    JsonObject raw(FakeBot bot, JsonObject update) {
        JsonObject whole = new JsonObject().put("update_id", bot.nextNumber()).mergeIn(update);
        delivery.enqueue(bot, 0, whole);
        return whole;
    }

    private JsonObject update(FakeBot bot, FakeChat chat, String member, JsonObject content) {
        JsonObject update = new JsonObject().put("update_id", bot.nextNumber()).put(member, content);
        boolean wanted = !bot.webhook().isSet() || bot.webhook().wants(member);
        if (wanted) {
            delivery.enqueue(bot, chat.id(), update);
        }
        return update;
    }

    private JsonObject stamp(FakeBot bot, FakeChat chat, JsonObject wish) {
        JsonObject message = new JsonObject().put("message_id", bot.nextNumber());
        if (chat.isChannel()) {
            message.put("sender_chat", chat.chat());
        } else {
            message.put("from", wish.containsKey("from") ? FakeUsers.user(wish.getJsonObject("from"), bot.nextNumber()) : chat.user());
        }
        return message.put("chat", chat.chat()).put("date", now());
    }

    private static JsonObject original(FakeChat chat, long messageId) {
        return Optional.of(messageId).flatMap(chat::message).orElseThrow(() -> new Refusal(404, "there is no message " + messageId + " in this chat"));
    }

    /** As Telegram quotes it: without what that message answered in its turn. */
    private static JsonObject quoted(FakeChat chat, long messageId) {
        JsonObject quoted = original(chat, messageId).copy();
        quoted.remove("reply_to_message");
        return quoted;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
