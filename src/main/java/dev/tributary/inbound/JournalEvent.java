package dev.tributary.inbound;

import dev.tributary.channel.LiveAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A raw event on its way to the applier.
 *
 * @param kept when the journal has committed it; fails where it could not. What is applied of it is committed afterwards only
 * @param waiting who wants to hear how its events ended; null where nobody does
 */
record JournalEvent(
        UUID id,
        Instant receivedAt,
        LiveAccount account,
        Map<String, String> headers,
        byte[] body,
        CompletableFuture<Void> kept,
        CompletableFuture<List<EventResult>> waiting) {

    private static final CompletableFuture<Void> LONG_AGO = CompletableFuture.completedFuture(null);

    /** One that is in the journal. */
    static JournalEvent committed(UUID id, Instant receivedAt, LiveAccount account, Map<String, String> headers, byte[] body) {
        return new JournalEvent(id, receivedAt, account, headers, body, LONG_AGO, null);
    }

    /** The same, for somebody who waits for its end. */
    JournalEvent awaitedBy(CompletableFuture<List<EventResult>> somebody) {
        return new JournalEvent(id, receivedAt, account, headers, body, kept, somebody);
    }

    /** Whether the journal could not keep it. */
    boolean isLost() {
        return kept.isCompletedExceptionally();
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
