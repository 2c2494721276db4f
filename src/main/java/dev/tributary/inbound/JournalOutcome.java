package dev.tributary.inbound;

import dev.tributary.inbound.EventResult.Outcome;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * How a raw event as a whole ended: failed if any of its events did, else applied if any was, else duplicate, else ignored.
 *
 * @param problem code, detail and hint, where it failed; null otherwise
 */
record JournalOutcome(UUID id, Outcome outcome, String reason, JsonObject problem, int eventCount, List<UUID> messageIds) {

    static JournalOutcome of(UUID id, List<EventResult> results) {
        if (results.isEmpty()) {
            return new JournalOutcome(id, Outcome.IGNORED, "no_events", null, 0, List.of());
        }
        EventResult telling = telling(results);
        List<UUID> messages = results.stream()
                .filter(result -> result.outcome() == Outcome.APPLIED)
                .flatMap(result -> result.messageId().stream())
                .distinct()
                .toList();
        JsonObject problem = telling.outcome() == Outcome.FAILED ? problem(telling) : null;
        return new JournalOutcome(id, telling.outcome(), telling.reason().orElse(null), problem, results.size(), messages);
    }

    /** @param reason what is wrong, in words without secrets */
    static JournalOutcome unreadable(UUID id, String reason) {
        JsonObject problem = JsonObject.of(
                "code", "unreadable", "detail", reason, "hint", "The provider sent what its documentation does not allow. Replay it after an update of Tributary.");
        return new JournalOutcome(id, Outcome.FAILED, "unreadable", problem, 0, List.of());
    }

    static JournalOutcome broken(UUID id, String incident) {
        JsonObject problem = JsonObject.of(
                "code", "not_applied", "detail", "Applying this event failed; incident " + incident + " in the log tells why.",
                "hint", "Nothing is lost: replay it once the cause is mended.");
        return new JournalOutcome(id, Outcome.FAILED, "not_applied", problem, 0, List.of());
    }

    private static EventResult telling(List<EventResult> results) {
        return List.of(Outcome.FAILED, Outcome.APPLIED, Outcome.DUPLICATE, Outcome.IGNORED).stream()
                .flatMap(outcome -> results.stream().filter(result -> result.outcome() == outcome).findFirst().stream())
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject problem(EventResult failed) {
        String field = failed.field().map(path -> path + ": ").orElse("");
        return JsonObject.of("code", "invalid", "detail", field + failed.reason().orElse(""), "hint", "The sender has to correct this event.");
    }

}
