package dev.tributary.channel;

import dev.tributary.channel.MailFacts.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What makes a message a mail, on its way out.
 *
 * @param to at least one
 * @param inReplyTo the id of the answered mail
 * @param references ids of the thread's earlier mails, oldest first, the answered one last
 * @param signature what stands between the answer and the quote
 * @param quote what stands below the answer
 * @param replyToken the secret part of the address that answers go to
 * @param unsubscribe where receivers get no more mails of this sort: a link that asks them, and takes a POST without asking (RFC 8058)
 * @param isAutomatic nobody wrote it: receivers must not answer it by themselves
 */
public record OutgoingMail(
        String subject,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        Optional<String> inReplyTo,
        List<String> references,
        Optional<Signature> signature,
        Optional<Quote> quote,
        String replyToken,
        Optional<String> unsubscribe,
        boolean isAutomatic) {

    public OutgoingMail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        references = List.copyOf(references);
    }

    /** @param html sanitised, with its merge fields filled */
    public record Signature(String html, String text) {}

    /**
     * A mail inside a mail.
     *
     * @param html sanitised
     * @param isForward the whole mail for somebody else, rather than what is answered
     */
    public record Quote(Address from, Instant at, String subject, String text, Optional<String> html, boolean isForward) {}
}
