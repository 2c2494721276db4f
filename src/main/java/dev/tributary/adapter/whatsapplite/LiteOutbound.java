package dev.tributary.adapter.whatsapplite;

import dev.tributary.channel.Content.Contacts.Card;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.Structured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a message of ours apart into what leaves by one call each, whoever the gateway is. Pure. */
final class LiteOutbound {

    static final int TEXT_LIMIT = 4_096;
    static final int MOST_FILES = 10;
    static final int MOST_BUTTONS = 10;

    sealed interface Part {
        record Text(String words) implements Part {}

        record Media(File file, Optional<String> caption) implements Part {}

        record Voice(File file) implements Part {}

        record Place(Structured.Place place) implements Part {}

        record Cards(List<Card> cards) implements Part {}

        record Sticker(File file) implements Part {}
    }

    private LiteOutbound() {}

    static List<Part> parts(OutboundMessage message) {
        String words = words(message);
        List<File> files = message.attachments();
        boolean captioned = files.size() == 1 && part(files.getFirst(), Optional.empty()) instanceof Part.Media media && media.file().kind() != ContentKind.AUDIO && !words.isEmpty();
        List<Part> parts = new ArrayList<>();
        message.structured().map(LiteOutbound::structured).ifPresent(parts::add);
        files.forEach(file -> parts.add(part(file, captioned ? Optional.of(words) : Optional.empty())));
        if (!captioned && !words.isEmpty()) {
            parts.add(new Part.Text(words));
        }
        return parts;
    }

    private static Part structured(Structured structured) {
        return switch (structured) {
            case Structured.Place place -> new Part.Place(place);
            case Structured.Cards cards -> new Part.Cards(cards.cards());
            case Structured.Carousel _ -> throw new IllegalStateException("a linked device has no carousels");
            case Structured.Poll _ -> throw new IllegalStateException("polls of linked devices are not sent");
            case Structured.Form _ -> throw new IllegalStateException("a linked device has no forms");
        };
    }

    private static Part part(File file, Optional<String> caption) {
        String type = file.contentType().split(";", 2)[0].strip();
        if (type.equals("audio/ogg")) {
            return new Part.Voice(file);
        }
        return file.kind() == ContentKind.STICKER ? new Part.Sticker(file) : new Part.Media(file, caption);
    }

    /** WhatsApp hides buttons of linked devices: they are told as a numbered list. */
    private static String words(OutboundMessage message) {
        StringBuilder all = new StringBuilder(message.text().orElse("").strip());
        int number = 1;
        for (Button button : message.buttons()) {
            all.append(all.isEmpty() ? "" : "\n").append(number++).append(". ").append(button.title());
            button.url().ifPresent(url -> all.append(": ").append(url));
        }
        return all.toString();
    }
}
