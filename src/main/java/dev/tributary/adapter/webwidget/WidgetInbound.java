package dev.tributary.adapter.webwidget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.adapter.webwidget.WidgetEvent.File;
import dev.tributary.adapter.webwidget.WidgetEvent.Message;
import dev.tributary.adapter.webwidget.WidgetEvent.Visitor;
import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.UnreadableEventException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Journalled messages of visitors, as inbound events. Pure. */
final class WidgetInbound {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WidgetInbound() {}

    static List<InboundEvent> read(RawEvent raw) {
        WidgetEvent event = parse(raw.body());
        String id = required("visitor.sender_id", event.visitor().senderId()) + "/" + required("client_id", event.clientId());
        EventKey key = new EventKey("message/" + id);
        if (!"message".equals(event.type())) {
            return List.of(new InboundEvent.Unsupported(key, raw.receivedAt(), "unknown type " + event.type()));
        }
        return List.of(new InboundEvent.MessageReceived(
                key,
                raw.receivedAt(),
                sender(event.visitor()),
                thread(event.thread()),
                new ProviderMessageId(id),
                content(event.message()),
                InboundEvent.Origin.CUSTOMER,
                Optional.ofNullable(event.replyTo()).map(ProviderMessageId::new),
                Optional.empty()));
    }

    private static WidgetEvent parse(byte[] body) {
        try {
            WidgetEvent event = JSON.readValue(body, WidgetEvent.class);
            if (event == null || event.visitor() == null || event.thread() == null || event.message() == null) {
                throw new UnreadableEventException("visitor, thread or message is missing");
            }
            return event;
        } catch (JsonProcessingException malformed) {
            throw new UnreadableEventException("not a widget event: " + malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UnreadableEventException("not a widget event");
        }
    }

    /** What a visitor merely claims is an attribute: nothing is matched by it, and an agent sees that it is a claim. */
    private static Sender sender(Visitor visitor) {
        Map<String, String> attributes = new HashMap<>(visitor.attributes() == null ? Map.of() : visitor.attributes());
        Optional.ofNullable(visitor.claimedEmail()).ifPresent(email -> attributes.put("email_unverified", email));
        return new Sender(
                visitor.senderId(),
                Optional.ofNullable(visitor.name()),
                Optional.empty(),
                Optional.ofNullable(visitor.phone()),
                Optional.ofNullable(visitor.email()),
                Optional.empty(),
                Optional.ofNullable(visitor.locale()),
                attributes);
    }

    private static InboundEvent.Thread thread(WidgetEvent.Thread thread) {
        ThreadKey key = new ThreadKey(required("thread.key", thread.key()));
        return new InboundEvent.Thread(key, Optional.empty(), Optional.empty(), thread.attributes() == null ? Map.of() : thread.attributes());
    }

    private static Content content(Message message) {
        return switch (required("message.type", message.type())) {
            case "text" -> new Content.Text(required("message.text", message.text()));
            case "attachment" -> new Content.Media(files(message), Optional.ofNullable(message.text()));
            case "location" -> location(message);
            case "postback" -> new Content.Postback(required("message.payload", message.payload()), required("message.text", message.text()));
            case "form" -> form(message);
            default -> new Content.Unsupported(message.type(), Optional.ofNullable(message.text()));
        };
    }

    private static Content form(Message message) {
        if (message.answers() == null || message.answers().isEmpty()) {
            throw new UnreadableEventException("a form without answers");
        }
        return new Content.Form(Optional.of(id("message.form_id", message.formId())), message.answers().stream().map(WidgetInbound::answer).toList());
    }

    private static Content.Form.Answer answer(WidgetEvent.Answer answer) {
        if (!(answer.value() instanceof String) && !(answer.value() instanceof Boolean)) {
            throw new UnreadableEventException("an answer that is neither a text nor yes or no");
        }
        return new Content.Form.Answer(Optional.ofNullable(answer.key()), required("answer.label", answer.label()), answer.value());
    }

    private static UUID id(String field, String value) {
        try {
            return UUID.fromString(required(field, value));
        } catch (IllegalArgumentException noId) {
            throw new UnreadableEventException(field + " is no id", noId);
        }
    }

    private static Content location(Message message) {
        if (message.latitude() == null || message.longitude() == null) {
            throw new UnreadableEventException("a location without coordinates");
        }
        return new Content.Location(message.latitude(), message.longitude(), Optional.ofNullable(message.text()), Optional.empty());
    }

    private static List<MediaRef> files(Message message) {
        return (message.files() == null ? List.<File>of() : message.files()).stream().map(WidgetInbound::file).toList();
    }

    private static MediaRef file(File file) {
        try {
            return new MediaRef(
                    ContentKind.valueOf(required("file.kind", file.kind()).toUpperCase(Locale.ROOT)),
                    new MediaRef.Source.Uploaded(UUID.fromString(required("file.attachment_id", file.attachmentId()))),
                    Optional.ofNullable(file.name()),
                    Optional.ofNullable(file.contentType()),
                    Optional.ofNullable(file.size()));
        } catch (IllegalArgumentException unknown) {
            throw new UnreadableEventException("a file of no known kind or id");
        }
    }

    private static String required(String field, String value) {
        if (value == null || value.isBlank()) {
            throw new UnreadableEventException(field + " is missing");
        }
        return value;
    }
}
