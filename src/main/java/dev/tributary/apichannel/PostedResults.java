package dev.tributary.apichannel;

import dev.tributary.apichannel.KnownMessages.Known;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.inbound.EventResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What the caller is told of each event: what is wrong with it before it is taken, what became of it afterwards. */
@ApplicationScoped
class PostedResults {

    private final KnownMessages messages;

    PostedResults(KnownMessages messages) {
        this.messages = messages;
    }

    /** By index: what breaks the protocol, and statuses of messages that nobody sent. */
    Uni<Map<Integer, ApiError.Body>> complaints(UUID accountId, List<PostedEvent> events) {
        Map<Integer, ApiError.Body> complaints = new TreeMap<>();
        events.forEach(posted -> posted.complaint().ifPresent(complaint -> complaints.put(posted.index(), complaint)));
        List<PostedEvent> statuses = events.stream().filter(posted -> posted.event() instanceof InboundEvent.Delivery).toList();
        if (statuses.isEmpty()) {
            return Uni.createFrom().item(complaints);
        }
        return messages.find(accountId, keys(statuses))
                .map(known -> statuses.stream().filter(posted -> !known.containsKey(key(posted))).toList())
                .chain(unknown -> unknown.isEmpty() ? Uni.createFrom().item(List.<PostedEvent>of()) : reallyUnknown(accountId, unknown))
                .invoke(unknown -> unknown.forEach(posted -> complaints.put(posted.index(), unknownMessage(posted))))
                .replaceWith(complaints);
    }

    /** A receipt may overtake the answer that brings its id, so while a message is leaving none is called unknown. */
    private Uni<List<PostedEvent>> reallyUnknown(UUID accountId, List<PostedEvent> unknown) {
        return messages.isOneLeaving(accountId).map(leaving -> leaving ? List.of() : unknown);
    }

    /** @param ends in the order of the events; empty while they are still being applied */
    Uni<PostedResult.All> of(UUID accountId, List<PostedEvent> events, Map<Integer, ApiError.Body> complaints, Optional<List<EventResult>> ends) {
        return messages.find(accountId, keys(events)).map(known -> {
            List<PostedResult> results = new ArrayList<>();
            for (PostedEvent posted : events) {
                ApiError.Body complaint = complaints.get(posted.index());
                Optional<EventResult> end = ends.filter(all -> posted.index() < all.size()).map(all -> all.get(posted.index()));
                results.add(complaint == null ? result(posted, end, known) : PostedResult.rejected(posted, complaint));
            }
            return new PostedResult.All(results);
        });
    }

    private static PostedResult result(PostedEvent posted, Optional<EventResult> end, Map<String, Known> known) {
        Optional<Known> message = posted.messageId().map(ProviderMessageId::value).map(known::get);
        return PostedResult.of(posted, end.map(PostedResults::word).orElse("accepted"), message);
    }

    private static String word(EventResult end) {
        return switch (end.outcome()) {
            case PENDING, APPLIED -> "accepted";
            case DUPLICATE -> "duplicate";
            case IGNORED, FAILED, REJECTED -> "ignored";
        };
    }

    private static ApiError.Body unknownMessage(PostedEvent posted) {
        String field = posted.externalMessageId().filter(key(posted)::equals).isPresent() ? "external_message_id" : "message_id";
        String path = (posted.single() ? "" : "events[" + posted.index() + "].") + "data." + field;
        return new ApiError.Body("unknown_message", path, "is the id of no message that was sent on this channel");
    }

    private static List<String> keys(List<PostedEvent> events) {
        return events.stream().flatMap(posted -> posted.messageId().stream()).map(ProviderMessageId::value).toList();
    }

    private static String key(PostedEvent posted) {
        return posted.messageId().orElseThrow().value();
    }
}
