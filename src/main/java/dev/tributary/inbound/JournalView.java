package dev.tributary.inbound;

import dev.tributary.channel.ProblemView;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A raw event as the API shows it.
 *
 * @param outcome pending, applied, duplicate, ignored, failed or rejected
 * @param reason why it was ignored or rejected; stable, in snake case
 * @param problem code, detail and hint, where it failed
 * @param payload the body as UTF-8 text, its first 64 KiB; empty for rejected ones
 * @param messageIds the messages that it wrote
 */
public record JournalView(
        UUID id,
        Instant receivedAt,
        @OneOf(IncomingEvent.Source.class) String source,
        @OneOf(EventResult.Outcome.class) String outcome,
        @Nullable String reason,
        @Nullable @Schema(implementation = ProblemView.class) Map<String, Object> problem,
        int eventCount,
        Map<String, Object> headers,
        String payload,
        List<UUID> messageIds,
        int attempts,
        @Nullable Instant replayedAt) {}
