package dev.tributary.adapter.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.UnreadableEventException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A body in, inbound events out; pure. There is exactly one inbound event for each event of the body, in the same order: what
 * breaks the protocol becomes {@link InboundEvent.Invalid}, so that the caller can be told about each entry.
 */
final class ApiInbound {

    static final int MAX_EVENTS = 100;
    static final int MAX_ID = 255;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CLOCK_DRIFT = Duration.ofMinutes(5);
    private static final int MAX_EMOJI = 64;
    private static final int MAX_ERROR_TEXT = 1_000;
    private static final DeliveryStatus[] STATUSES = {
        DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ, DeliveryStatus.FAILED
    };

    private ApiInbound() {}

    static List<InboundEvent> read(RawEvent raw) {
        JsonNode body = parse(raw.body());
        if (!body.has("events")) {
            return List.of(read(new ApiField("", body), raw));
        }
        List<InboundEvent> events = new ArrayList<>();
        try {
            new ApiField("events", body.get("events")).list(MAX_EVENTS).forEach(entry -> events.add(read(entry, raw)));
        } catch (ApiField.InvalidException invalid) {
            return List.of(new InboundEvent.Invalid(keyOf("invalid", body), raw.receivedAt(), invalid.field(), invalid.getMessage()));
        }
        return events;
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || root.isMissingNode()) {
                throw new UnreadableEventException("the body is empty");
            }
            return root;
        } catch (IOException notJson) {
            throw new UnreadableEventException("the body is not JSON", notJson);
        }
    }

    private static InboundEvent read(ApiField event, RawEvent raw) {
        try {
            String type = event.object().required("type").text(MAX_ID);
            Instant at = time(event.get("timestamp"), raw.receivedAt()).orElse(raw.receivedAt());
            return read(type, event, at, raw);
        } catch (ApiField.InvalidException invalid) {
            return new InboundEvent.Invalid(keyOf("invalid", event.node()), raw.receivedAt(), invalid.field(), invalid.getMessage());
        }
    }

    private static InboundEvent read(String type, ApiField event, Instant at, RawEvent raw) {
        EventKey key = keyOf(type, event.node());
        return switch (type) {
            case "message.created" -> created(event.required("data").object(), at, raw);
            case "message.edited" -> edited(key, event.required("data").object(), at);
            case "message.deleted" -> new InboundEvent.MessageDeleted(key, at, messageId(event.required("data").object()));
            case "message.reaction" -> reaction(key, event.required("data").object(), at, raw);
            case "message.status" -> status(key, event.required("data").object(), at);
            case "typing" -> typing(key, event.required("data").object(), at);
            case "contact.updated" -> contact(key, event.required("data").object(), at, raw);
            case "conversation.closed" -> closed(key, event.required("data").object(), at);
            default -> new InboundEvent.Unsupported(key, at, "events of type " + abbreviated(type) + " are not handled");
        };
    }

    /** Echoes of a message that we sent carry our id, by which the first sight is found. */
    private static InboundEvent created(ApiField data, Instant at, RawEvent raw) {
        ProviderMessageId external = messageId(data);
        boolean echo = data.get("direction").isPresent() && data.get("direction").choice("inbound", "outbound") == 1;
        Optional<ProviderMessageId> ours = data.get("message_id").optionalText(MAX_ID).filter(_ -> echo).map(ProviderMessageId::new);
        Sender sender = ApiContact.read(data.required("contact"), raw.settings());
        return new InboundEvent.MessageReceived(
                new EventKey("message:" + external.value()),
                time(data.get("sent_at"), raw.receivedAt()).orElse(at),
                sender,
                new InboundEvent.Thread(thread(data, sender), Optional.empty(), Optional.empty(), java.util.Map.of()),
                ours.orElse(external),
                ApiContent.read(data.required("content").object()),
                echo ? Origin.ELSEWHERE : Origin.CUSTOMER,
                data.get("reply_to").optionalText(MAX_ID).map(ProviderMessageId::new),
                Optional.empty());
    }

    private static InboundEvent edited(EventKey key, ApiField data, Instant at) {
        return new InboundEvent.MessageEdited(key, at, messageId(data), ApiContent.read(data.required("content").object()));
    }

    private static InboundEvent reaction(EventKey key, ApiField data, Instant at, RawEvent raw) {
        String emoji = data.required("emoji").text(MAX_EMOJI);
        boolean removed = data.get("action").isPresent() && data.get("action").choice("add", "remove") == 1;
        Reaction.Change change = removed ? new Reaction.Change.Remove(emoji) : new Reaction.Change.Add(emoji);
        return new Reaction(key, at, messageId(data), ApiContact.read(data.required("contact"), raw.settings()), change);
    }

    private static InboundEvent status(EventKey key, ApiField data, Instant at) {
        DeliveryStatus status = STATUSES[data.required("status").choice("sent", "delivered", "read", "failed")];
        ProviderMessageId id = data.get("message_id").optionalText(MAX_ID).map(ProviderMessageId::new).orElseGet(() -> messageId(data));
        return new InboundEvent.Delivery(key, at, id, status, status == DeliveryStatus.FAILED ? Optional.of(problem(data)) : Optional.empty());
    }

    private static dev.tributary.channel.ChannelProblem problem(ApiField data) {
        ApiField error = data.get("error");
        String code = error.get("code").optionalText(MAX_ID).orElse("failed");
        String text = error.get("text").optionalText(MAX_ERROR_TEXT).orElse("The receiving system could not deliver it.");
        return ApiErrors.undeliverable(code, text);
    }

    private static InboundEvent typing(EventKey key, ApiField data, Instant at) {
        boolean on = data.required("state").choice("on", "off") == 0;
        Optional<ThreadKey> named = data.get("thread_id").optionalText(MAX_ID).map(ApiThreads::ofThread);
        return new InboundEvent.Typing(key, at, named.orElseGet(() -> ApiThreads.ofContact(externalId(data))), on);
    }

    private static InboundEvent contact(EventKey key, ApiField data, Instant at, RawEvent raw) {
        Sender sender = ApiContact.read(data.required("contact"), raw.settings());
        return new InboundEvent.ContactChanged(key, at, sender, InboundEvent.ContactChanged.Change.PROFILE);
    }

    private static InboundEvent closed(EventKey key, ApiField data, Instant at) {
        return new InboundEvent.ThreadClosed(key, at, ApiThreads.ofThread(data.required("thread_id").text(MAX_ID)));
    }

    private static ThreadKey thread(ApiField data, Sender sender) {
        return data.get("thread_id").optionalText(MAX_ID).map(ApiThreads::ofThread).orElseGet(() -> ApiThreads.ofContact(sender.id()));
    }

    private static ProviderMessageId messageId(ApiField data) {
        return new ProviderMessageId(data.required("external_message_id").text(MAX_ID));
    }

    private static String externalId(ApiField data) {
        return data.required("contact").object().required("external_id").text(MAX_ID);
    }

    /** Empty where absent; a time in the far future is a clock gone wrong, and becomes the time of arrival. */
    private static Optional<Instant> time(ApiField field, Instant receivedAt) {
        if (!field.isPresent()) {
            return Optional.empty();
        }
        try {
            Instant at = OffsetDateTime.parse(field.text(MAX_ID)).toInstant();
            return Optional.of(at.isAfter(receivedAt.plus(CLOCK_DRIFT)) ? receivedAt : at);
        } catch (DateTimeParseException notATime) {
            throw field.invalid("must be a time with zone, as 2026-11-20T10:00:00Z");
        }
    }

    /** Only messages have an id of their own; of the rest the same bytes mean the same event. */
    private static EventKey keyOf(String type, JsonNode event) {
        return new EventKey(abbreviated(type) + ":" + DigestUtils.sha256Hex(event.toString()));
    }

    private static String abbreviated(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64);
    }
}
