package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.Content;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.MailFacts;
import dev.tributary.channel.MediaRef;
import dev.tributary.conversation.ContentColumns;
import dev.tributary.conversation.IncomingFiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mail of the fixtures, read as it is expected. */
class EmailInboundTest {

    static Stream<String> mails() {
        return EmailFixtures.mails();
    }

    @ParameterizedTest
    @MethodSource("mails")
    void a_mail_is_read_as_its_golden_file_says(String name) throws Exception {
        // Given
        JsonNode expected = EmailFixtures.expected(name);

        // When
        List<InboundEvent> events = EmailInbound.read(EmailFixtures.raw(EmailFixtures.bytes(name)));

        // Then
        switch (expected.path("outcome").asText()) {
            case "ignored" -> assertThat(((Unsupported) events.getFirst()).reason()).isEqualTo(expected.path("reason").asText());
            case "delivery_status" -> checkReceipt((Delivery) events.getFirst(), expected);
            default -> checkMessage(name, (MessageReceived) events.getFirst(), expected);
        }
    }

    /** As OpenSSL writes them, at once and in chunks. */
    @ParameterizedTest
    @ValueSource(strings = {"smime-opaque.eml", "smime-opaque-streamed.eml"})
    void a_mail_inside_an_opaque_signature_is_shown_with_its_text_and_its_files(String name) {
        MessageReceived message = (MessageReceived) EmailInbound.read(EmailFixtures.raw(EmailFixtures.bytes(name))).getFirst();

        Content.Mail mail = (Content.Mail) message.content();
        assertThat(mail.text()).isEqualTo("Signed as a whole: Grüße.");
        assertThat(mail.files()).extracting(file -> file.ref().fileName().orElseThrow()).containsExactly("contract.pdf");
        assertThat(mail.facts().warnings()).isEmpty();
        MediaRef.Source.Part part = (MediaRef.Source.Part) mail.files().getFirst().ref().source();
        assertThat(EmailFiles.file(EmailFixtures.raw(EmailFixtures.bytes(name)), part).orElseThrow().toString()).startsWith("%PDF-1.4");
    }

    @Test
    void a_complaint_about_a_mail_of_ours_marks_who_complained_and_any_other_is_only_told() {
        String ours = EmailKeys.own(new UUID(1, 1), new UUID(1, 2), "shop.example").value();

        assertThat(read(complaint(ours))).singleElement().isInstanceOfSatisfying(ContactChanged.class, changed -> {
            assertThat(changed.from().id()).isEqualTo("anna@customer.example");
            assertThat(changed.change()).isEqualTo(ContactChanged.Change.UNSUBSCRIBED);
        });
        assertThat(read(complaint("made-up@shop.example"))).singleElement().isInstanceOf(Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner-news@list.example", "news-request@list.example", "postmaster@customer.example"})
    void nobody_answers_a_list_or_a_mail_server_by_itself(String from) {
        MessageReceived message = (MessageReceived) read("From: " + from + "\r\nTo: support@shop.example\r\nSubject: Hi\r\nMessage-ID: <l@list.example>\r\n\r\nHello.\r\n").getFirst();

        assertThat(((Content.Mail) message.content()).facts().isBulk()).isTrue();
    }

    private static List<InboundEvent> read(String mail) {
        return EmailInbound.read(EmailFixtures.raw(mail.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String complaint(String aboutId) {
        return "From: fbl@provider.example\r\nTo: support@shop.example\r\nSubject: Complaint\r\nMessage-ID: <fbl-1@provider.example>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSpam.\r\n"
                + "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nOriginal-Rcpt-To: <Anna@customer.example>\r\n\r\n"
                + "--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <" + aboutId + ">\r\nSubject: Offer\r\n\r\nBuy.\r\n--b--\r\n";
    }

    private static void checkReceipt(Delivery receipt, JsonNode expected) {
        assertThat(receipt.id().value()).isEqualTo(expected.path("target_message").asText());
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.valueOf(expected.path("status").asText().toUpperCase(Locale.ROOT)));
        if (expected.has("smtp_status")) {
            assertThat(receipt.recipient()).contains(expected.path("recipient").asText());
        }
        if (expected.path("permanent").asBoolean()) {
            assertThat(receipt.problem().orElseThrow().cause().code()).isEqualTo(expected.path("smtp_status").asText());
        }
        if (expected.has("note_contains")) {
            assertThat(receipt.problem().orElseThrow().detail()).contains(expected.path("note_contains").asText());
        }
    }

    private static void checkMessage(String name, MessageReceived message, JsonNode expected) throws Exception {
        Content.Mail mail = (Content.Mail) message.content();
        MailFacts facts = mail.facts();
        assertThat(message.from().id()).isEqualTo(expected.path("contact").path("email").asText());
        if (expected.path("contact").has("name")) {
            assertThat(message.from().name()).contains(expected.path("contact").path("name").asText());
        }
        if (expected.path("message_id").isNull()) {
            assertThat(message.id().value()).startsWith("noid-");
        } else {
            assertThat(message.id().value()).isEqualTo(expected.path("message_id").asText());
        }
        if (expected.has("reply_to_message")) {
            assertThat(message.inReplyTo().orElseThrow().value()).isEqualTo(expected.path("reply_to_message").asText());
        }
        assertThat(facts.subject()).isEqualTo(expected.path("subject").asText());
        assertThat(facts.isAutomatic()).isEqualTo(expected.path("kind").asText().equals("auto_reply"));
        assertThat(facts.isBulk()).isEqualTo(expected.path("bulk").asBoolean(false));
        expected.path("cc").forEach(cc -> assertThat(facts.cc()).extracting(MailFacts.Address::address).contains(cc.asText()));
        checkText(ContentColumns.of(mail), expected);
        checkFiles(name, mail, expected.has("attachments") ? expected.path("attachments") : expected.path("attachments_when_tnef_decoded"));
    }

    private static void checkText(ContentColumns columns, JsonNode expected) {
        if (expected.has("text_equals")) {
            assertThat(columns.text()).isEqualTo(expected.path("text_equals").asText());
        }
        expected.path("text_contains").forEach(part -> assertThat(columns.text()).contains(part.asText()));
        expected.path("text_not_contains").forEach(part -> assertThat(columns.text()).doesNotContain(part.asText()));
        expected.path("html_contains").forEach(part -> assertThat(columns.html()).contains(part.asText()));
        expected.path("html_not_contains").forEach(part -> assertThat(columns.html()).doesNotContainIgnoringCase(part.asText()));
        expected.path("remote_images_blocked").forEach(image -> assertThat(columns.html())
                .contains("data-remote-src=\"" + image.asText().replace("&", "&amp;"))
                .doesNotContain(" src=\"" + image.asText()));
        for (IncomingFiles.File file : columns.files()) {
            assertThat(!file.isInline() || columns.html().contains("src=\"/rest/v1/attachments/" + file.id())).as("an inline picture is shown").isTrue();
        }
    }

    private static void checkFiles(String name, Content.Mail mail, JsonNode expected) throws Exception {
        List<MailFile> files = EmailFiles.all(MimeReader.read(EmailFixtures.bytes(name)));
        assertThat(files).hasSameSizeAs(mail.files()).hasSize(expected.size());
        for (int at = 0; at < files.size(); at++) {
            MailFile file = files.get(at);
            JsonNode wanted = expected.get(at);
            assertThat(file.name()).isEqualTo(wanted.path("name").asText());
            assertThat(file.type()).isEqualTo(wanted.path("content_type").asText());
            assertThat(file.isInline()).isEqualTo(wanted.path("inline").asBoolean());
            if (wanted.has("sha256")) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.bytes());
                assertThat(HexFormat.of().formatHex(hash)).isEqualTo(wanted.path("sha256").asText());
            }
        }
    }
}
