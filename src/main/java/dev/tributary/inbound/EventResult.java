package dev.tributary.inbound;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * How one event of a raw delivery ended.
 *
 * @param reason why, where it was not applied; stable, in snake case
 * @param field what is wrong, where the sender broke the protocol
 */
public record EventResult(
        Outcome outcome, Optional<UUID> conversationId, Optional<UUID> messageId, Optional<String> reason, Optional<String> field) {

    /** The named ends of an event. {@code PENDING} is none, {@code REJECTED} never reached the reader. */
    public enum Outcome {
        PENDING,
        APPLIED,
        DUPLICATE,
        IGNORED,
        FAILED,
        REJECTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static EventResult applied(UUID conversationId, Optional<UUID> messageId) {
        return new EventResult(Outcome.APPLIED, Optional.of(conversationId), messageId, Optional.empty(), Optional.empty());
    }

    static EventResult applied() {
        return new EventResult(Outcome.APPLIED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static EventResult appliedBecause(String reason) {
        return new EventResult(Outcome.APPLIED, Optional.empty(), Optional.empty(), Optional.of(reason), Optional.empty());
    }

    static EventResult duplicate(Optional<UUID> conversationId, Optional<UUID> messageId) {
        return new EventResult(Outcome.DUPLICATE, conversationId, messageId, Optional.empty(), Optional.empty());
    }

    static EventResult ignored(String reason) {
        return new EventResult(Outcome.IGNORED, Optional.empty(), Optional.empty(), Optional.of(reason), Optional.empty());
    }

    static EventResult failed(String reason, Optional<String> field) {
        return new EventResult(Outcome.FAILED, Optional.empty(), Optional.empty(), Optional.of(reason), field);
    }
}
