package dev.tributary.conversation;

import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.Limits;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.SendsCarousels;
import dev.tributary.channel.SendsForms;
import dev.tributary.channel.SendsMail;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.Structured;
import dev.tributary.platform.SafeHtml;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a message may be queued: the conversation and its account must be able to carry it, and the channel must accept it.
 * What is refused here was never promised; what passes is never dropped. People, rules and programs pass the same gate.
 */
@ApplicationScoped
class SendRules {

    /** A file that was uploaded for the message. */
    record File(ContentKind kind, String fileName, String contentType, long size) {}

    private static final int NOTE_LENGTH = 50_000;
    private static final int BUTTON_TITLE_LENGTH = 200;

    private final AdapterRegistry adapters;
    private final ReplyWindows replyWindows;

    SendRules(AdapterRegistry adapters, ReplyWindows replyWindows) {
        this.adapters = adapters;
        this.replyWindows = replyWindows;
    }

    /** HTML of ours as this channel carries it: mails keep their looks and their pictures. */
    String clean(Place place, String html) {
        return isMail(place) ? MailHtml.cleanOwn(html) : SafeHtml.clean(html);
    }

    boolean isMail(Place place) {
        return adapters.find(place.channelType()).filter(SendsMail.class::isInstance).isPresent();
    }

    /** Refuses with 409 what cannot leave from here now, whatever it says. */
    void checkPlace(Place place, boolean isTemplate, boolean byPerson) {
        if (place.isArchived()) {
            throw Problems.conflict("channel_account_archived", "This conversation's channel was removed.", "Write to the customer on another channel.");
        }
        if (place.status().equals("closed")) {
            throw Problems.conflict("conversation_closed", "This conversation is closed.", "Reopen it before you answer.");
        }
        if (!place.isEnabled()) {
            throw Problems.conflict("channels_disabled", "Channels are switched off for this workspace.", "An admin can switch them on in the workspace's settings.");
        }
        if (!place.isActive()) {
            throw Problems.conflict("channel_account_inactive", "This conversation's channel is switched off.", "Switch it on under Settings → Channels.");
        }
        if (place.connectionState().equals("disconnected")) {
            throw Problems.conflict(
                    "channel_account_disconnected",
                    "This conversation's channel is not connected.",
                    place.accountHint().orElse("Reconnect it under Settings → Channels."));
        }
        if (!isTemplate) {
            checkWindow(place, byPerson);
        }
    }

    /** Refuses with 400 what this channel does not take, every field at once. */
    void checkContent(Place place, NewMessage message, Optional<String> text, List<File> files) {
        Descriptor descriptor = sender(place.channelType());
        List<FieldError> errors = new ArrayList<>();
        if (message.template().isPresent() && !descriptor.sends().contains(ContentKind.TEMPLATE)) {
            errors.add(new FieldError("template", "this channel has no templates"));
        }
        checkText(descriptor, text, errors);
        checkFiles(descriptor, files, errors);
        checkButtons(descriptor.limits(), message, errors);
        message.structured().ifPresent(structured -> checkStructured(place, descriptor, structured, message, errors));
        if (message.mail().isPresent() && !isMail(place)) {
            errors.add(new FieldError("mail", descriptor.label() + " carries no mails"));
        }
        if (message.html().filter(html -> html.getBytes(StandardCharsets.UTF_8).length > MailHtml.MOST_BYTES).isPresent()) {
            errors.add(new FieldError("html", "must have at most " + MailHtml.MOST_BYTES / 1024 + " kB"));
        }
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
    }

    /** A note stays here: only its size matters. */
    void checkNote(NewMessage message, Optional<String> text) {
        if (text.isPresent() && text.get().length() > NOTE_LENGTH) {
            throw Problems.invalid("text", "must have at most " + NOTE_LENGTH + " characters");
        }
        if (!message.buttons().isEmpty() || message.structured().isPresent()) {
            throw Problems.invalid(message.structured().isPresent() ? "location" : "buttons", "a private note has words and files only");
        }
    }

    private void checkWindow(Place place, boolean byPerson) {
        replyWindows.of(place.channelType(), place.window(), byPerson).filter(window -> !window.open()).ifPresent(_ -> {
            long hours = replyWindows.length(place.channelType()).orElseThrow().toHours();
            throw Problems.conflict(
                    "reply_window_closed",
                    "More than %d hours have passed since the customer's last message.".formatted(hours),
                    descriptorOf(place).sends().contains(ContentKind.TEMPLATE)
                            ? "Send a template, or wait until the customer writes again."
                            : "Wait until the customer writes again, or use another channel.");
        });
    }

    private Descriptor descriptorOf(Place place) {
        return sender(place.channelType());
    }

    private Descriptor sender(String channelType) {
        return adapters.find(channelType)
                .filter(adapter -> adapter instanceof SendsMessages)
                .orElseThrow(() -> Problems.conflict("channel_cannot_send", "This channel only receives.", "Write to the customer on another channel."))
                .descriptor();
    }

    private void checkStructured(Place place, Descriptor descriptor, Structured structured, NewMessage message, List<FieldError> errors) {
        if (!message.buttons().isEmpty() || message.template().isPresent() || !message.attachmentIds().isEmpty()) {
            errors.add(new FieldError("location", "a place, contact cards, a carousel, a poll and a form stand alone"));
        }
        switch (structured) {
            case Structured.Place _ -> refuseUnless(descriptor, ContentKind.LOCATION, "location", errors);
            case Structured.Cards _ -> refuseUnless(descriptor, ContentKind.CONTACT, "contacts", errors);
            case Structured.Carousel carousel -> checkSlides(place, descriptor, carousel, errors);
            case Structured.Poll _ -> refuseUnless(descriptor, ContentKind.POLL, "poll", errors);
            case Structured.Form form -> checkForm(place, descriptor, form, errors);
        }
    }

    private static void refuseUnless(Descriptor descriptor, ContentKind kind, String field, List<FieldError> errors) {
        if (!descriptor.sends().contains(kind)) {
            errors.add(new FieldError(field, descriptor.label() + " carries no " + kind.word()));
        }
    }

    private void checkSlides(Place place, Descriptor descriptor, Structured.Carousel carousel, List<FieldError> errors) {
        if (!(adapters.find(place.channelType()).orElseThrow() instanceof SendsCarousels channel)) {
            errors.add(new FieldError("carousel", descriptor.label() + " has no carousels"));
            return;
        }
        if (carousel.slides().size() > channel.maxSlides()) {
            errors.add(new FieldError("carousel", "%s takes at most %d cards".formatted(descriptor.label(), channel.maxSlides())));
        }
        if (carousel.slides().stream().anyMatch(slide -> slide.buttons().size() > channel.maxButtonsOfSlide())) {
            errors.add(new FieldError("carousel.buttons", "%s takes at most %d buttons a card".formatted(descriptor.label(), channel.maxButtonsOfSlide())));
        }
    }

    private void checkForm(Place place, Descriptor descriptor, Structured.Form form, List<FieldError> errors) {
        if (!(adapters.find(place.channelType()).orElseThrow() instanceof SendsForms channel)) {
            errors.add(new FieldError("form", descriptor.label() + " has no forms"));
        } else if (form.fields().size() > channel.maxFormFields()) {
            errors.add(new FieldError("form.fields", "%s takes at most %d fields".formatted(descriptor.label(), channel.maxFormFields())));
        }
    }

    private static void checkText(Descriptor descriptor, Optional<String> text, List<FieldError> errors) {
        if (text.isEmpty()) {
            return;
        }
        int limit = descriptor.limits().textLength();
        if (!descriptor.sends().contains(ContentKind.TEXT)) {
            errors.add(new FieldError("text", descriptor.label() + " carries no text"));
        } else if (limit > 0 && text.get().length() > limit) {
            errors.add(new FieldError("text", "has %d characters; %s takes at most %d".formatted(text.get().length(), descriptor.label(), limit)));
        }
    }

    private static void checkFiles(Descriptor descriptor, List<File> files, List<FieldError> errors) {
        Limits limits = descriptor.limits();
        if (files.size() > limits.maxAttachments()) {
            errors.add(new FieldError("attachments", "%s takes at most %d attachments".formatted(descriptor.label(), limits.maxAttachments())));
        }
        for (int index = 0; index < files.size(); index++) {
            String field = "attachments[" + index + "]";
            refusal(descriptor, files.get(index)).ifPresent(message -> errors.add(new FieldError(field, message)));
        }
    }

    private static Optional<String> refusal(Descriptor descriptor, File file) {
        if (!descriptor.sends().contains(file.kind())) {
            return Optional.of("%s carries no %s".formatted(descriptor.label(), file.kind().word()));
        }
        AttachmentLimit limit = descriptor.limits().attachments().get(file.kind());
        if (limit == null) {
            return Optional.empty();
        }
        if (file.size() > limit.maxBytes()) {
            return Optional.of("%s has %d bytes; %s takes at most %d".formatted(file.fileName(), file.size(), descriptor.label(), limit.maxBytes()));
        }
        boolean accepted = limit.contentTypes().isEmpty() || limit.contentTypes().contains(file.contentType().toLowerCase(Locale.ROOT));
        return accepted ? Optional.empty() : Optional.of("%s is %s, which %s does not take".formatted(file.fileName(), file.contentType(), descriptor.label()));
    }

    private static void checkButtons(Limits limits, NewMessage message, List<FieldError> errors) {
        if (message.buttons().size() > limits.maxButtons()) {
            errors.add(new FieldError("buttons", limits.maxButtons() == 0 ? "this channel has no buttons" : "at most " + limits.maxButtons() + " are taken"));
        }
        for (int index = 0; index < message.buttons().size(); index++) {
            String title = message.buttons().get(index).title();
            if (title.isBlank() || title.length() > BUTTON_TITLE_LENGTH) {
                errors.add(new FieldError("buttons[" + index + "].title", "must have between 1 and " + BUTTON_TITLE_LENGTH + " characters"));
            }
        }
    }
}
