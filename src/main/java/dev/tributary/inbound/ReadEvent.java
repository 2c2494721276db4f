package dev.tributary.inbound;

import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReadsEvents;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.conversation.ContentColumns;
import io.quarkus.logging.Log;
import java.util.List;
import java.util.Optional;

/**
 * A raw event in our words.
 *
 * @param contents of its messages, empty for every other event
 * @param complaint the reader's, where it could not be read; else null
 */
record ReadEvent(JournalEvent journal, List<InboundEvent> events, List<Optional<ContentColumns>> contents, String complaint) {

    /** Pure, and for a large mail long: not for an event loop then. */
    static ReadEvent of(JournalEvent event) {
        RawEvent raw = new RawEvent(
                event.id(), event.receivedAt(), event.headers(), event.body(), event.account().account().settings().withoutSecrets());
        try {
            return switch (event.account().adapter()) {
                case ReadsEvents reader -> read(event, reader.read(raw));
                default -> unreadable(event, "this channel reads no events");
            };
        } catch (UnreadableEventException unreadable) {
            return unreadable(event, unreadable.getMessage());
        } catch (RuntimeException bug) {
            Log.errorf(bug, "A reader failed: event=%s account=%s", event.id(), event.account().account().id());
            return unreadable(event, "the reader failed on this payload");
        }
    }

    private static ReadEvent read(JournalEvent journal, List<InboundEvent> events) {
        return new ReadEvent(journal, events, events.stream().map(ReadEvent::content).toList(), null);
    }

    private static ReadEvent unreadable(JournalEvent journal, String complaint) {
        return new ReadEvent(journal, List.of(), List.of(), complaint);
    }

    private static Optional<ContentColumns> content(InboundEvent event) {
        return event instanceof MessageReceived message ? Optional.of(ContentColumns.of(message.content())) : Optional.empty();
    }
}
