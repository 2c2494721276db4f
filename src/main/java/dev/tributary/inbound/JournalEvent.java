package dev.tributary.inbound;

import dev.tributary.channel.LiveAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A committed raw event on its way to the applier.
 *
 * @param waiting who wants to hear how its events ended; null where nobody does
 */
record JournalEvent(
        UUID id,
        Instant receivedAt,
        LiveAccount account,
        Map<String, String> headers,
        byte[] body,
        CompletableFuture<List<EventResult>> waiting) {

    /** The same, for somebody who waits for its end. */
    JournalEvent awaitedBy(CompletableFuture<List<EventResult>> somebody) {
        return new JournalEvent(id, receivedAt, account, headers, body, somebody);
    }

    void tell(List<EventResult> results) {
        if (waiting != null) {
            waiting.complete(results);
        }
    }

    void tell(Throwable failure) {
        if (waiting != null) {
            waiting.completeExceptionally(failure);
        }
    }
}
