package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.Content;
import dev.tributary.channel.Content.Contacts.Card;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.VCard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a message of Evolution says, in our words. Pure. */
final class LiteContent {

    /** The path of bytes that came inside the event. */
    static final String BYTES = "base64";

    private static final Set<String> WRAPPERS = Set.of("ephemeralMessage", "viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension", "documentWithCaptionMessage");

    /**
     * A message without what is wrapped around it.
     *
     * @param once whether it may be looked at once only
     */
    record Unwrapped(String type, JsonNode message, boolean once) {}

    private LiteContent() {}

    static Unwrapped unwrap(String type, JsonNode message) {
        String inner = type;
        JsonNode body = message;
        boolean once = false;
        for (int depth = 0; depth < 5 && WRAPPERS.contains(inner); depth++) {
            once |= inner.startsWith("viewOnce");
            body = body.path(inner).path("message");
            JsonNode current = body;
            inner = Stream.of("conversation", "extendedTextMessage", "imageMessage", "videoMessage", "audioMessage", "documentMessage", "stickerMessage")
                    .filter(current::has)
                    .findFirst()
                    .or(() -> WRAPPERS.stream().filter(current::has).findFirst())
                    .orElse("unknown");
        }
        return new Unwrapped(inner, body, once);
    }

    /**
     * @param data of the event, which has the bytes or their address beside the message
     * @param id by which the gateway gives them out otherwise
     */
    static Content of(JsonNode data, Unwrapped unwrapped, String id) {
        JsonNode message = unwrapped.message();
        String type = unwrapped.type();
        JsonNode part = message.path(type);
        return switch (type) {
            case "conversation" -> new Content.Text(message.path("conversation").asText(""));
            case "extendedTextMessage" -> new Content.Text(ProviderJson.text(part, "text").orElse(""));
            case "imageMessage" -> media(ContentKind.IMAGE, data, unwrapped, part, id);
            case "videoMessage", "ptvMessage" -> media(ContentKind.VIDEO, data, unwrapped, part, id);
            case "audioMessage" -> media(ContentKind.AUDIO, data, unwrapped, part, id);
            case "documentMessage" -> media(ContentKind.FILE, data, unwrapped, part, id);
            case "stickerMessage" -> media(ContentKind.STICKER, data, unwrapped, part, id);
            case "locationMessage", "liveLocationMessage" -> location(part);
            case "contactMessage" -> new Content.Contacts(List.of(card(part)));
            case "contactsArrayMessage" -> new Content.Contacts(ProviderJson.items(part, "contacts").stream().map(LiteContent::card).toList());
            case "buttonsResponseMessage", "listResponseMessage", "templateButtonReplyMessage", "interactiveResponseMessage" -> pressed(part);
            default -> new Content.Unsupported(type, ProviderJson.text(part, "name").or(() -> ProviderJson.text(part, "title")));
        };
    }

    private static Content media(ContentKind kind, JsonNode data, Unwrapped unwrapped, JsonNode part, String id) {
        boolean hasBytes = data.path("message").path(BYTES).isTextual();
        Optional<String> address = ProviderJson.text(data.path("message"), "mediaUrl");
        if (unwrapped.once() && !hasBytes && address.isEmpty()) {
            return new Content.Unsupported("view_once", Optional.of("A picture or film that can be seen once, on the phone only."));
        }
        MediaRef.Source source = hasBytes
                ? new MediaRef.Source.Part(BYTES)
                : address.<MediaRef.Source>map(MediaRef.Source.Url::new).orElseGet(() -> new MediaRef.Source.Handle(id));
        MediaRef file = new MediaRef(
                kind,
                source,
                ProviderJson.text(part, "fileName").or(() -> ProviderJson.text(part, "title")),
                ProviderJson.text(part, "mimetype").map(LiteContent::plainType),
                ProviderJson.text(part, "fileLength").filter(size -> size.matches("\\d{1,12}")).map(Long::parseLong));
        return new Content.Media(List.of(file), ProviderJson.text(part, "caption"));
    }

    static String plainType(String contentType) {
        return contentType.split(";", 2)[0].strip();
    }

    private static Content location(JsonNode part) {
        return part.path("degreesLatitude").isNumber() && part.path("degreesLongitude").isNumber()
                ? new Content.Location(
                        part.path("degreesLatitude").asDouble(),
                        part.path("degreesLongitude").asDouble(),
                        ProviderJson.text(part, "name"),
                        ProviderJson.text(part, "address"))
                : new Content.Unsupported("location", ProviderJson.text(part, "name"));
    }

    private static Card card(JsonNode part) {
        return VCard.one(ProviderJson.text(part, "displayName"), ProviderJson.text(part, "vcard").orElse(""));
    }

    private static Content pressed(JsonNode part) {
        Optional<String> label = ProviderJson.text(part, "selectedDisplayText")
                .or(() -> ProviderJson.text(part, "title"))
                .or(() -> ProviderJson.text(part.path("body"), "text"));
        Optional<String> id = ProviderJson.text(part, "selectedButtonId")
                .or(() -> ProviderJson.text(part.path("singleSelectReply"), "selectedRowId"))
                .or(() -> ProviderJson.text(part, "selectedId"));
        Optional<String> known = id.or(() -> label);
        return known.<Content>map(payload -> new Content.Postback(payload, label.orElse(payload))).orElseGet(() -> new Content.Unsupported("button", Optional.empty()));
    }
}
