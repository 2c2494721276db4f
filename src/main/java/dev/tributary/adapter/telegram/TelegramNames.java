package dev.tributary.adapter.telegram;

import dev.tributary.adapter.telegram.TelegramPayload.Chat;
import dev.tributary.adapter.telegram.TelegramPayload.User;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How Telegram's people and chats are called. */
final class TelegramNames {

    private TelegramNames() {}

    static Optional<String> of(User user) {
        return full(user.firstName(), user.lastName()).or(user::username);
    }

    static Optional<String> of(Chat chat) {
        return chat.title().or(() -> full(chat.firstName(), chat.lastName())).or(chat::username);
    }

    static Optional<String> full(Optional<String> first, Optional<String> last) {
        return Optional.of(Stream.of(first, last).flatMap(Optional::stream).collect(Collectors.joining(" ")).strip())
                .filter(name -> !name.isEmpty());
    }

    /** E.164: Telegram leaves the plus sign out now and then. */
    static String phone(String number) {
        String digits = number.replaceAll("\\D", "");
        return digits.isEmpty() ? number : "+" + digits;
    }
}
