package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramKeys.Address;
import dev.tributary.channel.ButtonKey;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of ours as the calls that carry it, in the order in which they are made. Pure.
 *
 * <p>Files come before the text, which is the caption of the only file or of the album where it fits. The first call answers
 * what the message answers; the last carries the buttons.
 */
final class TelegramOutbound {

    /** Of one message at Telegram. */
    static final int TEXT_LIMIT = 4096;

    /** Of one message of ours: what is longer than one of Telegram is sent in pieces, one after the other. */
    static final int LONGEST_TEXT = 10 * TEXT_LIMIT;
    static final int CAPTION_LIMIT = 1024;
    private static final int ALBUM_LIMIT = 10;
    private static final int BUTTON_BYTES = 64;
    private static final int SMALLER_PIECES = 2000;

    private TelegramOutbound() {}

    /** @param files uploaded with the call, each under the name of its part */
    record Call(String method, ObjectNode body, List<Upload> files, Optional<String> plainText) {
        Call {
            files = List.copyOf(files);
        }

        /** What its answer is known by: each message of an album, and a poll beside the message that it comes with. */
        int ids() {
            return body.path("media").isArray() ? body.path("media").size() : method.equals(TelegramStructured.SEND_POLL) ? 2 : 1;
        }

        Call with(ObjectNode other) {
            return new Call(method, other, files, plainText);
        }
    }

    record Upload(String part, File file) {}

    static List<Call> calls(OutboundMessage message) {
        Address to = TelegramKeys.address(message.thread());
        List<List<File>> groups = albums(message);
        List<Call> calls = new ArrayList<>();
        String words = words(message);
        boolean captioned = captioned(message, groups, words);
        message.structured().ifPresent(structured -> calls.addAll(TelegramStructured.calls(structured, () -> body(to))));
        for (List<File> group : groups) {
            calls.add(group.size() == 1 ? single(to, group.getFirst()) : album(to, group));
        }
        if (captioned) {
            caption(calls.getFirst(), words);
        } else if (!words.isEmpty()) {
            calls.addAll(texts(to, message, words));
        }
        message.replyTo().flatMap(TelegramKeys::messageNumber).ifPresent(number -> calls.getFirst().body()
                .putObject("reply_parameters").put("message_id", number).put("allow_sending_without_reply", true));
        if (!message.buttons().isEmpty() && !calls.isEmpty()) {
            calls.getLast().body().set("reply_markup", keyboard(message.buttons()));
        }
        return calls;
    }

    /** The calls that are still to be made when so many ids are known. */
    static List<Call> after(List<Call> calls, int arrived) {
        int left = arrived;
        int made = 0;
        while (made < calls.size() && left >= calls.get(made).ids()) {
            left -= calls.get(made).ids();
            made++;
        }
        return calls.subList(made, calls.size());
    }

    /** The same call in smaller pieces, for the text that Telegram counts differently than we do. */
    static List<Call> smaller(Call call) {
        String text = call.plainText().or(() -> Optional.ofNullable(call.body().path("text").textValue())).orElse("");
        List<Call> calls = new ArrayList<>();
        for (String piece : TelegramText.split(text, SMALLER_PIECES)) {
            ObjectNode body = call.body().deepCopy().put("text", piece);
            body.remove(List.of("parse_mode", "reply_markup"));
            if (!calls.isEmpty()) {
                body.remove("reply_parameters");
            }
            calls.add(new Call(call.method(), body, List.of(), Optional.empty()));
        }
        if (!calls.isEmpty() && call.body().has("reply_markup")) {
            calls.getLast().body().set("reply_markup", call.body().get("reply_markup"));
        }
        return calls;
    }

    /** The same call without formatting. */
    static Call plain(Call call) {
        ObjectNode body = call.body().deepCopy();
        body.remove("parse_mode");
        call.plainText().ifPresent(text -> body.put("text", text));
        return new Call(call.method(), body, call.files(), Optional.empty());
    }

    static Call without(Call call, String field) {
        ObjectNode body = call.body().deepCopy();
        body.remove(field);
        return call.with(body);
    }

    static Call to(Call call, long chat) {
        return call.with(call.body().deepCopy().put("chat_id", chat));
    }

    private static List<Call> texts(Address to, OutboundMessage message, String words) {
        Optional<String> html = message.html().map(TelegramHtml::from).filter(text -> !text.isEmpty() && text.contains("<"));
        if (html.isPresent() && html.get().length() <= TEXT_LIMIT) {
            ObjectNode body = body(to).put("text", html.get()).put("parse_mode", "HTML");
            return List.of(new Call("sendMessage", body, List.of(), Optional.of(words)));
        }
        return TelegramText.split(words, TEXT_LIMIT).stream()
                .map(piece -> new Call("sendMessage", body(to).put("text", piece), List.of(), Optional.empty()))
                .toList();
    }

    private static String words(OutboundMessage message) {
        return message.text().filter(text -> !text.isBlank()).or(() -> message.html().map(TelegramHtml::plain)).orElse("").strip();
    }

    /** An album takes no buttons, and a sticker no caption: then the words follow as a message of their own. */
    private static boolean captioned(OutboundMessage message, List<List<File>> groups, String words) {
        return groups.size() == 1
                && !words.isEmpty()
                && words.length() <= CAPTION_LIMIT
                && (groups.getFirst().size() == 1 || message.buttons().isEmpty())
                && !TelegramMethod.of(groups.getFirst().getFirst()).equals(TelegramMethod.STICKER);
    }

    private static void caption(Call call, String words) {
        if (call.body().get("media") instanceof ArrayNode media) {
            ((ObjectNode) media.get(0)).put("caption", words);
        } else {
            call.body().put("caption", words);
        }
    }

    /** Neighbours that may share an album, at most ten; with buttons and no words the last file stands alone to carry them. */
    private static List<List<File>> albums(OutboundMessage message) {
        List<List<File>> groups = new ArrayList<>();
        boolean lastAlone = !message.buttons().isEmpty() && words(message).isEmpty();
        File last = message.attachments().isEmpty() ? null : message.attachments().getLast();
        for (File file : message.attachments()) {
            boolean joins = !groups.isEmpty()
                    && groups.getLast().size() < ALBUM_LIMIT
                    && TelegramMethod.of(groups.getLast().getFirst()).sharesAlbumWith(TelegramMethod.of(file))
                    && !(lastAlone && file == last);
            if (!joins) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(file);
        }
        return groups;
    }

    private static Call single(Address to, File file) {
        TelegramMethod method = TelegramMethod.of(file);
        return new Call(method.call(), body(to), List.of(new Upload(method.field(), file)), Optional.empty());
    }

    private static Call album(Address to, List<File> files) {
        ObjectNode body = body(to);
        ArrayNode media = body.putArray("media");
        List<Upload> uploads = new ArrayList<>();
        for (File file : files) {
            String part = "file" + uploads.size();
            uploads.add(new Upload(part, file));
            media.addObject().put("type", TelegramMethod.of(file).field()).put("media", "attach://" + part);
        }
        return new Call("sendMediaGroup", body, uploads, Optional.empty());
    }

    private static ObjectNode keyboard(List<Button> buttons) {
        ObjectNode markup = TelegramPayload.JSON.createObjectNode();
        ArrayNode rows = markup.putArray("inline_keyboard");
        for (Button button : buttons) {
            ObjectNode key = rows.addArray().addObject().put("text", button.title());
            button.url().ifPresentOrElse(
                    url -> key.put("url", url), () -> key.put("callback_data", ButtonKey.of(button.id(), BUTTON_BYTES)));
        }
        return markup;
    }

    private static ObjectNode body(Address to) {
        ObjectNode body = TelegramPayload.JSON.createObjectNode();
        if (to.chatId().startsWith("@")) {
            body.put("chat_id", to.chatId());
        } else {
            body.put("chat_id", Long.parseLong(to.chatId()));
        }
        to.topic().ifPresent(topic -> body.put("message_thread_id", topic));
        to.businessConnection().ifPresent(connection -> body.put("business_connection_id", connection));
        return body;
    }
}
