package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.conversation.Scene;
import dev.tributary.inbound.EventResult;
import dev.tributary.inbound.IncomingEvent;
import dev.tributary.inbound.Intake;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails of the fixtures, filed among the conversations of {@code state.json}: which one each joins, and what it does there. */
@QuarkusTest
class EmailFilingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Intake intake;

    @Inject
    AccountDirectory accounts;

    static Stream<String> mails() {
        return EmailFixtures.mails();
    }

    @ParameterizedTest
    @MethodSource("mails")
    void a_mail_ends_where_its_golden_file_says(String name) {
        // Given
        Mailbox mailbox = Mailbox.withState();
        JsonNode expected = EmailFixtures.expected(name);

        // When
        EventResult result = file(mailbox, EmailFixtures.bytes(name)).getFirst();

        // Then
        switch (expected.path("outcome").asText()) {
            case "new_conversation" -> {
                assertThat(mailbox.count("select count(*) from conversation where channel_account_id = ?")).isEqualTo(5);
                assertThat(mailbox.text("select name from contact where id = (select contact_id from conversation where id = ?)", result.conversationId().orElseThrow()))
                        .isEqualTo(expected.path("contact").path("name").asText());
            }
            case "append" -> {
                assertThat(result.conversationId()).contains(mailbox.conversations().get(expected.path("conversation").asText()));
                assertThat(mailbox.mail(result, "matched_by")).isEqualTo(expected.path("matched_by").asText());
                assertThat(mailbox.mail(result, "new_participant")).isEqualTo("false");
                assertThat(mailbox.text("select status from conversation where id = ?", result.conversationId().get())).isEqualTo("open");
            }
            case "append_auto" -> {
                assertThat(result.conversationId()).contains(mailbox.conversations().get(expected.path("conversation").asText()));
                assertThat(mailbox.text("select unread_count::text from conversation where id = ?", result.conversationId().get())).isEqualTo("0");
            }
            case "delivery_status" -> assertThat(mailbox.text(
                            "select delivery_status from message where channel_account_id = ? and provider_message_id = ?", mailbox.id(), expected.path("target_message").asText()))
                    .isEqualTo(expected.path("status").asText());
            default -> assertThat(result.outcome()).isEqualTo(EventResult.Outcome.IGNORED);
        }
        if (expected.has("creates_message")) {
            assertThat(mailbox.count("select count(*) from message where channel_account_id = ?")).isEqualTo(5);
            assertThat(mailbox.count("select count(*) from contact_identity where channel_account_id = ?")).isEqualTo(4);
        }
    }

    @Test
    void a_bounce_tells_why_on_the_message_it_is_about_marks_the_address_and_reopens_what_was_resolved() {
        Mailbox mailbox = Mailbox.withState();
        Scene.execute("update conversation set status = 'resolved' where id = ?", mailbox.conversations().get("C1003"));

        file(mailbox, EmailFixtures.bytes("bounce-dsn-permanent.eml"));

        assertThat(mailbox.text("select status from conversation where id = ?", mailbox.conversations().get("C1003"))).isEqualTo("open");

        String message = "select error ->> 'hint' from message where channel_account_id = ? and provider_message_id = 'c1003.m7.77aa1c2d@shop.example'";
        assertThat(mailbox.text(message, mailbox.id())).contains("does not exist");
        assertThat(mailbox.text("select unreachable_reason from contact_identity where channel_account_id = ? and value = 'nobody@customer.example'", mailbox.id()))
                .isEqualTo("undeliverable");
    }

    @Test
    void a_delay_is_a_note_beside_the_status() {
        Mailbox mailbox = Mailbox.withState();

        file(mailbox, EmailFixtures.bytes("bounce-dsn-delayed.eml"));

        assertThat(mailbox.text("select content -> 'mail' -> 'receipts' -> 0 -> 'note' ->> 'detail' from message where channel_account_id = ? and provider_message_id = ?",
                        mailbox.id(), "c1004.m9.12345abc@shop.example"))
                .contains("delayed");
    }

    @Test
    void the_same_mail_twice_is_one_message_and_another_with_its_id_is_another() {
        Mailbox mailbox = Mailbox.withState();
        String mail = new String(EmailFixtures.bytes("plain.eml"), StandardCharsets.UTF_8);

        EventResult first = file(mailbox, mail.getBytes(StandardCharsets.UTF_8)).getFirst();
        EventResult again = file(mailbox, mail.getBytes(StandardCharsets.UTF_8)).getFirst();
        EventResult other = file(mailbox, mail.replace("2077", "2078").getBytes(StandardCharsets.UTF_8)).getFirst();

        assertThat(List.of(first.outcome(), again.outcome(), other.outcome()))
                .containsExactly(EventResult.Outcome.APPLIED, EventResult.Outcome.DUPLICATE, EventResult.Outcome.APPLIED);
    }

    @Test
    void a_stranger_who_names_a_customers_mail_does_not_get_into_the_conversation() {
        Mailbox mailbox = Mailbox.withState();
        String forged = "From: Mallory <mallory@evil.example>\r\nTo: support@shop.example\r\nSubject: Re: Order 1042 not arrived\r\n"
                + "Message-ID: <m1@evil.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nIn-Reply-To: <CAF=1042-first@mail.customer.example>\r\n\r\nSend it to me.\r\n";

        EventResult result = file(mailbox, forged.getBytes(StandardCharsets.US_ASCII)).getFirst();

        assertThat(result.conversationId().orElseThrow()).isNotIn(mailbox.conversations().values());
    }

    @Test
    void a_colleague_who_answers_our_mail_is_a_new_participant() {
        Mailbox mailbox = Mailbox.withState();
        String answer = "From: Boss <boss@customer.example>\r\nTo: support@shop.example\r\nSubject: Re: Order 1042 not arrived\r\n"
                + "Message-ID: <b1@customer.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nIn-Reply-To: <c1001.m2.5f0c77aa@shop.example>\r\n\r\nI take over.\r\n";

        EventResult result = file(mailbox, answer.getBytes(StandardCharsets.US_ASCII)).getFirst();

        assertThat(result.conversationId()).contains(mailbox.conversations().get("C1001"));
        assertThat(mailbox.mail(result, "new_participant")).isEqualTo("true");
    }

    @Test
    void stray_automatic_mail_is_only_in_the_journal_unless_it_is_wanted() {
        Mailbox unwanted = Mailbox.withState();
        Mailbox wanted = Mailbox.with(Map.of(EmailSettings.KEEP_UNMATCHED_AUTO, BooleanNode.TRUE));
        byte[] stray = "From: a@b.example\r\nTo: support@shop.example\r\nSubject: Away\r\nMessage-ID: <s@b.example>\r\nAuto-Submitted: auto-replied\r\n\r\nAway.\r\n"
                .getBytes(StandardCharsets.US_ASCII);

        EventResult ignored = file(unwanted, stray).getFirst();
        EventResult kept = file(wanted, stray).getFirst();

        assertThat(ignored.reason()).contains("automatic_mail");
        assertThat(wanted.text("select status from conversation where id = ?", kept.conversationId().orElseThrow())).isEqualTo("closed");
    }

    @Test
    void mail_after_mail_of_one_sender_is_kept_and_no_rule_looks_at_it() {
        // Given
        Mailbox mailbox = Mailbox.with(Map.of());
        rule(mailbox, "Tag", Map.of("field", "channel_type", "operator", "equals", "value", "EMAIL"), Map.of("type", "add_tags", "tags", List.of("seen-by-a-rule")));

        // When
        for (int number = 0; number < 23; number++) {
            file(mailbox, mail("robot@customer.example", "Number " + number, number + "@robot.example", ""));
        }
        EventResult other = file(mailbox, mail("anna@customer.example", "Me", "me@customer.example", "")).getFirst();

        // Then
        assertThat(mailbox.count("select count(*) from message where channel_account_id = ? and direction = 'inbound'")).isEqualTo(24);
        assertThat(mailbox.count("select count(*) from conversation_tag t join conversation c on c.id = t.conversation_id where c.channel_account_id = ?")).isEqualTo(21);
        assertThat(mailbox.count("select count(*) from message where channel_account_id = ? and content -> 'mail' -> 'warnings' @> '[\"flood\"]'")).isEqualTo(3);
        assertThat(mailbox.count("select count(*) from automation_trace t join conversation c on c.id = t.conversation_id where c.channel_account_id = ? and t.halted = 'flood'")).isEqualTo(3);
        assertThat(mailbox.mail(other, "warnings")).isEqualTo("[]");
    }

    @Test
    void a_contact_gets_three_automatic_mails_within_an_hour_and_then_a_person_is_told() {
        // Given
        Mailbox mailbox = Mailbox.with(Map.of());
        rule(mailbox, "Answer", Map.of("field", "channel_type", "operator", "equals", "value", "EMAIL"), Map.of("type", "send_message", "text", "We have it."));

        // When
        for (int number = 0; number < 5; number++) {
            file(mailbox, mail("anna@customer.example", "Question " + number, number + "@customer.example", ""));
        }
        file(mailbox, mail("bob@customer.example", "Hello", "b@customer.example", ""));

        // Then
        assertThat(mailbox.count("select count(*) from message where channel_account_id = ? and direction = 'outbound'")).isEqualTo(4);
        assertThat(mailbox.count("select count(*) from message where channel_account_id = ? and direction = 'event' and content ->> 'event' = 'automatic_mails_stopped'")).isEqualTo(2);
    }

    @Test
    void rules_see_that_a_mail_goes_to_many_and_answer_it_never() {
        // Given
        Mailbox mailbox = Mailbox.with(Map.of());
        rule(mailbox, "Sort", Map.of("field", "bulk", "operator", "is", "value", true), Map.of("type", "add_tags", "tags", List.of("newsletter")));
        rule(mailbox, "Answer", Map.of("field", "channel_type", "operator", "equals", "value", "EMAIL"), Map.of("type", "send_message", "text", "We have it."));

        // When
        EventResult list = file(mailbox, mail("list@shop.example.com", "News", "n@list.example", "List-Id: <news.list.example>\r\n")).getFirst();
        EventResult person = file(mailbox, mail("anna@customer.example", "Question", "q@customer.example", "")).getFirst();

        // Then
        String tags = "select string_agg(t.name, ',') from conversation_tag c join tag t on t.id = c.tag_id where c.conversation_id = ?";
        String answers = "select count(*)::text from message where conversation_id = ? and direction = 'outbound'";
        assertThat(mailbox.text(tags, list.conversationId().orElseThrow())).isEqualTo("newsletter");
        assertThat(mailbox.text(answers, list.conversationId().get())).isEqualTo("0");
        assertThat(mailbox.text(tags, person.conversationId().orElseThrow())).isNull();
        assertThat(mailbox.text(answers, person.conversationId().get())).isEqualTo("1");
    }

    @Test
    void what_we_write_from_another_program_into_a_known_conversation_is_ours_there() {
        Mailbox mailbox = Mailbox.withState();
        String phone = "From: support@shop.example\r\nTo: Anna <anna@customer.example>\r\nSubject: Re: Order 1042 not arrived\r\n"
                + "Message-ID: <phone-1@shop.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nIn-Reply-To: <CAF=1042-first@mail.customer.example>\r\n\r\nOn its way.\r\n";

        EventResult result = file(mailbox, phone.getBytes(StandardCharsets.US_ASCII)).getFirst();

        assertThat(result.conversationId()).contains(mailbox.conversations().get("C1001"));
        assertThat(mailbox.text("select direction from message where id = ?", result.messageId().orElseThrow())).isEqualTo("outbound");
        assertThat(mailbox.text("select author_type from message where id = ?", result.messageId().get())).isEqualTo("system");
    }

    @Test
    void what_an_agent_writes_from_a_phone_is_that_agents_unless_the_mail_server_says_it_is_forged() {
        // Given
        Mailbox mailbox = Mailbox.withState();
        Scene.execute("update app_user set name = 'Olga Agent' where id = ?", mailbox.organization().agent().id());
        String answer = "In-Reply-To: <CAF=1042-first@mail.customer.example>\r\n";
        byte[] phone = mail("Olga Agent <support@shop.example>\r\nCc: Anna <anna@customer.example>", "Re: Order 1042 not arrived", "phone-2@shop.example", answer);
        byte[] forged = mail("Olga Agent <support@shop.example>\r\nCc: Anna <anna@customer.example>", "Re: Order 1042 not arrived", "phone-3@shop.example",
                answer + "Authentication-Results: mx.shop.example; dmarc=fail\r\n");

        // When
        EventResult written = file(mailbox, phone).getFirst();
        EventResult pretended = file(mailbox, forged).getFirst();

        // Then
        assertThat(mailbox.text("select author_type || ' ' || author_name from message where id = ?", written.messageId().orElseThrow())).isEqualTo("user Olga Agent");
        assertThat(mailbox.text("select author_id::text from message where id = ?", written.messageId().get())).isEqualTo(mailbox.organization().agent().id().toString());
        assertThat(pretended.reason()).contains("own_address_not_verified");
    }

    @Test
    void ids_in_another_case_are_found_where_no_exact_one_is() {
        // Given
        Mailbox mailbox = Mailbox.withState();
        EventResult first = file(mailbox, mail("anna@customer.example", "About the invoice", "CAF=InVoice@Mail.Customer.example", "")).getFirst();

        // When
        EventResult shouted = file(mailbox, mail("anna@customer.example", "Something else", "x1@customer.example", "In-Reply-To: <CAF=INVOICE@MAIL.CUSTOMER.EXAMPLE>\r\n")).getFirst();
        EventResult named = file(mailbox, mail("anna@customer.example", "And more", "x2@customer.example", "References: <a@b> <caf=invoice@mail.customer.example>\r\n")).getFirst();
        EventResult stranger = file(mailbox, mail("eve@evil.example", "Mine", "x3@evil.example", "In-Reply-To: <caf=invoice@mail.customer.example>\r\n")).getFirst();

        // Then
        assertThat(List.of(shouted.conversationId(), named.conversationId())).containsOnly(first.conversationId());
        assertThat(mailbox.mail(shouted, "matched_by")).isEqualTo("in_reply_to");
        assertThat(mailbox.mail(named, "matched_by")).isEqualTo("references");
        assertThat(stranger.conversationId()).isNotEqualTo(first.conversationId());
    }

    @Test
    void what_was_deleted_here_does_not_come_back_and_another_mail_with_its_id_does() {
        // Given
        Mailbox mailbox = Mailbox.with(Map.of());
        byte[] once = mail("anna@customer.example", "Forget me", "gone@customer.example", "");
        EventResult first = file(mailbox, once).getFirst();
        String contact = mailbox.text("select contact_id::text from conversation where id = ?", first.conversationId().orElseThrow());
        mailbox.organization().owner().api().delete("/rest/v1/contacts/" + contact).then().statusCode(204);

        // When
        EventResult again = file(mailbox, once).getFirst();
        EventResult other = file(mailbox, mail("anna@customer.example", "I am new", "gone@customer.example", "")).getFirst();

        // Then
        assertThat(again.reason()).contains("deleted_here");
        assertThat(other.outcome()).isEqualTo(EventResult.Outcome.APPLIED);
        assertThat(mailbox.count("select count(*) from message where channel_account_id = ?")).isEqualTo(1);
    }

    @Test
    void an_answer_to_what_was_closed_long_ago_begins_a_conversation_that_says_which_one_it_continues() {
        // Given
        Mailbox mailbox = Mailbox.withState();
        UUID old = mailbox.conversations().get("C1001");
        Scene.execute("update conversation set status = 'resolved', resolved_at = now() - interval '31 days' where id = ?", old);
        String number = mailbox.text("select number::text from conversation where id = ?", old);

        // When
        EventResult late = file(mailbox, mail("anna@customer.example", "Re: Order 1042 not arrived", "late@customer.example", "In-Reply-To: <c1001.m2.5f0c77aa@shop.example>\r\n")).getFirst();
        EventResult next = file(mailbox, mail("anna@customer.example", "Re: Order 1042 not arrived", "next@customer.example", "In-Reply-To: <late@customer.example>\r\n")).getFirst();
        EventResult other = file(mailbox, mail("anna@customer.example", "Another matter", "other@customer.example", "")).getFirst();

        // Then
        assertThat(late.conversationId().orElseThrow()).isNotEqualTo(old);
        assertThat(next.conversationId()).isEqualTo(late.conversationId());
        mailbox.organization().agent().api().get("/rest/v1/conversations/" + late.conversationId().get()).then().statusCode(200)
                .body("continues.id", equalTo(old.toString())).body("continues.number", equalTo(Integer.valueOf(number)));
        mailbox.organization().agent().api().get("/rest/v1/conversations/" + other.conversationId().orElseThrow()).then().body("continues", nullValue());
        mailbox.organization().agent().api().get("/rest/v1/conversations/" + old).then().body("status", equalTo("resolved")).body("continues", nullValue());
    }

    @Test
    void one_mail_in_two_mailboxes_is_two_messages_that_name_each_other() {
        // Given
        Mailbox support = Mailbox.with(Map.of());
        Mailbox sales = support.beside("sales@shop.example");
        byte[] toBoth = mail("anna@customer.example\r\nCc: sales@shop.example", "To all of you", "both@customer.example", "");

        // When
        EventResult here = file(support, toBoth).getFirst();
        EventResult there = file(sales, toBoth).getFirst();
        EventResult again = file(sales, toBoth).getFirst();
        file(Mailbox.with(Map.of()), toBoth);
        EventResult pretended = file(sales, mail("eve@evil.example", "Mine", "both@customer.example", "")).getFirst();

        // Then
        assertThat(again.outcome()).isEqualTo(EventResult.Outcome.DUPLICATE);
        assertThat(copies(support, here)).containsExactly(there.conversationId().orElseThrow().toString());
        assertThat(copies(sales, there)).containsExactly(here.conversationId().orElseThrow().toString());
        assertThat(copies(sales, pretended)).isEmpty();
    }

    private static List<String> copies(Mailbox mailbox, EventResult filed) {
        String messages = "/rest/v1/conversations/" + filed.conversationId().orElseThrow() + "/messages";
        return mailbox.organization().agent().api().get(messages).jsonPath().getList("items.find { it.id == '" + filed.messageId().orElseThrow() + "' }.copies.conversation_id");
    }

    private static void rule(Mailbox mailbox, String name, Map<String, ?> condition, Map<String, ?> action) {
        mailbox.organization().admin().api()
                .body(Map.of("name", name, "event", "message.received", "conditions", Map.of("all", List.of(condition)), "actions", List.of(action)))
                .post("/rest/v1/automation_rules")
                .then()
                .statusCode(201);
    }

    private static byte[] mail(String from, String subject, String id, String headers) {
        return ("From: " + from + "\r\nTo: support@shop.example\r\nSubject: " + subject + "\r\nMessage-ID: <" + id + ">\r\n" + headers + "\r\nHello.\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private List<EventResult> file(Mailbox mailbox, byte[] mail) {
        LiveAccount live = accounts.find(mailbox.id()).await().atMost(PATIENCE).orElseThrow();
        Map<String, String> headers = Map.of(MailHeaderFacts.RECEIVED_HEADER, Instant.parse("2026-11-20T18:00:00Z").toString());
        return intake.takeAndAwait(new IncomingEvent(live, IncomingEvent.Source.POLL, headers, mail), PATIENCE).await().atMost(PATIENCE);
    }
}
