package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The methods that write to a chat, with Telegram's checks in front of them. */
@ApplicationScoped
class BotMessages {

    private static final int TEXT_LIMIT = 4096;
    private static final int MAX_OPTIONS = 12;
    private static final int MAX_ALBUM = 10;

    private final BotMedia media;
    private final Clock clock;

    BotMessages(BotMedia media, Clock clock) {
        this.media = media;
        this.clock = clock;
    }

    /** The method's result; empty for a method that is not one of these. */
    Optional<Object> answer(FakeBot bot, FakeChat chat, String method, BotRequest request) {
        return switch (method) {
            case "sendmessage" -> Optional.of(text(bot, chat, request));
            case "sendlocation" -> Optional.of(sent(bot, chat, request, new JsonObject().put("location", new JsonObject()
                    .put("latitude", request.decimal("latitude")).put("longitude", request.decimal("longitude")))));
            case "sendvenue" -> Optional.of(sent(bot, chat, request, new JsonObject().put("venue", venue(request)).put("location", venue(request).getJsonObject("location"))));
            case "sendcontact" -> Optional.of(sent(bot, chat, request, new JsonObject().put("contact", new JsonObject()
                    .put("phone_number", request.text("phone_number")).put("first_name", request.text("first_name")))));
            case "sendpoll" -> Optional.of(sent(bot, chat, request, new JsonObject().put("poll", poll(bot, request))));
            case "sendmediagroup" -> Optional.of(album(bot, chat, request));
            default -> BotMedia.field(method).map(field -> sent(bot, chat, request, media.content(bot, field, request.text(field), request)));
        };
    }

    private static JsonObject venue(BotRequest request) {
        return new JsonObject()
                .put("location", new JsonObject().put("latitude", request.decimal("latitude")).put("longitude", request.decimal("longitude")))
                .put("title", request.text("title"))
                .put("address", request.text("address"));
    }

    private static JsonObject poll(FakeBot bot, BotRequest request) {
        List<String> options = request.objects("options").stream().map(option -> option.getString("text", "")).toList();
        if (options.isEmpty() || options.size() > MAX_OPTIONS) {
            throw BotError.badRequest("poll must have 1 to " + MAX_OPTIONS + " options");
        }
        return FakePoll.of(bot, request.text("question"), options, request.parameters().getBoolean("is_anonymous", true));
    }

    private JsonObject text(FakeBot bot, FakeChat chat, BotRequest request) {
        String plain = BotText.checked(request.text("text"), request.text("parse_mode"));
        if (plain.isBlank()) {
            throw BotError.badRequest("message text is empty");
        }
        if (plain.length() > TEXT_LIMIT) {
            throw BotError.badRequest("message is too long");
        }
        return sent(bot, chat, request, new JsonObject().put("text", plain));
    }

    private JsonArray album(FakeBot bot, FakeChat chat, BotRequest request) {
        List<JsonObject> items = request.objects("media");
        if (items.isEmpty() || items.size() > MAX_ALBUM) {
            throw BotError.badRequest("wrong number of media: 2 to " + MAX_ALBUM + " are possible");
        }
        boolean visual = items.stream().allMatch(item -> List.of("photo", "video").contains(item.getString("type")));
        if (!visual && items.stream().map(item -> item.getString("type")).distinct().count() > 1) {
            throw BotError.badRequest("documents and audio can't be mixed with other media types");
        }
        String group = Long.toString(bot.nextNumber());
        List<JsonObject> contents = new ArrayList<>();
        for (JsonObject item : items) {
            JsonObject parameters = new JsonObject().put("caption", item.getString("caption", "")).put("parse_mode", item.getString("parse_mode", ""));
            contents.add(media.content(bot, item.getString("type"), item.getString("media", ""), new BotRequest(parameters, request.uploads()))
                    .put("media_group_id", group));
        }
        JsonArray messages = new JsonArray();
        contents.forEach(content -> messages.add(sent(bot, chat, request, content)));
        return messages;
    }

    private JsonObject sent(FakeBot bot, FakeChat chat, BotRequest request, JsonObject content) {
        JsonObject message = new JsonObject()
                .put("message_id", bot.nextNumber())
                .put("from", bot.user())
                .put("chat", chat.chat())
                .put("date", clock.instant().getEpochSecond());
        request.number("message_thread_id").ifPresent(topic -> message.put("message_thread_id", topic).put("is_topic_message", true));
        if (request.has("business_connection_id")) {
            message.put("business_connection_id", request.text("business_connection_id"));
        }
        answered(chat, request).ifPresent(original -> message.put("reply_to_message", original));
        JsonObject markup = request.object("reply_markup");
        if (markup.containsKey("inline_keyboard")) {
            BotText.checkKeyboard(markup);
            message.put("reply_markup", markup);
        }
        message.mergeIn(content);
        chat.add(message);
        return message;
    }

    private static Optional<JsonObject> answered(FakeChat chat, BotRequest request) {
        JsonObject reply = request.object("reply_parameters");
        if (!reply.containsKey("message_id")) {
            return Optional.empty();
        }
        Optional<JsonObject> original = chat.message(reply.getLong("message_id")).map(JsonObject::copy);
        if (original.isEmpty() && !reply.getBoolean("allow_sending_without_reply", false)) {
            throw BotError.badRequest("message to be replied not found");
        }
        original.ifPresent(message -> message.remove("reply_to_message"));
        return original;
    }
}
