package dev.tributary.adapter.telegram;

import dev.tributary.channel.OutboundMessage.File;
import java.util.Locale;
import java.util.Set;

/** Which call carries a file. What a special one does not take goes as a document, which takes anything. */
enum TelegramMethod {
    PHOTO("sendPhoto", "photo"),
    VIDEO("sendVideo", "video"),
    ANIMATION("sendAnimation", "animation"),
    VOICE("sendVoice", "voice"),
    AUDIO("sendAudio", "audio"),
    STICKER("sendSticker", "sticker"),
    DOCUMENT("sendDocument", "document");

    static final long PHOTO_BYTES = 10L << 20;
    static final long FILE_BYTES = 50L << 20;

    private static final Set<String> PHOTOS = Set.of("image/jpeg", "image/png", "image/webp");
    private static final Set<String> SONGS = Set.of("audio/mpeg", "audio/mp3", "audio/mp4", "audio/x-m4a", "audio/m4a");
    private static final Set<String> STICKERS = Set.of("image/webp", "video/webm", "application/x-tgsticker");

    private final String call;
    private final String field;

    TelegramMethod(String call, String field) {
        this.call = call;
        this.field = field;
    }

    String call() {
        return call;
    }

    /** The part's name, and the type in an album. */
    String field() {
        return field;
    }

    static TelegramMethod of(File file) {
        String type = file.contentType().toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        return switch (file.kind()) {
            case IMAGE -> type.equals("image/gif") ? ANIMATION : PHOTOS.contains(type) && file.size() <= PHOTO_BYTES ? PHOTO : DOCUMENT;
            case VIDEO -> type.equals("video/mp4") ? VIDEO : DOCUMENT;
            case AUDIO -> type.equals("audio/ogg") || type.equals("audio/opus") ? VOICE : SONGS.contains(type) ? AUDIO : DOCUMENT;
            case STICKER -> STICKERS.contains(type) ? STICKER : DOCUMENT;
            default -> DOCUMENT;
        };
    }

    /** Photos mix with videos; documents and songs only with their like; the rest travels alone. */
    boolean sharesAlbumWith(TelegramMethod other) {
        return switch (this) {
            case PHOTO, VIDEO -> other == PHOTO || other == VIDEO;
            case DOCUMENT, AUDIO -> other == this;
            case ANIMATION, VOICE, STICKER -> false;
        };
    }
}
