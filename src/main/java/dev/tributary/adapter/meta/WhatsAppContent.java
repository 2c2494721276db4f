package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.Content;
import dev.tributary.channel.Content.Contacts.Card;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a WhatsApp message says, in our words. Pure. */
final class WhatsAppContent {

    private static final int CONTENT_WITHHELD = 131060;

    private WhatsAppContent() {}

    static Content of(JsonNode message) {
        String type = ProviderJson.text(message, "type").orElse("");
        JsonNode part = message.path(type);
        return switch (type) {
            case "text" -> new Content.Text(ProviderJson.text(part, "body").orElse(""));
            case "image" -> media(ContentKind.IMAGE, part, type);
            case "video" -> media(ContentKind.VIDEO, part, type);
            case "audio" -> media(ContentKind.AUDIO, part, type);
            case "document" -> media(ContentKind.FILE, part, type);
            case "sticker" -> media(ContentKind.STICKER, part, type);
            case "location" -> location(part);
            case "contacts" -> new Content.Contacts(ProviderJson.items(message, type).stream().map(WhatsAppContent::card).toList());
            case "interactive" -> interactive(part);
            case "button" -> pressed(ProviderJson.text(part, "payload"), ProviderJson.text(part, "text"));
            case "order" -> new Content.Text(order(part));
            case "unsupported" -> unsupported(message);
            case "" -> new Content.Unsupported("message", Optional.empty());
            default -> new Content.Unsupported(type, Optional.empty());
        };
    }

    private static Content media(ContentKind kind, JsonNode part, String type) {
        Optional<String> id = ProviderJson.text(part, "id");
        if (id.isEmpty()) {
            return new Content.Unsupported(type, ProviderJson.text(part, "caption"));
        }
        Optional<String> contentType = ProviderJson.text(part, "mime_type").map(mime -> mime.split(";", 2)[0].strip());
        MediaRef file = new MediaRef(kind, new MediaRef.Source.Handle(id.get()), ProviderJson.text(part, "filename"), contentType, Optional.empty());
        return new Content.Media(List.of(file), ProviderJson.text(part, "caption"));
    }

    private static Content location(JsonNode part) {
        if (!part.path("latitude").isNumber() || !part.path("longitude").isNumber()) {
            return new Content.Unsupported("location", ProviderJson.text(part, "name"));
        }
        return new Content.Location(
                part.path("latitude").asDouble(), part.path("longitude").asDouble(), ProviderJson.text(part, "name"), ProviderJson.text(part, "address"));
    }

    private static Card card(JsonNode contact) {
        JsonNode name = contact.path("name");
        List<String> phones = ProviderJson.items(contact, "phones").stream()
                .map(phone -> ProviderJson.text(phone, "phone").or(() -> ProviderJson.text(phone, "wa_id").map(digits -> "+" + digits)))
                .flatMap(Optional::stream)
                .toList();
        List<String> emails = ProviderJson.items(contact, "emails").stream().map(email -> ProviderJson.text(email, "email")).flatMap(Optional::stream).toList();
        String shown = ProviderJson.text(name, "formatted_name")
                .or(() -> Optional.of(Stream.of(ProviderJson.text(name, "first_name"), ProviderJson.text(name, "last_name"))
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining(" ")))
                        .filter(words -> !words.isEmpty()))
                .or(() -> Stream.concat(phones.stream(), emails.stream()).findFirst())
                .orElse("");
        return new Card(shown, phones, emails);
    }

    private static Content interactive(JsonNode part) {
        String type = ProviderJson.text(part, "type").orElse("");
        JsonNode reply = part.path(type);
        return switch (type) {
            case "button_reply", "list_reply" -> pressed(ProviderJson.text(reply, "id"), ProviderJson.text(reply, "title"));
            case "nfm_reply" -> pressed(ProviderJson.text(reply, "response_json"), ProviderJson.text(reply, "body").or(() -> ProviderJson.text(reply, "name")));
            default -> new Content.Unsupported("interactive", Optional.empty());
        };
    }

    private static Content pressed(Optional<String> payload, Optional<String> label) {
        Optional<String> known = payload.or(() -> label);
        return known.isEmpty() ? new Content.Unsupported("button", Optional.empty()) : new Content.Postback(known.get(), label.orElse(known.get()));
    }

    private static String order(JsonNode part) {
        Stream<String> items = ProviderJson.items(part, "product_items").stream()
                .map(item -> "%s × %s, %s %s".formatted(
                        ProviderJson.text(item, "quantity").orElse("1"),
                        ProviderJson.text(item, "product_retailer_id").orElse("?"),
                        ProviderJson.text(item, "item_price").orElse("?"),
                        ProviderJson.text(item, "currency").orElse("")));
        return Stream.concat(ProviderJson.text(part, "text").stream(), items).map(String::strip).collect(Collectors.joining("\n"));
    }

    private static Content unsupported(JsonNode message) {
        String what = ProviderJson.text(message.path("unsupported"), "type").orElse("message");
        boolean withheld = ProviderJson.items(message, "errors").stream().anyMatch(error -> error.path("code").asInt() == CONTENT_WITHHELD);
        return new Content.Unsupported(what, withheld ? Optional.of("WhatsApp did not pass this message on: ask the customer to send it again.") : Optional.empty());
    }
}
