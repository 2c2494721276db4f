package dev.tributary.conversation;

import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.platform.SafeHtml;
import dev.tributary.platform.Texts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Content as a message's columns.
 *
 * @param html sanitised
 * @param content the structured part, null where the text says all
 * @param preview for the list row; null where only the kind can be shown
 * @param full everything that was written, where text and html are only the new part of it
 */
public record ContentColumns(
        String kind, String text, String html, JsonObject content, List<IncomingFiles.File> files, String preview, Optional<Full> full) {

    /** @param html sanitised */
    public record Full(String text, String html) {}

    ContentColumns(String kind, String text, String html, JsonObject content, List<IncomingFiles.File> files, String preview) {
        this(kind, text, html, content, files, preview, Optional.empty());
    }

    public static ContentColumns of(Content content) {
        String kind = content.kind().word();
        return switch (content) {
            case Content.Text text -> text(kind, text);
            case Content.Media media -> media(kind, media);
            case Content.Mail mail -> MailColumns.of(mail);
            case Content.Location place -> structured(kind, null, place.title().or(place::address).orElse(null), location(place));
            case Content.Contacts contacts -> structured(kind, null, contacts.cards().isEmpty() ? null : contacts.cards().getFirst().name(), cards(contacts));
            case Content.Poll poll -> structured(kind, poll.question(), poll.question(), poll(poll));
            case Content.Form form -> structured(kind, lines(form), lines(form), answers(form));
            case Content.Postback pressed -> structured(
                    kind, pressed.label(), pressed.label(), JsonObject.of("payload", Texts.storable(pressed.payload()), "label", Texts.storable(pressed.label())));
            case Content.Unsupported unknown -> structured(
                    kind, unknown.text().orElse(null), unknown.text().orElse(null), JsonObject.of("what", Texts.storable(unknown.what())));
        };
    }

    private static ContentColumns text(String kind, Content.Text text) {
        String plain = Texts.storable(text.text());
        String html = text.html().map(Texts::storable).map(SafeHtml::clean).orElse(null);
        return new ContentColumns(kind, plain, html, null, List.of(), Previews.of(Optional.ofNullable(plain), Optional.empty()));
    }

    /** A sticker's caption is the emoji that it stands for. */
    private static ContentColumns media(String kind, Content.Media media) {
        String caption = media.caption().map(Texts::storable).orElse(null);
        String preview = Previews.of(Optional.ofNullable(caption), IncomingFiles.previewName(media.files()));
        boolean isSticker = media.kind() == ContentKind.STICKER && caption != null;
        return new ContentColumns(kind, caption, null, isSticker ? JsonObject.of("emoji", caption) : null, IncomingFiles.File.beside(media.files()), preview);
    }

    private static ContentColumns structured(String kind, String text, String preview, JsonObject content) {
        return new ContentColumns(kind, Texts.storable(text), null, content, List.of(), Previews.of(Optional.ofNullable(preview), Optional.empty()));
    }

    private static JsonObject location(Content.Location place) {
        JsonObject json = JsonObject.of("latitude", place.latitude(), "longitude", place.longitude());
        place.title().ifPresent(title -> json.put("title", Texts.storable(title)));
        place.address().ifPresent(address -> json.put("address", Texts.storable(address)));
        return json;
    }

    private static JsonObject cards(Content.Contacts contacts) {
        JsonArray cards = new JsonArray();
        contacts.cards().forEach(card -> cards.add(JsonObject.of(
                "name", Texts.storable(card.name()), "phones", new JsonArray(card.phones()), "emails", new JsonArray(card.emails()))));
        return JsonObject.of("contacts", cards);
    }

    private static String lines(Content.Form form) {
        return form.answers().stream()
                .map(answer -> answer.label() + ": " + (answer.value() instanceof Boolean ticked ? (ticked ? "✓" : "✗") : answer.value()))
                .collect(Collectors.joining("\n"));
    }

    private static JsonObject answers(Content.Form form) {
        JsonArray answers = new JsonArray();
        form.answers().forEach(answer -> answers.add(JsonObject.of(
                "key", answer.key().orElse(null), "label", Texts.storable(answer.label()), "value", answer.value() instanceof String text ? Texts.storable(text) : answer.value())));
        JsonObject json = JsonObject.of("answers", answers);
        form.formId().ifPresent(id -> json.put("form_id", id.toString()));
        return json;
    }

    private static JsonObject poll(Content.Poll poll) {
        JsonArray options = new JsonArray();
        poll.options().forEach(option -> options.add(JsonObject.of("text", Texts.storable(option.text()), "votes", option.votes())));
        return JsonObject.of("question", Texts.storable(poll.question()), "options", options);
    }
}
