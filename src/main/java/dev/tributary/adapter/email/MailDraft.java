package dev.tributary.adapter.email;

import dev.tributary.channel.OutboundMessage.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A mail, ready to be written.
 *
 * @param envelopeFrom whom bounces go to; empty for the null sender
 * @param headers further ones, in order
 * @param pictures files that the HTML shows, by content id
 * @param files beside the text
 */
record MailDraft(
        MailAddress from,
        List<MailAddress> replyTo,
        List<MailAddress> to,
        List<MailAddress> cc,
        List<MailAddress> bcc,
        String envelopeFrom,
        String subject,
        String messageId,
        Map<String, String> headers,
        String text,
        String html,
        Map<String, File> pictures,
        List<File> files) {

    /** Whether an address has letters beyond ASCII before its at sign: only servers that offer SMTPUTF8 (RFC 6531) know such people. */
    boolean needsUtf8() {
        return Stream.of(List.of(from), replyTo, to, cc, bcc)
                .flatMap(List::stream)
                .anyMatch(address -> !StandardCharsets.US_ASCII.newEncoder().canEncode(address.localPart()));
    }
}
