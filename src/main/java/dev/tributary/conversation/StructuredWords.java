package dev.tributary.conversation;

import dev.tributary.channel.FormField;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.Structured;
import dev.tributary.channel.Structured.Cards;
import dev.tributary.channel.Structured.Carousel;
import dev.tributary.channel.Structured.Form;
import dev.tributary.channel.Structured.Place;
import dev.tributary.channel.Structured.Poll;
import dev.tributary.channel.Structured.Slide;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What customers read of a card, a form or a poll; keys, ids and links are for programs. Pure. */
final class StructuredWords {

    private StructuredWords() {}

    static List<String> of(Structured structured) {
        List<String> words = new ArrayList<>();
        change(structured, text -> {
            words.add(text);
            return text;
        });
        return words;
    }

    /** The same with other words. Places and contact cards say what they say. */
    static Structured change(Structured structured, UnaryOperator<String> words) {
        return switch (structured) {
            case Place place -> place;
            case Cards cards -> cards;
            case Poll poll -> new Poll(words.apply(poll.question()), poll.options().stream().map(words).toList());
            case Carousel carousel -> new Carousel(carousel.slides().stream().map(slide -> slide(slide, words)).toList());
            case Form form -> new Form(words.apply(form.title()), form.fields().stream().map(field -> field(field, words)).toList(), form.submitLabel().map(words));
        };
    }

    private static Slide slide(Slide slide, UnaryOperator<String> words) {
        List<Button> buttons = slide.buttons().stream().map(button -> new Button(button.id(), words.apply(button.title()), button.url())).toList();
        return new Slide(words.apply(slide.title()), slide.text().map(words), slide.imageUrl(), buttons);
    }

    private static FormField field(FormField field, UnaryOperator<String> words) {
        return new FormField(field.key(), field.type(), words.apply(field.label()), field.required(), field.max(), field.options().stream().map(words).toList());
    }
}
