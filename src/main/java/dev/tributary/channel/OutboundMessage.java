package dev.tributary.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message on its way to a customer.
 *
 * @param recipient the provider's id of the person, from the contact identity
 * @param replyTo the provider's id of the message that this one answers, where it has one
 * @param template set where it is an approved template; the text is then what the customer will read
 * @param attempt 1 for the first
 * @param sent the provider's ids of the parts that earlier attempts brought there, in order ({@link SendOutcome.Partly})
 * @param mail for a {@link SendsMail}
 * @param structured what it says beyond words, files and buttons
 * @param lastInboundAt when the customer last wrote
 */
public record OutboundMessage(
        UUID messageId,
        UUID conversationId,
        ThreadKey thread,
        String recipient,
        UUID contactId,
        Optional<String> text,
        Optional<String> html,
        List<File> attachments,
        List<Button> buttons,
        Optional<TemplateMessage> template,
        Optional<ProviderMessageId> replyTo,
        Author author,
        Instant createdAt,
        int attempt,
        List<ProviderMessageId> sent,
        Optional<OutgoingMail> mail,
        Optional<Structured> structured,
        Optional<Instant> lastInboundAt) {

    public OutboundMessage {
        sent = List.copyOf(sent);
        attachments = List.copyOf(attachments);
        buttons = List.copyOf(buttons);
    }

    /** A message that is no template, of a channel that knows no mails. */
    public OutboundMessage(
            UUID messageId,
            UUID conversationId,
            ThreadKey thread,
            String recipient,
            UUID contactId,
            Optional<String> text,
            Optional<String> html,
            List<File> attachments,
            List<Button> buttons,
            Optional<ProviderMessageId> replyTo,
            Author author,
            Instant createdAt,
            int attempt,
            List<ProviderMessageId> sent) {
        this(messageId, conversationId, thread, recipient, contactId, text, html, attachments, buttons, Optional.empty(), replyTo, author, createdAt, attempt, sent, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with its place in a thread of mails, and further files. */
    public OutboundMessage as(OutgoingMail outgoing, List<File> forwarded) {
        List<File> files = new ArrayList<>(attachments);
        files.addAll(forwarded);
        return new OutboundMessage(
                messageId, conversationId, thread, recipient, contactId, text, html, files, buttons, template, replyTo, author, createdAt, attempt, sent, Optional.of(outgoing), structured, lastInboundAt);
    }

    /** @param storageKey under which {@code platform.FileStore} has the bytes */
    public record File(UUID attachmentId, ContentKind kind, String fileName, String contentType, long size, String storageKey) {}

    /** @param url where the button leads; absent for one whose press comes back as a postback with its id */
    public record Button(String id, String title, Optional<String> url) {}

    /** @param kind {@code user}, {@code automation}, {@code ai} or {@code system} */
    public record Author(String kind, String name) {}
}
