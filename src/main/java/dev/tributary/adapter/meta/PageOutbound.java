package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.Structured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a message of ours as the bodies that Messenger and Instagram take, in their order: files first, for they have no words. Pure. */
final class PageOutbound {

    static final int MESSENGER_CHARACTERS = 1_999;
    static final int INSTAGRAM_BYTES = 1_000;
    static final int MOST_BUTTONS = 13;
    static final int MOST_SLIDES = 10;
    static final int TEMPLATE_BUTTONS = 3;
    private static final int TEMPLATE_TEXT = 640;
    private static final int ELEMENT_TITLE = 80;
    private static final int TITLE = 20;

    /** @param file that belongs into the message's attachment */
    record Part(ObjectNode body, Optional<File> file) {}

    private final OutboundMessage message;
    private final boolean isInstagram;
    private final boolean isTagged;

    private PageOutbound(OutboundMessage message, boolean isInstagram, boolean isTagged) {
        this.message = message;
        this.isInstagram = isInstagram;
        this.isTagged = isTagged;
    }

    /** @param isTagged whether a person answers after the window has closed */
    static List<Part> parts(OutboundMessage message, boolean isInstagram, boolean isTagged) {
        return new PageOutbound(message, isInstagram, isTagged).parts();
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        message.attachments().forEach(file -> parts.add(file(file)));
        message.structured().filter(Structured.Carousel.class::isInstance).map(Structured.Carousel.class::cast).ifPresent(carousel -> parts.add(new Part(carousel(carousel), Optional.empty())));
        String words = message.text().orElse("").strip();
        boolean isTemplate = message.buttons().stream().anyMatch(button -> button.url().isPresent()) && !words.isEmpty();
        List<String> pieces = pieces(words, isTemplate);
        for (int index = 0; index < pieces.size(); index++) {
            boolean last = index == pieces.size() - 1;
            parts.add(new Part(last ? withButtons(pieces.get(index), isTemplate) : text(pieces.get(index)), Optional.empty()));
        }
        if (!parts.isEmpty()) {
            message.replyTo().ifPresent(quoted -> parts.getFirst().body().putObject("reply_to").put("mid", quoted.value()));
        }
        return parts;
    }

    private List<String> pieces(String words, boolean isTemplate) {
        if (isTemplate) {
            return Pieces.ofCharacters(words, isInstagram ? ELEMENT_TITLE : TEMPLATE_TEXT);
        }
        return isInstagram ? Pieces.ofBytes(words, INSTAGRAM_BYTES) : Pieces.ofCharacters(words, MESSENGER_CHARACTERS);
    }

    private Part file(File file) {
        ObjectNode body = base();
        ObjectNode attachment = body.putObject("message").putObject("attachment").put("type", type(file));
        attachment.putObject("payload");
        return new Part(body, Optional.of(file));
    }

    private ObjectNode text(String words) {
        ObjectNode body = base();
        body.putObject("message").put("text", words);
        return body;
    }

    private ObjectNode withButtons(String words, boolean isTemplate) {
        if (isTemplate) {
            return template(words);
        }
        ObjectNode body = text(words);
        if (!message.buttons().isEmpty()) {
            ArrayNode replies = ((ObjectNode) body.get("message")).putArray("quick_replies");
            message.buttons().forEach(button -> replies.addObject()
                    .put("content_type", "text")
                    .put("title", shortened(button.title()))
                    .put("payload", button.id()));
        }
        return body;
    }

    /** A link needs a button that stays. */
    private ObjectNode template(String words) {
        ObjectNode body = base();
        ObjectNode payload = body.putObject("message").putObject("attachment").put("type", "template").putObject("payload");
        ObjectNode holder = isInstagram
                ? payload.put("template_type", "generic").putArray("elements").addObject().put("title", words)
                : payload.put("template_type", "button").put("text", words);
        ArrayNode buttons = holder.putArray("buttons");
        message.buttons().stream().limit(TEMPLATE_BUTTONS).forEach(button -> button(buttons.addObject(), button));
        return body;
    }

    private ObjectNode carousel(Structured.Carousel carousel) {
        ObjectNode body = base();
        ObjectNode payload = body.putObject("message").putObject("attachment").put("type", "template").putObject("payload");
        ArrayNode elements = payload.put("template_type", "generic").putArray("elements");
        carousel.slides().stream().limit(MOST_SLIDES).forEach(slide -> {
            ObjectNode element = elements.addObject().put("title", slide.title());
            slide.text().ifPresent(text -> element.put("subtitle", text));
            slide.imageUrl().ifPresent(url -> element.put("image_url", url));
            if (!slide.buttons().isEmpty()) {
                ArrayNode buttons = element.putArray("buttons");
                slide.buttons().stream().limit(TEMPLATE_BUTTONS).forEach(button -> button(buttons.addObject(), button));
            }
        });
        return body;
    }

    private static void button(ObjectNode node, Button button) {
        node.put("title", shortened(button.title()));
        button.url().ifPresentOrElse(url -> node.put("type", "web_url").put("url", url), () -> node.put("type", "postback").put("payload", button.id()));
    }

    private ObjectNode base() {
        ObjectNode body = ProviderJson.object();
        if (isTagged) {
            body.put("messaging_type", "MESSAGE_TAG").put("tag", "HUMAN_AGENT");
        } else {
            body.put("messaging_type", "RESPONSE");
        }
        body.putObject("recipient").put("id", message.recipient());
        return body;
    }

    static String type(File file) {
        return switch (file.kind()) {
            case IMAGE, STICKER -> "image";
            case VIDEO -> "video";
            case AUDIO -> "audio";
            default -> "file";
        };
    }

    private static String shortened(String title) {
        return title.length() <= TITLE ? title : title.substring(0, Character.isHighSurrogate(title.charAt(TITLE - 2)) ? TITLE - 2 : TITLE - 1) + "…";
    }
}
