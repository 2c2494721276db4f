package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.ButtonKey;
import dev.tributary.channel.Content.Contacts.Card;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.SendsReactions;
import dev.tributary.channel.Structured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a message of ours as the bodies that WhatsApp takes, in their order. Pure. */
final class WhatsAppOutbound {

    static final int TEXT_LIMIT = 4_096;
    static final int CAPTION_LIMIT = 1_024;
    static final int LONGEST_TEXT = 5 * TEXT_LIMIT;
    static final int MOST_BUTTONS = 10;
    static final int MOST_FILES = 10;
    private static final int REPLY_BUTTONS = 3;
    private static final int BUTTON_TITLE = 20;
    private static final int ROW_TITLE = 24;
    private static final int ID_BYTES = 200;
    private static final long MEGABYTE = 1L << 20;
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png");
    private static final Set<String> VIDEOS = Set.of("video/mp4", "video/3gpp");
    private static final Set<String> AUDIOS = Set.of("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg");

    /** @param file to be uploaded first; its id then goes into the member of that name */
    record Part(ObjectNode body, Optional<Attached> file) {}

    record Attached(File file, ObjectNode into) {}

    private final OutboundMessage message;

    private WhatsAppOutbound(OutboundMessage message) {
        this.message = message;
    }

    static List<Part> parts(OutboundMessage message) {
        return new WhatsAppOutbound(message).parts();
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (message.template().isPresent()) {
            parts.add(template());
        } else {
            message.structured().ifPresent(structured -> parts.add(new Part(structured(structured), Optional.empty())));
            Optional<String> caption = caption();
            message.attachments().forEach(file -> parts.add(media(file, caption)));
            if (caption.isEmpty()) {
                parts.addAll(words());
            }
        }
        if (parts.size() == 1) {
            // comes back in receipts; a receipt for one part of several says nothing of the others
            parts.getFirst().body().put("biz_opaque_callback_data", message.messageId().toString());
        }
        if (!parts.isEmpty()) {
            message.replyTo().ifPresent(quoted -> parts.getFirst().body().putObject("context").put("message_id", quoted.value()));
        }
        return parts;
    }

    private Part template() {
        ObjectNode body = base("template");
        Optional<Attached> header = message.attachments().stream().findFirst().map(file -> new Attached(file, ProviderJson.object()));
        body.set("template", WhatsAppTemplates.use(message.template().orElseThrow(), header.map(attached -> header(attached))));
        return new Part(body, header);
    }

    private static ObjectNode header(Attached attached) {
        String type = type(attached.file());
        ObjectNode parameter = ProviderJson.object().put("type", type);
        parameter.set(type, attached.into());
        return parameter;
    }

    /** The words beside the one file, where WhatsApp shows them together. */
    private Optional<String> caption() {
        boolean one = message.attachments().size() == 1 && message.buttons().isEmpty();
        boolean captioned = one && Set.of("image", "video", "document").contains(type(message.attachments().getFirst()));
        return Optional.of(text()).filter(words -> captioned && !words.isEmpty() && words.length() <= CAPTION_LIMIT);
    }

    private Part media(File file, Optional<String> caption) {
        String type = type(file);
        ObjectNode body = base(type);
        ObjectNode media = body.putObject(type);
        caption.ifPresent(words -> media.put("caption", words));
        if (type.equals("document")) {
            media.put("filename", file.fileName());
        }
        return new Part(body, Optional.of(new Attached(file, media)));
    }

    private List<Part> words() {
        List<Part> parts = new ArrayList<>();
        boolean hasButtons = !message.buttons().isEmpty();
        List<String> pieces = Pieces.ofCharacters(text(), hasButtons ? CAPTION_LIMIT : TEXT_LIMIT);
        for (int index = 0; index < pieces.size(); index++) {
            boolean carriesButtons = hasButtons && index == pieces.size() - 1;
            parts.add(new Part(carriesButtons ? interactive(pieces.get(index)) : text(pieces.get(index)), Optional.empty()));
        }
        return parts;
    }

    private ObjectNode structured(Structured structured) {
        return switch (structured) {
            case Structured.Place place -> {
                ObjectNode body = base("location");
                ObjectNode location = body.putObject("location").put("latitude", place.latitude()).put("longitude", place.longitude());
                place.title().ifPresent(title -> location.put("name", title));
                place.address().ifPresent(address -> location.put("address", address));
                yield body;
            }
            case Structured.Cards cards -> {
                ObjectNode body = base("contacts");
                ArrayNode contacts = body.putArray("contacts");
                cards.cards().forEach(card -> contact(contacts.addObject(), card));
                yield body;
            }
            case Structured.Carousel _ -> throw new IllegalStateException("WhatsApp has no carousels but those of templates");
            case Structured.Poll _ -> throw new IllegalStateException("WhatsApp's API sends no polls");
            case Structured.Form _ -> throw new IllegalStateException("forms of WhatsApp are flows, which are not sent");
        };
    }

    private static void contact(ObjectNode contact, Card card) {
        contact.putObject("name").put("formatted_name", card.name()).put("first_name", card.name());
        if (!card.phones().isEmpty()) {
            ArrayNode phones = contact.putArray("phones");
            card.phones().forEach(phone -> phones.addObject().put("phone", phone).put("type", "WORK"));
        }
        if (!card.emails().isEmpty()) {
            ArrayNode emails = contact.putArray("emails");
            card.emails().forEach(email -> emails.addObject().put("email", email).put("type", "WORK"));
        }
    }

    /** A reaction of ours; without an emoji it is taken back. */
    static ObjectNode reaction(SendsReactions.Given given) {
        ObjectNode body = base(given.thread().value(), given.recipient(), "reaction");
        body.putObject("reaction").put("message_id", given.target().value()).put("emoji", given.emoji().orElse(""));
        return body;
    }

    private ObjectNode text(String words) {
        ObjectNode body = base("text");
        body.putObject("text").put("body", words).put("preview_url", true);
        return body;
    }

    private ObjectNode interactive(String words) {
        ObjectNode body = base("interactive");
        ObjectNode interactive = body.putObject("interactive");
        List<Button> replies = message.buttons().stream().filter(button -> button.url().isEmpty()).toList();
        if (replies.isEmpty()) {
            link(interactive, message.buttons().getFirst());
        } else if (replies.size() <= REPLY_BUTTONS) {
            buttons(interactive, replies);
        } else {
            list(interactive, replies);
        }
        interactive.putObject("body").put("text", words);
        return body;
    }

    private static void link(ObjectNode interactive, Button button) {
        ObjectNode action = interactive.put("type", "cta_url").putObject("action").put("name", "cta_url");
        action.putObject("parameters").put("display_text", shortened(button.title(), BUTTON_TITLE)).put("url", button.url().orElseThrow());
    }

    private static void buttons(ObjectNode interactive, List<Button> replies) {
        ArrayNode buttons = interactive.put("type", "button").putObject("action").putArray("buttons");
        replies.forEach(button -> buttons.addObject().put("type", "reply").putObject("reply")
                .put("id", ButtonKey.of(button.id(), ID_BYTES))
                .put("title", shortened(button.title(), BUTTON_TITLE)));
    }

    private static void list(ObjectNode interactive, List<Button> replies) {
        ObjectNode action = interactive.put("type", "list").putObject("action").put("button", "…");
        ArrayNode rows = action.putArray("sections").addObject().putArray("rows");
        replies.forEach(button -> {
            ObjectNode row = rows.addObject().put("id", ButtonKey.of(button.id(), ID_BYTES)).put("title", shortened(button.title(), ROW_TITLE));
            if (button.title().length() > ROW_TITLE) {
                row.put("description", shortened(button.title(), 72));
            }
        });
    }

    /** Links that buttons cannot carry beside replies stand in the text. */
    private String text() {
        String words = message.text().orElse("").strip();
        boolean mixed = message.buttons().stream().anyMatch(button -> button.url().isEmpty());
        StringBuilder all = new StringBuilder(words);
        message.buttons().stream()
                .filter(button -> button.url().isPresent())
                .skip(mixed ? 0 : 1)
                .forEach(button -> all.append('\n').append(button.title()).append(": ").append(button.url().orElseThrow()));
        return all.toString().strip();
    }

    /** A number is written to by its digits, somebody who hides theirs by their id, a group by its own. */
    private ObjectNode base(String type) {
        return base(message.thread().value(), message.recipient(), type);
    }

    private static ObjectNode base(String thread, String recipient, String type) {
        ObjectNode body = ProviderJson.object().put("messaging_product", "whatsapp");
        if (!WhatsAppPeople.isPhone(thread) && !WhatsAppPeople.isBusinessScoped(thread)) {
            body.put("recipient_type", "group").put("to", thread);
        } else {
            boolean hidden = WhatsAppPeople.isBusinessScoped(recipient);
            body.put("recipient_type", "individual").put(hidden ? "recipient" : "to", recipient);
        }
        return body.put("type", type);
    }

    /** What WhatsApp does not take as a picture, a film or a sound goes as a document. */
    static String type(File file) {
        String contentType = file.contentType().split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        if (file.kind() == ContentKind.STICKER && contentType.equals("image/webp") && file.size() <= MEGABYTE / 2) {
            return "sticker";
        }
        if (IMAGES.contains(contentType) && file.size() <= 5 * MEGABYTE) {
            return "image";
        }
        if (VIDEOS.contains(contentType) && file.size() <= 16 * MEGABYTE) {
            return "video";
        }
        return AUDIOS.contains(contentType) && file.size() <= 16 * MEGABYTE ? "audio" : "document";
    }

    private static String shortened(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1) + "…";
    }
}
