package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.telegram.FakeFiles.Stored;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files that a bot sends. */
@ApplicationScoped
class BotMedia {

    private static final Map<String, String> FIELDS = Map.of(
            "sendphoto", "photo",
            "sendvideo", "video",
            "sendvoice", "voice",
            "sendaudio", "audio",
            "senddocument", "document",
            "sendanimation", "animation",
            "sendsticker", "sticker",
            "sendvideonote", "video_note");
    private static final Set<String> PHOTOS = Set.of("image/jpeg", "image/png", "image/webp", "image/gif");
    private static final long PHOTO_BYTES = 10L << 20;
    private static final long FILE_BYTES = 50L << 20;
    private static final int CAPTION_LIMIT = 1024;

    /** The field that a sending method carries its file in; empty for any other method. */
    static Optional<String> field(String method) {
        return Optional.ofNullable(FIELDS.get(method));
    }

    /**
     * What the message says of the file, beside its caption.
     *
     * @param named an upload's part, {@code attach://} and a part, or the id of a file that is here
     */
    JsonObject content(FakeBot bot, String field, String named, BotRequest request) {
        Stored file = file(bot, field, named, request);
        if (field.equals("photo") && !PHOTOS.contains(file.type())) {
            throw BotError.badRequest("IMAGE_PROCESS_FAILED");
        }
        JsonObject content = new JsonObject().put(field, describe(field, file));
        String caption = BotText.checked(request.text("caption"), request.text("parse_mode"));
        if (caption.length() > CAPTION_LIMIT) {
            throw BotError.badRequest("message caption is too long");
        }
        return caption.isEmpty() ? content : content.put("caption", caption);
    }

    private static Stored file(FakeBot bot, String field, String named, BotRequest request) {
        String part = named.startsWith("attach://") ? named.substring("attach://".length()) : named.isEmpty() ? field : "";
        BotRequest.Upload upload = request.uploads().get(part);
        if (upload != null) {
            if (upload.bytes().length() > (field.equals("photo") ? PHOTO_BYTES : FILE_BYTES)) {
                throw BotError.badRequest("file is too big");
            }
            return bot.files().keep(upload.fileName(), upload.type(), upload.bytes());
        }
        if (named.startsWith("http://") || named.startsWith("https://")) {
            throw BotError.badRequest("failed to get HTTP URL content");
        }
        if (named.isEmpty() || named.startsWith("attach://")) {
            throw BotError.badRequest("there is no " + field + " in the request");
        }
        return bot.files().find(named).orElseThrow(() -> BotError.badRequest("wrong file_id or the file is temporarily unavailable"));
    }

    /** A photo has sizes, of which this one has a single one; everything else is one object. */
    static Object describe(String field, Stored file) {
        JsonObject described = new JsonObject()
                .put("file_id", file.id())
                .put("file_unique_id", "U" + file.id().substring(0, 12))
                .put("file_size", file.bytes().length());
        return switch (field) {
            case "photo" -> new JsonArray().add(described.put("width", 800).put("height", 600));
            case "sticker" -> described
                    .put("type", "regular")
                    .put("width", 512)
                    .put("height", 512)
                    .put("is_animated", false)
                    .put("is_video", file.type().equals("video/webm"))
                    .put("emoji", "👍");
            case "voice" -> described.put("duration", 3).put("mime_type", file.type());
            default -> described.put("file_name", file.name()).put("mime_type", file.type());
        };
    }
}
