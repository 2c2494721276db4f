package dev.tributary.inbound;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A journalled event that waits for its applier.
 *
 * @param ahead its reading, where that began when it was handed over; else null
 */
record WaitingEvent(JournalEvent journal, CompletableFuture<ReadEvent> ahead) {

    static WaitingEvent of(JournalEvent event) {
        return new WaitingEvent(event, null);
    }

    /** Begins to read them at once, one after the other on a worker, while those before them are being applied. */
    static List<WaitingEvent> readAhead(List<JournalEvent> events) {
        List<WaitingEvent> waiting = events.stream().map(event -> new WaitingEvent(event, new CompletableFuture<>())).toList();
        Infrastructure.getDefaultWorkerPool().execute(() -> waiting.forEach(WaitingEvent::readNow));
        return waiting;
    }

    /** When all that is read ahead has been read. */
    static CompletableFuture<Void> read(List<WaitingEvent> events) {
        return CompletableFuture.allOf(events.stream().flatMap(event -> Stream.ofNullable(event.ahead())).toArray(CompletableFuture[]::new));
    }

    boolean isReadAhead() {
        return ahead != null;
    }

    ReadEvent read() {
        return ahead == null ? ReadEvent.of(journal) : ahead.join();
    }

    private void readNow() {
        try {
            ahead.complete(ReadEvent.of(journal));
        } catch (Throwable failure) {
            ahead.completeExceptionally(failure);
        }
    }
}
