package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

/** The methods that look at a chat or change what is in it. */
@ApplicationScoped
class BotChats {

    private static final long DOWNLOAD_BYTES = 20L << 20;

    /** Methods without a chat; empty for any other. */
    Optional<Object> answer(FakeBot bot, String method, BotRequest request) {
        return switch (method) {
            case "getfile" -> Optional.of(file(bot, request.text("file_id")));
            case "getuserprofilephotos" -> Optional.of(pictures(bot, request.requiredNumber("user_id")));
            case "answercallbackquery" -> Optional.of(acknowledge(request));
            default -> Optional.empty();
        };
    }

    /** Methods that name a chat; empty for any other. */
    Optional<Object> answer(FakeBot bot, FakeChat chat, String method, BotRequest request) {
        return switch (method) {
            case "getchat" -> Optional.of(chat.chat());
            case "sendchataction" -> Optional.of(!chat.isChannel());
            case "editmessagetext" -> Optional.of(edit(chat, request));
            case "deletemessage" -> Optional.of(delete(chat, request));
            case "readbusinessmessage" -> Optional.of(read(request));
            case "setmessagereaction" -> Optional.of(react(chat, request));
            default -> Optional.empty();
        };
    }

    private static JsonObject file(FakeBot bot, String fileId) {
        FakeFiles.Stored file = bot.files().find(fileId)
                .orElseThrow(() -> BotError.badRequest("wrong file_id or the file is temporarily unavailable"));
        if (file.bytes().length() > DOWNLOAD_BYTES) {
            throw BotError.badRequest("file is too big");
        }
        return new JsonObject()
                .put("file_id", file.id())
                .put("file_unique_id", "U" + file.id().substring(0, 12))
                .put("file_size", file.bytes().length())
                .put("file_path", file.path());
    }

    /** A photo is a list of its sizes. */
    private static JsonObject pictures(FakeBot bot, long user) {
        FakeChat chat = bot.chats().stream()
                .filter(known -> Objects.equals(known.user().getLong("id"), user))
                .findFirst()
                .orElseThrow(() -> BotError.badRequest("user not found"));
        JsonArray photos = new JsonArray();
        bot.files().find(chat.picture()).ifPresent(picture -> photos.add(BotMedia.describe("photo", picture)));
        return new JsonObject().put("total_count", photos.size()).put("photos", photos);
    }

    private static boolean acknowledge(BotRequest request) {
        if (!request.has("callback_query_id")) {
            throw BotError.badRequest("query is too old and response timeout expired or query ID is invalid");
        }
        return true;
    }

    private static boolean read(BotRequest request) {
        if (!request.has("business_connection_id")) {
            throw BotError.badRequest("business connection not found");
        }
        request.requiredNumber("message_id");
        return true;
    }

    private static JsonObject edit(FakeChat chat, BotRequest request) {
        JsonObject message = message(chat, request, "message to edit not found");
        String text = BotText.checked(request.text("text"), request.text("parse_mode"));
        if (text.isBlank()) {
            throw BotError.badRequest("message text is empty");
        }
        if (text.equals(message.getString("text"))) {
            throw BotError.badRequest("message is not modified: specified new message content and reply markup are exactly the same");
        }
        return message.put("text", text);
    }

    private static boolean delete(FakeChat chat, BotRequest request) {
        chat.remove(message(chat, request, "message to delete not found").getLong("message_id"));
        return true;
    }

    private static boolean react(FakeChat chat, BotRequest request) {
        message(chat, request, "message to react not found").put("bot_reaction", request.array("reaction"));
        return true;
    }

    private static JsonObject message(FakeChat chat, BotRequest request, String otherwise) {
        return chat.message(request.requiredNumber("message_id")).orElseThrow(() -> BotError.badRequest(otherwise));
    }
}
