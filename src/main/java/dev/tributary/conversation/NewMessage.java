package dev.tributary.conversation;

import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.Structured;
import dev.tributary.channel.TemplateMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody wants to say in a conversation.
 *
 * @param html as it was written; sanitised before it is stored. Without a text the text is made from it
 * @param attachmentIds of files that were uploaded and belong to no message yet
 * @param template set where it is an approved template: its words are the provider's, and it may leave when the reply window is closed
 * @param structured what it says beyond words, files and buttons
 * @param isNote true for a note that the customer never sees
 * @param clientId made by the sender: a second message with it in this conversation is the first one again
 * @param seenMessageId the newest message that the sender had seen: where a colleague has answered since, nothing is queued
 * @param mail how it leaves as a mail; for channels of mail
 */
public record NewMessage(
        UUID organizationId,
        UUID conversationId,
        Author author,
        Optional<String> text,
        Optional<String> html,
        List<UUID> attachmentIds,
        Optional<UUID> replyToId,
        List<Button> buttons,
        Optional<TemplateMessage> template,
        Optional<Structured> structured,
        boolean isNote,
        Optional<UUID> clientId,
        Optional<UUID> seenMessageId,
        Optional<MailRequest> mail) {

    public NewMessage {
        attachmentIds = List.copyOf(attachmentIds);
        buttons = List.copyOf(buttons);
    }

    /** Plain words, nothing else: what rules and programs say. */
    public static NewMessage text(UUID organizationId, UUID conversationId, Author author, String text) {
        return plain(organizationId, conversationId, author, text, false, Optional.empty());
    }

    /** Plain words by something that may say them again after a crash: it is one message all the same. */
    public static NewMessage once(UUID clientId, UUID organizationId, UUID conversationId, Author author, String text) {
        return plain(organizationId, conversationId, author, text, false, Optional.of(clientId));
    }

    /** Plain words that the customer never sees. */
    public static NewMessage note(UUID organizationId, UUID conversationId, Author author, String text) {
        return plain(organizationId, conversationId, author, text, true, Optional.empty());
    }

    /** Something beyond words, and nothing else. */
    public static NewMessage structured(UUID organizationId, UUID conversationId, Author author, Structured structured) {
        return of(organizationId, conversationId, author, Optional.empty(), Optional.of(structured), false, Optional.empty());
    }

    /** The same, but for what it says beyond words. */
    NewMessage saying(Structured other) {
        return new NewMessage(
                organizationId, conversationId, author, text, html, attachmentIds, replyToId, buttons, template, Optional.of(other), isNote, clientId, seenMessageId, mail);
    }

    private static NewMessage plain(UUID organizationId, UUID conversationId, Author author, String text, boolean isNote, Optional<UUID> clientId) {
        return of(organizationId, conversationId, author, Optional.of(text), Optional.empty(), isNote, clientId);
    }

    private static NewMessage of(
            UUID organizationId, UUID conversationId, Author author, Optional<String> text, Optional<Structured> structured, boolean isNote, Optional<UUID> clientId) {
        return new NewMessage(
                organizationId,
                conversationId,
                author,
                text,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                structured,
                isNote,
                clientId,
                Optional.empty(),
                Optional.empty());
    }
}
