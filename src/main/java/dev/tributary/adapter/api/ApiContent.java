package dev.tributary.adapter.api;

import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads {@code content}: every type of the protocol, and a kept fallback for what comes after it. */
final class ApiContent {

    static final int MAX_TEXT = 65_536;

    private static final int MAX_ATTACHMENTS = 30;
    private static final int MAX_INLINE_BYTES = 700_000;
    private static final int MAX_CARDS = 50;
    private static final int MAX_NAME = 255;
    private static final int MAX_URL = 2_048;

    private ApiContent() {}

    static Content read(ApiField content) {
        String type = content.required("type").text(ApiInbound.MAX_ID);
        return switch (type) {
            case "text" -> new Content.Text(content.required("text").text(MAX_TEXT));
            case "html" -> html(content);
            case "form" -> form(content);
            case "image" -> media(content, ContentKind.IMAGE);
            case "video" -> media(content, ContentKind.VIDEO);
            case "audio", "voice" -> media(content, ContentKind.AUDIO);
            case "document" -> media(content, ContentKind.FILE);
            case "sticker" -> media(content, ContentKind.STICKER);
            case "location" -> location(content);
            case "contact" -> contacts(content);
            case "postback" -> postback(content);
            default -> new Content.Unsupported(type, content.get("text").optionalText(MAX_TEXT));
        };
    }

    private static Content html(ApiField content) {
        String html = content.required("html").text(MAX_TEXT);
        return new Content.Text(content.get("text").optionalText(MAX_TEXT).orElseGet(() -> withoutTags(html)), Optional.of(html));
    }

    /** For previews and search only; what is shown is the sanitised HTML. */
    private static String withoutTags(String html) {
        StringBuilder text = new StringBuilder();
        boolean inTag = false;
        for (int index = 0; index < html.length(); index++) {
            char next = html.charAt(index);
            if (next == '<') {
                inTag = true;
                text.append(' ');
            } else if (next == '>') {
                inTag = false;
            } else if (!inTag) {
                text.append(next);
            }
        }
        return text.toString()
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .strip()
                .replaceAll("[ \\t]++", " ");
    }

    private static Content form(ApiField content) {
        return new Content.Form(Optional.empty(), content.required("fields").list(MAX_CARDS).stream().map(ApiContent::answer).toList());
    }

    private static Content.Form.Answer answer(ApiField field) {
        return new Content.Form.Answer(Optional.empty(), field.object().required("label").text(MAX_NAME), field.get("value").optionalText(MAX_TEXT).orElse("–"));
    }

    private static Content media(ApiField content, ContentKind kind) {
        List<MediaRef> files = content.required("attachments").list(MAX_ATTACHMENTS).stream().map(file -> file(file.object(), kind)).toList();
        return new Content.Media(files, content.get("text").optionalText(MAX_TEXT));
    }

    private static MediaRef file(ApiField file, ContentKind kind) {
        return new MediaRef(
                kind, source(file), file.get("name").optionalText(MAX_NAME), file.get("content_type").optionalText(MAX_NAME), size(file.get("size")));
    }

    private static Optional<Long> size(ApiField size) {
        return size.isPresent() ? Optional.of((long) size.number(0, 1e12)) : Optional.empty();
    }

    private static MediaRef.Source source(ApiField file) {
        long given = Stream.of("url", "upload_id", "data").filter(name -> file.get(name).isPresent()).count();
        if (given != 1) {
            throw file.invalid("needs exactly one of url, upload_id, data");
        }
        if (file.get("url").isPresent()) {
            return new MediaRef.Source.Url(file.get("url").text(MAX_URL));
        }
        return file.get("upload_id").isPresent() ? uploaded(file.get("upload_id")) : inline(file.get("data"));
    }

    private static MediaRef.Source uploaded(ApiField id) {
        try {
            return new MediaRef.Source.Uploaded(UUID.fromString(id.text(ApiInbound.MAX_ID)));
        } catch (IllegalArgumentException notAnId) {
            throw id.invalid("must be the upload_id that POST …/uploads answered");
        }
    }

    private static MediaRef.Source inline(ApiField data) {
        String base64 = data.text(MAX_INLINE_BYTES * 2);
        try {
            if (Base64.getDecoder().decode(base64).length > MAX_INLINE_BYTES) {
                throw data.invalid("is larger than " + MAX_INLINE_BYTES + " bytes; upload it instead");
            }
        } catch (IllegalArgumentException notBase64) {
            throw data.invalid("must be base64");
        }
        return new MediaRef.Source.Inline(base64);
    }

    /** The coordinates may stand in the content or, as some callers write them, in an object of their own. */
    private static Content location(ApiField content) {
        ApiField place = content.get("location").isPresent() ? content.get("location").object() : content;
        return new Content.Location(
                place.required("latitude").number(-90, 90),
                place.required("longitude").number(-180, 180),
                place.get("name").optionalText(MAX_NAME),
                place.get("address").optionalText(MAX_NAME));
    }

    private static Content contacts(ApiField content) {
        return new Content.Contacts(content.required("contacts").list(MAX_CARDS).stream().map(card -> card(card.object())).toList());
    }

    private static Content.Contacts.Card card(ApiField card) {
        return new Content.Contacts.Card(card.get("name").optionalText(MAX_NAME).orElse(""), texts(card.get("phones")), texts(card.get("emails")));
    }

    private static List<String> texts(ApiField list) {
        boolean none = !list.isPresent() || (list.node().isArray() && list.node().isEmpty());
        return none ? List.of() : list.list(MAX_CARDS).stream().map(entry -> entry.text(MAX_NAME)).toList();
    }

    private static Content postback(ApiField content) {
        String id = content.required("postback").object().required("id").text(ApiInbound.MAX_ID);
        return new Content.Postback(id, content.get("text").optionalText(MAX_TEXT).orElse(id));
    }
}
