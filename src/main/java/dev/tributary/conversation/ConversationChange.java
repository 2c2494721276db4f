package dev.tributary.conversation;

import dev.tributary.platform.Given;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is to be different about a conversation. A null component leaves what is there.
 *
 * @param snoozedUntil a time in the future puts the conversation aside as pending until then
 * @param tags all of them, by name
 */
public record ConversationChange(
        @Pattern(regexp = "open|pending|resolved|closed", message = "must be one of open, pending, resolved, closed") String status,
        @Pattern(regexp = "low|normal|high|urgent", message = "must be one of low, normal, high, urgent") String priority,
        @Schema(implementation = UUID.class, nullable = true) Given<UUID> assigneeId,
        @Schema(implementation = UUID.class, nullable = true) Given<UUID> teamId,
        @Schema(implementation = Instant.class, nullable = true) Given<Instant> snoozedUntil,
        @Size(max = 50) List<@Size(min = 1, max = 60) String> tags) {

    public static ConversationChange status(String status) {
        return new ConversationChange(status, null, null, null, null, null);
    }

    public static ConversationChange priority(String priority) {
        return new ConversationChange(null, priority, null, null, null, null);
    }

    /** @param userId null takes it from whoever has it */
    public static ConversationChange assignee(UUID userId) {
        return new ConversationChange(null, null, new Given<>(userId), null, null, null);
    }

    /** @param teamId null takes it from the team that has it */
    public static ConversationChange team(UUID teamId) {
        return new ConversationChange(null, null, null, new Given<>(teamId), null, null);
    }

    public static ConversationChange snooze(Instant until) {
        return new ConversationChange(null, null, null, null, new Given<>(until), null);
    }

    public static ConversationChange tags(List<String> names) {
        return new ConversationChange(null, null, null, null, null, names);
    }
}
