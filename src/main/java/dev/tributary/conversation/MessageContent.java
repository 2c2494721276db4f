package dev.tributary.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.FormField;
import dev.tributary.channel.ProblemView;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the API's description says of {@code content}: that is answered as it is stored, so nothing is ever read into these records. Which members are there
 * follows from the message: a place has coordinates, cards {@code contacts}, a poll its question and options, a press payload and label, a sticker its
 * emoji, an answered form {@code answers}, a mail {@code mail}; words of ours may carry buttons, a carousel or a form, and a template the values it was
 * filled with. A line that tells what happened has {@code event} and what belongs to that event.
 */
@JsonInclude(Include.NON_NULL)
record MessageContent(
        Double latitude,
        Double longitude,
        String title,
        String address,
        List<ContactCard> contacts,
        String question,
        List<PollOption> options,
        String payload,
        @Nullable String label,
        String emoji,
        List<MessageButton> buttons,
        List<SentSlide> carousel,
        SentForm form,
        UUID formId,
        List<FormAnswer> answers,
        UsedTemplate template,
        MailHeader mail,
        String event) {

    record ContactCard(@Nullable String name, List<String> phones, List<String> emails) {}

    /** @param votes null where the channel tells none */
    record PollOption(String text, @Nullable Integer votes) {}

    /** @param url where it leads; absent where a press comes back */
    record MessageButton(String id, String title, @JsonInclude(Include.NON_NULL) String url) {}

    record SentSlide(String title, @JsonInclude(Include.NON_NULL) String text, @JsonInclude(Include.NON_NULL) String imageUrl, List<MessageButton> buttons) {}

    record SentForm(String title, List<FormField> fields, @JsonInclude(Include.NON_NULL) String submitLabel) {}

    /**
     * @param key null where the form was not ours
     * @param value a text; of a box, whether it is ticked
     */
    record FormAnswer(@Nullable String key, String label, @Schema(anyOf = {String.class, Boolean.class}) Object value) {}

    record UsedTemplate(String name, String language, Map<String, String> values) {}

    record MailAddress(String name, String address) {}

    /**
     * Of a mail that came: its header, and what was noticed. Of one that leaves: the recipients that were asked for, and how it is written.
     *
     * @param hasMore whether text and HTML leave out quotes and signature, which {@code /messages/{id}/full} has
     * @param matchedBy by what it found its conversation; absent where it began one
     * @param signature what stood below a mail of ours
     */
    @JsonInclude(Include.NON_NULL)
    record MailHeader(
            @Nullable String subject,
            MailAddress from,
            List<MailAddress> replyTo,
            List<MailAddress> to,
            List<MailAddress> cc,
            List<MailAddress> bcc,
            Instant date,
            List<String> references,
            String contentHash,
            Boolean automatic,
            Boolean bulk,
            Boolean hasMore,
            Boolean newParticipant,
            @Nullable @Schema(enumeration = {"reply_token", "in_reply_to", "references", "subject_participants"}) String matchedBy,
            Boolean quote,
            Boolean forward,
            MailSignature signature,
            @OneOf(MailWarning.class) List<String> warnings,
            List<MailReceipt> receipts) {}

    enum MailWarning {
        DMARC_FAIL,
        SPAM,
        TOO_LARGE,
        DAMAGED,
        ENCRYPTED,
        MORE_FILES,
        FLOOD
    }

    record MailSignature(String html, String text) {}

    /** @param recipient absent where the report names none */
    record MailReceipt(
            @JsonInclude(Include.NON_NULL) String recipient,
            @OneOf(DeliveryStatus.class) String status,
            Instant at,
            @JsonInclude(Include.NON_NULL) ProblemView note) {}

    /** @param author absent where the channel names nobody */
    record Reaction(String emoji, @JsonInclude(Include.NON_NULL) Author author) {}
}
