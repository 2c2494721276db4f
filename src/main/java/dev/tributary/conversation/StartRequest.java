package dev.tributary.conversation;

import dev.tributary.identity.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A first message to somebody.
 *
 * @param mail subject and further recipients, for channels of mail
 * @param address as the channel knows people or places: a channel's name, a number, a mail address
 */
record StartRequest(
        @NotNull UUID channelAccountId,
        @NotBlank @Size(max = 500) String address,
        @Size(max = 100_000) String text,
        @Size(max = MailHtml.MOST_BYTES) String html,
        @Size(max = 50) List<@NotNull UUID> attachments,
        UUID clientId,
        @Valid MailRequest mail) {

    /** What the new conversation is about, where the channel has such. */
    Optional<String> subject() {
        return Optional.ofNullable(mail).map(MailRequest::subject).map(String::strip).filter(words -> !words.isEmpty());
    }

    NewMessage message(Caller by, UUID conversationId) {
        return new MessageRequest(text, html, attachments, null, null, null, null, null, null, null, null, false, clientId, null, mail).by(by, conversationId);
    }
}
