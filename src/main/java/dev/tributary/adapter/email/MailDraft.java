package dev.tributary.adapter.email;

import dev.tributary.channel.OutboundMessage.File;
import java.util.List;
import java.util.Map;

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
        List<File> files) {}
