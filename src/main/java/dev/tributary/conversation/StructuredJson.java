package dev.tributary.conversation;

import dev.tributary.channel.Content.Contacts.Card;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.FormField;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.Structured;
import dev.tributary.channel.Structured.Carousel;
import dev.tributary.channel.Structured.Cards;
import dev.tributary.channel.Structured.Form;
import dev.tributary.channel.Structured.Place;
import dev.tributary.channel.Structured.Poll;
import dev.tributary.channel.Structured.Slide;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Structured content of our messages as it is stored in {@code message.content}: places, contact cards and polls as customers' are. */
public final class StructuredJson {

    private static final String LATITUDE = "latitude";
    private static final String CONTACTS = "contacts";
    private static final String CAROUSEL = "carousel";
    private static final String FORM = "form";
    private static final String QUESTION = "question";

    private StructuredJson() {}

    static JsonObject write(Structured structured) {
        return switch (structured) {
            case Place place -> {
                JsonObject json = JsonObject.of(LATITUDE, place.latitude(), "longitude", place.longitude());
                place.title().ifPresent(title -> json.put("title", title));
                place.address().ifPresent(address -> json.put("address", address));
                yield json;
            }
            case Cards cards -> JsonObject.of(CONTACTS, new JsonArray(cards.cards().stream().map(StructuredJson::card).toList()));
            case Carousel carousel -> JsonObject.of(CAROUSEL, new JsonArray(carousel.slides().stream().map(StructuredJson::slide).toList()));
            case Poll poll -> JsonObject.of(QUESTION, poll.question(), "options", new JsonArray(poll.options().stream().map(option -> JsonObject.of("text", option, "votes", 0)).toList()));
            case Form form -> JsonObject.of(FORM, form(form));
        };
    }

    static ContentKind kind(Structured structured) {
        return switch (structured) {
            case Place _ -> ContentKind.LOCATION;
            case Cards _ -> ContentKind.CONTACT;
            case Carousel _, Form _ -> ContentKind.TEXT;
            case Poll _ -> ContentKind.POLL;
        };
    }

    /** For the list row, and for whoever sees words alone. */
    public static String words(Structured structured) {
        return switch (structured) {
            case Place place -> place.title().or(place::address).orElse(place.latitude() + ", " + place.longitude());
            case Cards cards -> cards.cards().stream().map(Card::name).collect(Collectors.joining(", "));
            case Carousel carousel -> carousel.slides().stream().map(Slide::title).collect(Collectors.joining(" · "));
            case Poll poll -> poll.question();
            case Form form -> form.title();
        };
    }

    /** Empty where there is none, and for what others wrote. */
    public static Optional<Structured> read(JsonObject content) {
        if (content == null) {
            return Optional.empty();
        }
        if (content.containsKey(LATITUDE)) {
            return Optional.of(new Place(
                    content.getDouble(LATITUDE),
                    content.getDouble("longitude"),
                    Optional.ofNullable(content.getString("title")),
                    Optional.ofNullable(content.getString("address"))));
        }
        if (content.containsKey(CONTACTS)) {
            return Optional.of(new Cards(objects(content.getJsonArray(CONTACTS)).stream()
                    .map(card -> new Card(card.getString("name"), texts(card, "phones"), texts(card, "emails")))
                    .toList()));
        }
        if (content.containsKey(QUESTION)) {
            return Optional.of(new Poll(content.getString(QUESTION), objects(content.getJsonArray("options")).stream().map(option -> option.getString("text")).toList()));
        }
        if (content.containsKey(FORM)) {
            return Optional.of(readForm(content.getJsonObject(FORM)));
        }
        return content.containsKey(CAROUSEL)
                ? Optional.of(new Carousel(objects(content.getJsonArray(CAROUSEL)).stream().map(StructuredJson::readSlide).toList()))
                : Optional.empty();
    }

    private static JsonObject card(Card card) {
        return JsonObject.of("name", card.name(), "phones", new JsonArray(card.phones()), "emails", new JsonArray(card.emails()));
    }

    private static JsonObject slide(Slide slide) {
        JsonObject json = JsonObject.of("title", slide.title());
        slide.text().ifPresent(text -> json.put("text", text));
        slide.imageUrl().ifPresent(url -> json.put("image_url", url));
        JsonArray buttons = new JsonArray();
        slide.buttons().forEach(button -> {
            JsonObject one = JsonObject.of("id", button.id(), "title", button.title());
            button.url().ifPresent(url -> one.put("url", url));
            buttons.add(one);
        });
        return json.put("buttons", buttons);
    }

    private static Slide readSlide(JsonObject slide) {
        List<Button> buttons = objects(slide.getJsonArray("buttons", new JsonArray())).stream()
                .map(button -> new Button(button.getString("id"), button.getString("title"), Optional.ofNullable(button.getString("url"))))
                .toList();
        return new Slide(slide.getString("title"), Optional.ofNullable(slide.getString("text")), Optional.ofNullable(slide.getString("image_url")), buttons);
    }

    private static JsonObject form(Form form) {
        JsonArray fields = new JsonArray();
        form.fields().forEach(field -> fields.add(new JsonObject()
                .put("key", field.key())
                .put("type", field.type().word())
                .put("label", field.label())
                .put("required", field.required())
                .put("max", field.max())
                .put("options", new JsonArray(field.options()))));
        JsonObject json = JsonObject.of("title", form.title(), "fields", fields);
        form.submitLabel().ifPresent(label -> json.put("submit_label", label));
        return json;
    }

    private static Form readForm(JsonObject form) {
        List<FormField> fields = objects(form.getJsonArray("fields")).stream()
                .map(field -> new FormField(
                        field.getString("key"),
                        FormField.Type.of(field.getString("type")).orElse(FormField.Type.TEXT),
                        field.getString("label"),
                        field.getBoolean("required"),
                        field.getInteger("max"),
                        texts(field, "options")))
                .toList();
        return new Form(form.getString("title"), fields, Optional.ofNullable(form.getString("submit_label")));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> texts(JsonObject card, String name) {
        return card.getJsonArray(name, new JsonArray()).stream().map(String.class::cast).toList();
    }
}
