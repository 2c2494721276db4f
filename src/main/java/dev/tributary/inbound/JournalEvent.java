package dev.tributary.inbound;

import dev.tributary.channel.LiveAccount;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
        UniEmitter<? super List<EventResult>> waiting) {

    void tell(List<EventResult> results) {
        if (waiting != null) {
            waiting.complete(results);
        }
    }

    void tell(Throwable failure) {
        if (waiting != null) {
            waiting.fail(failure);
        }
    }
}
