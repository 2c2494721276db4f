package dev.tributary.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What one receiver is told of one change: none, one or several events as bodies. Pure. */
final class EventRenderer {

    /** An event ready to be stored. */
    record Event(EventType type, UUID lane, byte[] body) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BiFunction<UUID, Instant, String> fileLink;

    /** @param fileLink the URL of an attachment for a receiver, from its id and the event's time */
    EventRenderer(BiFunction<UUID, Instant, String> fileLink) {
        this.fileLink = fileLink;
    }

    List<Event> render(Change change, Facts facts, Receiver receiver) {
        if (change.seq() <= receiver.afterSeq()) {
            return List.of();
        }
        return switch (change.kind()) {
            case "message.created", "message.updated", "message.deleted" -> message(change, facts, receiver).stream().toList();
            case "conversation.created", "conversation.updated" -> conversation(change, facts, receiver);
            case "contact.created", "contact.updated", "contact.merged" -> contact(change, facts, receiver).stream().toList();
            default -> List.of();
        };
    }

    static byte[] test(UUID subscriptionId, Instant at) {
        return body(EventType.WEBHOOK_TEST, at, JSON.createObjectNode().put("webhook_subscription_id", subscriptionId.toString()));
    }

    private Optional<Event> message(Change change, Facts facts, Receiver receiver) {
        Facts.Message message = change.messageId().map(facts.messages()::get).orElse(null);
        Facts.Conversation conversation = change.conversationId().map(facts.conversations()::get).orElse(null);
        boolean forCustomers = message != null && (message.direction().equals("inbound") || message.direction().equals("outbound"));
        if (!forCustomers || conversation == null) {
            return Optional.empty();
        }
        EventType type = typeOf(change, message);
        boolean wanted = type == EventType.MESSAGE_CREATED
                ? receiver.wantsCreated(message.direction(), conversation.channelAccountId())
                : receiver.wants(type, conversation.channelAccountId());
        if (!wanted) {
            return Optional.empty();
        }
        ObjectNode data = MessageJson.of(message, conversation, receiver, id -> fileLink.apply(id, change.at()), type);
        return Optional.of(new Event(type, conversation.id(), body(type, change.at(), data)));
    }

    private static EventType typeOf(Change change, Facts.Message message) {
        if (change.kind().equals("message.created")) {
            return EventType.MESSAGE_CREATED;
        }
        return message.deletedAt().isPresent() ? EventType.MESSAGE_DELETED : EventType.MESSAGE_UPDATED;
    }

    private static List<Event> conversation(Change change, Facts facts, Receiver receiver) {
        Facts.Conversation conversation = change.conversationId().map(facts.conversations()::get).orElse(null);
        if (conversation == null) {
            return List.of();
        }
        if (change.kind().equals("conversation.created")) {
            return event(EventType.CONVERSATION_CREATED, change, conversation, receiver, ConversationJson.created(conversation)).stream().toList();
        }
        JsonObject detail = change.detail();
        return Stream.of(
                        detail.containsKey("status")
                                ? event(EventType.CONVERSATION_STATUS_CHANGED, change, conversation, receiver, ConversationJson.status(detail))
                                : Optional.<Event>empty(),
                        detail.containsKey("assignee") || detail.containsKey("team")
                                ? event(EventType.CONVERSATION_ASSIGNED, change, conversation, receiver, ConversationJson.assigned(conversation, detail))
                                : Optional.<Event>empty(),
                        detail.containsKey("tags")
                                ? event(EventType.CONVERSATION_TAGGED, change, conversation, receiver, ConversationJson.tagged(conversation, detail))
                                : Optional.<Event>empty())
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Event> event(EventType type, Change change, Facts.Conversation conversation, Receiver receiver, ObjectNode own) {
        if (!receiver.wants(type, conversation.channelAccountId())) {
            return Optional.empty();
        }
        ObjectNode data = JSON.createObjectNode();
        data.put("conversation_id", conversation.id().toString());
        receiver.threadId(conversation.threadKey()).ifPresent(id -> data.put("thread_id", id));
        data.setAll(own);
        return Optional.of(new Event(type, conversation.id(), body(type, change.at(), data)));
    }

    private Optional<Event> contact(Change change, Facts facts, Receiver receiver) {
        Facts.Contact contact = facts.contacts().get(change.subjectId());
        EventType type = EventType.find(change.kind()).orElseThrow();
        boolean known = contact != null && receiver.channel().map(own -> contact.accounts().contains(own.accountId())).orElse(true);
        if (!known || !receiver.events().contains(type.word())) {
            return Optional.empty();
        }
        return Optional.of(new Event(type, contact.id(), body(type, change.at(), contact(contact, receiver, change.at()))));
    }

    private ObjectNode contact(Facts.Contact contact, Receiver receiver, Instant at) {
        ObjectNode data = JSON.createObjectNode();
        ObjectNode person = data.putObject("contact");
        person.put("id", contact.id().toString());
        receiver.channel().map(own -> contact.externalIds().get(own.accountId())).filter(Objects::nonNull).ifPresent(id -> person.put("external_id", id));
        person.put("name", contact.name());
        person.put("email", contact.email().orElse(null));
        person.put("phone", contact.phone().orElse(null));
        person.put("avatar_url", contact.picture().map(id -> fileLink.apply(id, at)).orElse(null));
        person.put("locale", contact.locale().orElse(null));
        person.set("custom", json(contact.attributes()));
        contact.mergedIntoId().ifPresent(id -> data.put("merged_into", id.toString()));
        return data;
    }

    static com.fasterxml.jackson.databind.JsonNode json(Object vertxJson) {
        try {
            return JSON.readTree(vertxJson instanceof JsonArray array ? array.encode() : ((JsonObject) vertxJson).encode());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was encoded as JSON is JSON", impossible);
        }
    }

    private static byte[] body(EventType type, Instant at, ObjectNode data) {
        ObjectNode event = JSON.createObjectNode();
        event.put("type", type.word());
        event.put("timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString());
        event.set("data", data);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts is JSON", impossible);
        }
    }
}
