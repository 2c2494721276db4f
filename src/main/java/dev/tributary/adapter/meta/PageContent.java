package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a message of Messenger or Instagram says, in our words. Pure. */
final class PageContent {

    private static final Map<String, ContentKind> FILES = Map.of(
            "image", ContentKind.IMAGE,
            "video", ContentKind.VIDEO,
            "audio", ContentKind.AUDIO,
            "file", ContentKind.FILE,
            "sticker", ContentKind.STICKER,
            "animated_gif", ContentKind.IMAGE);
    private static final Set<String> LINKS = Set.of("fallback", "share", "post", "ig_post", "reel", "ig_reel", "template");

    private PageContent() {}

    static Content of(JsonNode message) {
        Optional<String> text = ProviderJson.text(message, "text");
        Optional<String> payload = ProviderJson.text(message.path("quick_reply"), "payload");
        if (payload.isPresent()) {
            return new Content.Postback(payload.get(), text.orElse(payload.get()));
        }
        if (message.path("is_unsupported").asBoolean(false)) {
            return new Content.Unsupported("message", Optional.of("Open the provider's own app to see this message."));
        }
        List<JsonNode> attachments = ProviderJson.items(message, "attachments");
        List<MediaRef> files = files(attachments);
        if (!files.isEmpty()) {
            return new Content.Media(files, text);
        }
        Optional<Content> place = attachments.stream().map(PageContent::location).flatMap(Optional::stream).findFirst();
        if (place.isPresent()) {
            return place.get();
        }
        String words = Stream.concat(
                        Stream.concat(story(message).stream(), text.stream()),
                        attachments.stream().map(PageContent::card).flatMap(Optional::stream))
                .collect(Collectors.joining("\n"));
        if (!words.isEmpty()) {
            return new Content.Text(words);
        }
        String what = attachments.stream().findFirst().flatMap(attachment -> ProviderJson.text(attachment, "type")).orElse("message");
        return new Content.Unsupported(what, attachments.stream().findFirst().flatMap(PageContent::url));
    }

    /** During its transition a sticker came twice, as itself and as a picture. */
    private static List<MediaRef> files(List<JsonNode> attachments) {
        List<MediaRef> files = new ArrayList<>();
        Set<String> stickers = new HashSet<>();
        for (JsonNode attachment : attachments) {
            ContentKind kind = FILES.get(ProviderJson.text(attachment, "type").orElse(""));
            Optional<String> url = url(attachment);
            Optional<String> sticker = ProviderJson.text(attachment.path("payload"), "sticker_id");
            boolean again = sticker.isPresent() && !stickers.add(sticker.get());
            if (kind != null && url.isPresent() && !again) {
                ContentKind shown = sticker.isPresent() ? ContentKind.STICKER : kind;
                files.add(new MediaRef(shown, new MediaRef.Source.Url(url.get()), fileName(shown, url.get()), Optional.empty(), Optional.empty()));
            }
        }
        return files;
    }

    /** Of documents alone: the other names are Meta's own numbers. */
    private static Optional<String> fileName(ContentKind kind, String url) {
        String path = url.split("[?#]", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        return kind == ContentKind.FILE && name.contains(".") ? Optional.of(decoded(name)) : Optional.empty();
    }

    private static String decoded(String name) {
        try {
            return java.net.URLDecoder.decode(name, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }

    private static Optional<Content> location(JsonNode attachment) {
        JsonNode point = attachment.path("payload").path("coordinates");
        return point.path("lat").isNumber() && point.path("long").isNumber()
                ? Optional.of(new Content.Location(point.path("lat").asDouble(), point.path("long").asDouble(), ProviderJson.text(attachment, "title"), Optional.empty()))
                : Optional.empty();
    }

    private static Optional<String> story(JsonNode message) {
        JsonNode story = message.path("reply_to").path("story");
        return story.isObject() ? Optional.of("In reply to your story" + ProviderJson.text(story, "url").map(url -> ": " + url).orElse("")) : Optional.empty();
    }

    /** A story is shown by its address alone: its pictures may not be kept. */
    private static Optional<String> card(JsonNode attachment) {
        String type = ProviderJson.text(attachment, "type").orElse("");
        if (type.equals("like_heart")) {
            return Optional.of("❤️");
        }
        if (type.equals("story_mention")) {
            return Optional.of("Mentioned you in a story" + url(attachment).map(url -> ": " + url).orElse(""));
        }
        if (!LINKS.contains(type)) {
            return Optional.empty();
        }
        Optional<String> title = ProviderJson.text(attachment.path("payload"), "title").or(() -> ProviderJson.text(attachment, "title"));
        return Optional.of(Stream.of(title, url(attachment)).flatMap(Optional::stream).collect(Collectors.joining("\n"))).filter(card -> !card.isEmpty());
    }

    private static Optional<String> url(JsonNode attachment) {
        return ProviderJson.text(attachment.path("payload"), "url").or(() -> ProviderJson.text(attachment, "url"));
    }
}
