package dev.tributary.apichannel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.ProviderMessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One event of a body, what it means, and the sender's own id of the message it is about.
 *
 * @param single whether it was the whole body
 */
record PostedEvent(int index, boolean single, InboundEvent event, Optional<String> externalMessageId) {

    /** The adapter makes exactly one inbound event of each event, in order. */
    static List<PostedEvent> of(JsonNode body, List<InboundEvent> events) {
        boolean single = !body.has("events");
        List<PostedEvent> posted = new ArrayList<>();
        for (InboundEvent event : events) {
            int index = posted.size();
            JsonNode entry = single ? body : body.path("events").path(index);
            posted.add(new PostedEvent(index, single, event, textAt(entry)));
        }
        return posted;
    }

    /** The message that it makes or is about, by the id under which it is stored. */
    Optional<ProviderMessageId> messageId() {
        return switch (event) {
            case InboundEvent.MessageReceived message -> Optional.of(message.id());
            case InboundEvent.MessageEdited edited -> Optional.of(edited.id());
            case InboundEvent.MessageDeleted deleted -> Optional.of(deleted.id());
            case InboundEvent.Reaction reaction -> Optional.of(reaction.id());
            case InboundEvent.Delivery delivery -> Optional.of(delivery.id());
            case InboundEvent.ReceivedUpTo receipt -> Optional.empty();
            case InboundEvent.Typing typing -> Optional.empty();
            case InboundEvent.ContactChanged changed -> Optional.empty();
            case InboundEvent.ThreadMoved moved -> Optional.empty();
            case InboundEvent.ThreadClosed closed -> Optional.empty();
            case InboundEvent.AccountTold told -> Optional.empty();
            case InboundEvent.ConnectionChanged changed -> Optional.empty();
            case InboundEvent.ReceivedUntil receipt -> Optional.empty();
            case InboundEvent.WindowTold told -> Optional.empty();
            case InboundEvent.Unsupported unsupported -> Optional.empty();
            case InboundEvent.Invalid invalid -> Optional.empty();
        };
    }

    /** What is wrong with it: with the whole path for a single event, relative to {@code data} in a batch's list. */
    Optional<ApiError.Body> complaint() {
        return event instanceof InboundEvent.Invalid invalid ? Optional.of(new ApiError.Body("invalid", invalid.field(), invalid.text())) : Optional.empty();
    }

    private static Optional<String> textAt(JsonNode entry) {
        return Optional.of(entry.path("data").path("external_message_id")).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
