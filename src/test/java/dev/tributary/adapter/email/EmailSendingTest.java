package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Author;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.Settings;
import dev.tributary.channel.ThreadKey;
import dev.tributary.platform.Secret;
import dev.tributary.platform.VirtualThreads;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Session;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mail on its way to a server that takes it, refuses it at any step, or is gone. */
@QuarkusTest
@WithTestResource(MailServer.class)
class EmailSendingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    EmailAdapter adapter;

    @Inject
    MailWriter writer;

    @Test
    void a_reply_carries_the_headers_of_its_golden_file() throws Exception {
        // Given
        JsonNode golden = EmailFixtures.json("outbound-reply.json");

        // When
        SMTPMessage mail = write(reply(false));

        // Then
        golden.path("required_headers").properties().forEach(header -> {
            if (!header.getKey().equals("Message-ID")) {
                assertThat(header(mail, header.getKey())).as(header.getKey()).isEqualTo(header.getValue().asText());
            }
        });
        assertThat(header(mail, "Message-ID")).matches("<c[0-9a-f]{32}\\.m[0-9a-f]{32}\\.[0-9a-f]{8}@shop\\.example>").isEqualTo(header(write(reply(false)), "Message-ID"));
        golden.path("absent_headers").forEach(name -> assertThat(header(mail, name.asText())).isNull());
        assertThat(mail.getEnvelopeFrom()).isEqualTo(golden.path("envelope_from").asText());
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
    }

    @Test
    void an_automatic_answer_says_so_and_has_no_one_to_bounce_to() throws Exception {
        SMTPMessage mail = write(reply(true));

        EmailFixtures.json("outbound-reply.json").path("auto_variant").path("required_headers").properties()
                .forEach(header -> assertThat(header(mail, header.getKey())).isEqualTo(header.getValue().asText()));
        assertThat(mail.getEnvelopeFrom()).isEqualTo("<>");
    }

    @Test
    void a_line_break_begins_no_header() throws Exception {
        OutgoingMail mail = new OutgoingMail(
                "Hello\r\nBcc: everybody@example.com", List.of(new Address("A\r\nX-Evil: 1", "anna@customer.example")), List.of(), List.of(),
                Optional.of("id\r\nX-Evil: 2"), List.of(), Optional.empty(), Optional.empty(), "t".repeat(26), Optional.empty(), false);

        SMTPMessage written = write(message(mail));

        assertThat(written.getHeader("Bcc")).isNull();
        assertThat(written.getHeader("X-Evil")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "AUTH|535 5.7.8 Username and Password not accepted|credentials_rejected",
        "AUTH|454 4.7.0 temporary authentication failure|deferred",
        "MAIL|550 5.7.60 not allowed to send as|permission_missing",
        "MAIL|552 5.3.4 too big|content_rejected",
        "MAIL|421 4.3.2 closing|deferred",
        "RCPT|550 5.1.1 User unknown|recipient_unreachable",
        "RCPT|451 4.7.1 Greylisted, try again in 5 minutes|deferred",
        "RCPT|550 5.4.5 Daily user sending limit exceeded|deferred",
        "DATA|554 5.7.1 refused by policy|content_rejected",
        ".|550 5.7.26 unauthenticated mail|content_rejected",
        ".|452 4.3.1 out of room|deferred",
        ".|599 never heard of|provider_error",
    })
    void what_the_server_says_at_any_step_ends_as_the_table_says(String step, String answer, String outcome) {
        MailServer.scripted().answers(step, answer);

        assertThat(word(send(MailServer.scripted().port()))).isEqualTo(outcome);
    }

    @Test
    void a_mail_is_sent_once_with_an_id_that_stays_the_same() {
        MailServer.scripted().answers("", "");

        SendOutcome first = send(MailServer.scripted().port());

        assertThat(((SendOutcome.Sent) first).ids().getFirst()).isEqualTo(((SendOutcome.Sent) send(MailServer.scripted().port())).ids().getFirst());
        assertThat(MailServer.scripted().commands()).anyMatch(command -> command.startsWith("MAIL FROM:<support@shop.example>") && command.contains("ENVID=c"))
                .anyMatch(command -> command.startsWith("RCPT TO:<anna@customer.example> NOTIFY=FAILURE,DELAY"));
    }

    @Test
    void a_line_that_drops_after_the_mail_left_may_have_sent_it() {
        MailServer.scripted().answers(".", "");

        assertThat(word(send(MailServer.scripted().port()))).isEqualTo("may_have_been_sent");
    }

    @Test
    void a_line_that_drops_before_the_mail_was_handed_over_is_tried_again_later() {
        for (String step : List.of("MAIL", "RCPT", "DATA")) {
            MailServer.scripted().answers(step, "");

            assertThat(word(send(MailServer.scripted().port()))).as(step).isEqualTo("deferred");
        }
    }

    @Test
    void mails_of_one_account_share_a_line() {
        MailServer.scripted().answers("", "");
        ChannelAccount account = account(MailServer.scripted().port());

        for (int mail = 0; mail < 5; mail++) {
            assertThat(word(send(account))).isEqualTo("sent");
        }

        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.startsWith("EHLO")).hasSize(1);
        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.equals(".")).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"NOOP|''", "NOOP|421 4.4.2 idle too long", "MAIL|''", "MAIL|421 4.4.2 idle too long", "RCPT|''"})
    void a_line_that_died_while_it_rested_costs_neither_the_mail_nor_a_second_one(String step, String answer) {
        // Given
        MailServer.scripted().answers("", "");
        ChannelAccount account = account(MailServer.scripted().port());
        send(account);

        // When
        MailServer.scripted().answers(1, step, answer);
        SendOutcome outcome = send(account);

        // Then
        assertThat(word(outcome)).isEqualTo("sent");
        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.startsWith("EHLO")).hasSize(1);
        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.equals(".")).hasSize(1);
    }

    @Test
    void a_line_that_had_rested_and_drops_after_the_mail_left_is_no_reason_to_send_it_again() {
        MailServer.scripted().answers("", "");
        ChannelAccount account = account(MailServer.scripted().port());
        send(account);

        MailServer.scripted().answers(1, ".", "");

        assertThat(word(send(account))).isEqualTo("may_have_been_sent");
        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.equals(".")).hasSize(1);
    }

    @Test
    void a_line_is_not_shared_after_its_password_changed() {
        MailServer.scripted().answers("", "");
        UUID id = UUID.randomUUID();

        send(account(id, MailServer.scripted().port(), "first"));
        send(account(id, MailServer.scripted().port(), "second"));

        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.startsWith("EHLO")).hasSize(2);
    }

    @Test
    void an_address_in_other_letters_is_written_to_by_a_server_that_offers_it() {
        // Given
        MailServer.scripted().answers("EHLO", "250-scripted\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN XOAUTH2");
        ChannelAccount account = account(MailServer.scripted().port());

        // When
        SendOutcome outcome = adapter.send(message(to("пеле@пример.рф")), account).await().atMost(PATIENCE);

        // Then
        assertThat(word(outcome)).isEqualTo("sent");
        assertThat(MailServer.scripted().commands()).anyMatch(command -> command.startsWith("MAIL FROM:<support@shop.example>") && command.contains("SMTPUTF8"))
                .anyMatch(command -> new String(command.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).startsWith("RCPT TO:<пеле@xn--e1afmkfd.xn--p1ai>"));
        assertThat(word(send(account))).isEqualTo("sent");
        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.contains("SMTPUTF8")).hasSize(1);
    }

    @Test
    void an_address_in_other_letters_is_refused_with_what_to_do_where_no_server_can_write_to_it() {
        MailServer.scripted().answers("", "");

        SendOutcome outcome = adapter.send(message(to("пеле@пример.рф")), account(MailServer.scripted().port())).await().atMost(PATIENCE);

        assertThat(outcome).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.problem().cause().code()).isEqualTo("smtputf8_not_offered");
            assertThat(refused.problem().hint()).contains("SMTPUTF8");
        });
        assertThat(MailServer.scripted().commands()).noneMatch(command -> command.startsWith("RCPT"));
    }

    @Test
    void one_refused_recipient_does_not_fail_the_others() {
        for (String answer : List.of("550 5.1.1 User unknown", "451 4.7.1 Greylisted")) {
            MailServer.scripted().answers("RCPT TO:<gone@", answer);

            SendOutcome outcome = adapter.send(message(toBoth()), account(MailServer.scripted().port())).await().atMost(PATIENCE);

            assertThat(outcome).isInstanceOfSatisfying(SendOutcome.Sent.class, sent -> assertThat(sent.unreached()).singleElement().satisfies(one -> {
                assertThat(one.recipient()).isEqualTo("gone@customer.example");
                assertThat(one.problem().code()).isEqualTo("recipient_unreachable");
                assertThat(one.problem().detail()).contains(answer.substring(0, 3));
            }));
            assertThat(MailServer.scripted().commands()).contains("DATA", ".");
        }
    }

    @Test
    void a_mail_that_no_recipient_is_taken_for_is_not_sent() {
        MailServer.scripted().answers("RCPT", "550 5.1.1 User unknown");

        assertThat(word(adapter.send(message(toBoth()), account(MailServer.scripted().port())).await().atMost(PATIENCE))).isEqualTo("recipient_unreachable");
        assertThat(MailServer.scripted().commands()).doesNotContain("DATA");
    }

    @Test
    void files_that_are_too_large_for_the_server_leave_as_links() {
        MailServer.scripted().answers("", "");
        OutboundMessage.File film = new OutboundMessage.File(new UUID(5, 5), ContentKind.FILE, "film & sound.mp4", "video/mp4", 900_000, "no/such/file");
        OutboundMessage.File note = new OutboundMessage.File(new UUID(5, 6), ContentKind.FILE, "note.txt", "text/plain", 10, "no/such/file");

        OutboundMessage large = reply(false).as(reply(false).mail().orElseThrow(), List.of(film, note));
        SendOutcome outcome = adapter.send(large, account(MailServer.scripted().port())).await().atMost(PATIENCE);

        assertThat(word(outcome)).isEqualTo("sent");
        String mail = MailServer.scripted().mail().replace("=\n", "").replace("=3D", "=");
        assertThat(mail).containsPattern("film & sound.mp4: http\\S+/api/v1/files/00000000-0000-0005-0000-000000000005\\?expires=\\d+&signature=[A-Za-z0-9_-]{43}")
                .contains(">film &amp; sound.mp4</a>").contains("note.txt: http").doesNotContain("multipart/mixed");
    }

    @Test
    void a_private_server_is_not_asked_unless_the_operator_allows_it() {
        assertThat(word(send(1))).isEqualTo("misconfigured");
    }

    private SendOutcome send(int port) {
        return send(account(port));
    }

    private SendOutcome send(ChannelAccount account) {
        return adapter.send(reply(false), account).await().atMost(PATIENCE);
    }

    private SMTPMessage write(OutboundMessage message) throws Exception {
        return VirtualThreads.call(() -> writer.write(EmailOutbound.draft(message, account(1)), Session.getInstance(new Properties()))).await().atMost(PATIENCE);
    }

    private static ChannelAccount account(int port) {
        return account(UUID.randomUUID(), port, "secret");
    }

    private static ChannelAccount account(UUID id, int port, String password) {
        Map<String, JsonNode> values = new HashMap<>(EmailFixtures.settings());
        values.put(EmailSettings.SMTP_HOST, TextNode.valueOf("127.0.0.1"));
        values.put(EmailSettings.SMTP_PORT, IntNode.valueOf(port));
        values.put(EmailSettings.SMTP_TLS, TextNode.valueOf("none"));
        return new ChannelAccount(
                id, new UUID(7, 2), "EMAIL", "Mail", new Settings(values, Map.of(EmailSettings.IMAP_PASSWORD, new Secret(password))), "key",
                URI.create("https://inbox.example.com/webhooks/email/key"));
    }

    private static OutboundMessage reply(boolean automatic) {
        return message(new OutgoingMail(
                "Re: Order 1042 not arrived",
                List.of(new Address("Anna Schmidt", "anna@customer.example")),
                List.of(),
                List.of(),
                Optional.of("CAF=q8s1ZpXk2@mail.gmail.example"),
                List.of("CAF=1042-first@mail.customer.example", "c1001.m2.5f0c77aa@shop.example", "CAF=q8s1ZpXk2@mail.gmail.example"),
                Optional.empty(),
                Optional.empty(),
                "mzxw6ytboi2gk3tpovzgk5dboq",
                Optional.empty(),
                automatic));
    }

    private static OutgoingMail to(String address) {
        return new OutgoingMail(
                "Hello", List.of(new Address("", address)), List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), "t".repeat(26),
                Optional.empty(), false);
    }

    private static OutgoingMail toBoth() {
        return new OutgoingMail(
                "Hello", List.of(new Address("Anna", "anna@customer.example")), List.of(new Address("", "gone@customer.example")), List.of(), Optional.empty(), List.of(),
                Optional.empty(), Optional.empty(), "t".repeat(26), Optional.empty(), false);
    }

    private static OutboundMessage message(OutgoingMail mail) {
        return new OutboundMessage(
                new UUID(1, 2), new UUID(1, 1), new ThreadKey("mail:x"), "anna@customer.example", new UUID(1, 3), Optional.of("Done, it leaves today."),
                Optional.of("<p>Done, it leaves today.</p>"), List.of(), List.of(), Optional.empty(), Optional.empty(), new Author("user", "Olga"), Instant.now(), 1, List.of(), Optional.of(mail), Optional.empty(), Optional.empty());
    }

    private static String header(SMTPMessage mail, String name) {
        try {
            String value = mail.getHeader(name, ", ");
            return value == null ? null : value.replaceAll("\r?\n[ \t]+", " ");
        } catch (jakarta.mail.MessagingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String word(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent _ -> "sent";
            case SendOutcome.Waiting _ -> "waiting";
            case SendOutcome.Deferred _, SendOutcome.TryAgain _, SendOutcome.Partly _ -> "deferred";
            case SendOutcome.Refused refused -> refused.problem().code();
        };
    }
}
