package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Telegram's rules for text and buttons. */
final class BotText {

    private static final Set<String> TAGS = Set.of(
            "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote", "tg-spoiler", "span", "tg-emoji");
    private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z0-9-]*)([^<>]*)>?");
    private static final int CALLBACK_BYTES = 64;

    private BotText() {}

    /** The words without their tags; an error for a tag that Telegram does not have or that is not closed in its place. */
    static String checked(String text, String parseMode) {
        return parseMode.equalsIgnoreCase("HTML") ? html(text) : text;
    }

    private static String html(String text) {
        Deque<String> open = new ArrayDeque<>();
        StringBuilder plain = new StringBuilder();
        Matcher tag = TAG.matcher(text);
        int end = 0;
        while (tag.find()) {
            plain.append(text, end, tag.start());
            end = tag.end();
            String name = tag.group(2).toLowerCase(Locale.ROOT);
            int offset = text.substring(0, tag.start()).getBytes(StandardCharsets.UTF_8).length;
            if (!TAGS.contains(name)) {
                throw BotError.badRequest("can't parse entities: Unsupported start tag \"" + name + "\" at byte offset " + offset);
            }
            if (tag.group(1).isEmpty()) {
                open.push(name);
            } else if (!name.equals(open.poll())) {
                throw BotError.badRequest("can't parse entities: Unmatched end tag at byte offset " + offset + ", found \"</" + name + ">\"");
            }
        }
        if (!open.isEmpty()) {
            throw BotError.badRequest("can't parse entities: Can't find end tag corresponding to start tag \"" + open.peek() + "\"");
        }
        return plain.append(text.substring(end)).toString()
                .replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    }

    static void checkKeyboard(JsonObject markup) {
        for (Object row : markup.getJsonArray("inline_keyboard")) {
            for (Object button : (JsonArray) row) {
                checkButton((JsonObject) button);
            }
        }
    }

    private static void checkButton(JsonObject button) {
        String data = button.getString("callback_data");
        String url = button.getString("url");
        if (button.getString("text", "").isBlank()) {
            throw BotError.badRequest("inline keyboard button text is empty");
        }
        if (url != null && !url.matches("(?:https?|tg)://\\S{1,2000}")) {
            throw BotError.badRequest("BUTTON_URL_INVALID");
        }
        if (url == null && (data == null || data.isEmpty() || data.getBytes(StandardCharsets.UTF_8).length > CALLBACK_BYTES)) {
            throw BotError.badRequest("BUTTON_DATA_INVALID");
        }
    }
}
