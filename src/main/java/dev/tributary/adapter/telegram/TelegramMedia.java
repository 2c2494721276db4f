package dev.tributary.adapter.telegram;

import dev.tributary.channel.MediaRef.Source.Handle;
import java.util.Optional;

/** What a media handle of ours means: a {@code file_id} as it is, or whose profile picture. A file_id never holds a colon. */
final class TelegramMedia {

    private static final String AVATAR = "avatar:";

    private TelegramMedia() {}

    static Handle avatar(long user) {
        return new Handle(AVATAR + user);
    }

    /** The user whose picture the handle means; empty for a file. */
    static Optional<Long> avatarOf(Handle handle) {
        return handle.value().startsWith(AVATAR) ? Optional.of(Long.valueOf(handle.value().substring(AVATAR.length()))) : Optional.empty();
    }
}
