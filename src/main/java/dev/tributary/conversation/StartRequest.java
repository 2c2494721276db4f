package dev.tributary.conversation;

import dev.tributary.identity.Caller;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/**
 * A first message to somebody.
 *
 * @param address as the channel knows people or places: a channel's name, a number, a mail address
 */
record StartRequest(
        @NotNull UUID channelAccountId,
        @NotBlank @Size(max = 500) String address,
        @Size(max = 100_000) String text,
        @Size(max = 400_000) String html,
        @Size(max = 50) List<@NotNull UUID> attachments,
        UUID clientId) {

    NewMessage message(Caller by, UUID conversationId) {
        return new MessageRequest(text, html, attachments, null, null, null, false, clientId, null).by(by, conversationId);
    }
}
