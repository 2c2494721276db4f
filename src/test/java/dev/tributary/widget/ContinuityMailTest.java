package dev.tributary.widget;

import static dev.tributary.adapter.email.MailAwait.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMailUtil;
import dev.tributary.MovableClock;
import dev.tributary.adapter.email.MailServer;
import dev.tributary.conversation.Scene;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A visitor asks, leaves an address and goes; the agent answers. */
@QuarkusTest
@WithTestResource(MailServer.class)
class ContinuityMailTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    ContinuityMails mails;

    @Inject
    MovableClock clock;

    private TestWidget widget;
    private String anna;
    private String session;
    private String conversation;

    @BeforeEach
    void a_visitor_with_an_address() {
        widget = TestWidget.create(Map.of());
        anna = "anna-" + UUID.randomUUID() + "@customer.example";
        session = widget.newSession();
        TestWidget.visitor(session).body(Map.of("name", "Anna", "email", anna)).post("/api/widget/v1/sessions/contact").then().statusCode(200);
        conversation = TestWidget.begin(session, TestWidget.text("Where is my parcel?")).then().statusCode(201).extract().path("conversation.id");
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void what_was_answered_after_they_left_is_mailed_once_and_their_answer_comes_back_into_the_conversation() throws Exception {
        // Given
        GreenMailUser mailbox = mailChannel();
        widget.answer(conversation, "It leaves today.");
        mailAll();
        assertThat(mailsToAnna()).as("too early").isEmpty();

        // When
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        widget.answer(conversation, "And arrives tomorrow.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();

        // Then
        MimeMessage mail = onlyMail();
        assertThat(mail.getSubject()).isEqualTo("Antwort von Shop");
        assertThat(GreenMailUtil.getWholeMessage(mail)).contains("It leaves today.").doesNotContain("tomorrow");
        assertThat(Scene.texts("select delivery_status from message where conversation_id = ? and direction = 'outbound' order by created_at", UUID.fromString(conversation)))
                .containsExactly("sent", "queued");

        // When
        reply(mailbox, mail, "Thank you!");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> TestWidget.visitor(session).get("/api/widget/v1/conversations/" + conversation + "/messages").then()
                .body("items.findAll { it.author.kind == 'visitor' }.text", hasItem("Thank you!")));
        widget.organization().agent().api().get("/rest/v1/conversations").then().body("items.id", equalTo(List.of(conversation)));
    }

    @Test
    void an_answer_to_a_resolved_conversation_opens_it_again() throws Exception {
        // Given
        GreenMailUser mailbox = mailChannel();
        widget.answer(conversation, "It leaves today.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        widget.organization().agent().api().body(Map.of("status", "resolved")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);

        // When
        reply(mailbox, onlyMail(), "It did not.");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> widget.organization().agent().api().get("/rest/v1/conversations/" + conversation).then()
                .body("status", equalTo("open")));
        widget.organization().agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().body("items.text", hasItem("It did not."));
    }

    @Test
    void who_unsubscribes_by_one_click_is_mailed_no_more_and_the_agent_sees_it() throws Exception {
        // Given
        mailChannel();
        MimeMessage mail = mailOfAnAnswer();
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        URI link = URI.create(mail.getHeader("List-Unsubscribe", null).replaceAll("[<>\\s]", ""));
        assertThat(link.getPath()).startsWith("/widget/unsubscribe/");
        assertThat(text(mail)).contains(link.toString());
        String path = link.getRawPath() + "?" + link.getRawQuery();

        // When it is looked at, or was tampered with
        given().urlEncodingEnabled(false).get(path).then().statusCode(200).body(containsString("<form method=\"post\">")).body(containsString(anna));
        String forged = path.substring(0, path.length() - 1) + (path.endsWith("A") ? "E" : "A");
        given().urlEncodingEnabled(false).contentType("application/x-www-form-urlencoded").body("List-Unsubscribe=One-Click").post(forged).then().statusCode(404);

        // Then nothing is changed
        assertThat(Scene.count("select count(*) from mail_refusal where address = ?", anna)).isZero();

        // When
        for (int twice = 0; twice < 2; twice++) {
            given().urlEncodingEnabled(false).contentType("application/x-www-form-urlencoded").body("List-Unsubscribe=One-Click").post(path).then().statusCode(200);
        }

        // Then
        TestWidget.send(session, conversation, TestWidget.text("And now?")).then().statusCode(201);
        widget.answer(conversation, "It is on its way.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        assertThat(mailsToAnna()).hasSize(1);
        widget.organization().agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.findAll { it.content?.event == 'mail_unsubscribed' }.content.address", equalTo(List.of(anna)));
    }

    @Test
    void who_unsubscribed_takes_it_back_by_the_same_link_and_the_agent_sees_both() throws Exception {
        // Given
        mailChannel();
        widget.answer(conversation, "It leaves today.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        URI link = URI.create(onlyMail().getHeader("List-Unsubscribe", null).replaceAll("[<>\\s]", ""));
        String path = link.getRawPath() + "?" + link.getRawQuery();
        given().urlEncodingEnabled(false).post(path).then().statusCode(200);
        String contact = widget.organization().agent().api().get("/rest/v1/conversations/" + conversation).path("contact.id");
        widget.organization().agent().api().get("/rest/v1/contacts/" + contact).then().body("mail_refusal.reason", equalTo("unsubscribed"));

        // When it is looked at
        given().urlEncodingEnabled(false).get(path).then().statusCode(200).body(containsString("again=1"));

        // Then nothing is changed
        assertThat(Scene.count("select count(*) from mail_refusal where address = ?", anna)).isOne();

        // When
        for (int twice = 0; twice < 2; twice++) {
            given().urlEncodingEnabled(false).post(path + "&again=1").then().statusCode(200).body(containsString("again"));
        }

        // Then
        TestWidget.send(session, conversation, TestWidget.text("And now?")).then().statusCode(201);
        widget.answer(conversation, "It is on its way.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(mailsToAnna()).hasSize(2));
        widget.organization().agent().api().get("/rest/v1/contacts/" + contact).then().body("mail_refusal", nullValue());
        widget.organization().agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.findAll { it.content?.event?.startsWith('mail_') }.content.event", equalTo(List.of("mail_resubscribed", "mail_unsubscribed")));
    }

    @Test
    void an_address_that_did_not_work_stays_refused_whatever_its_link_is_asked() throws Exception {
        // Given
        GreenMailUser mailbox = mailChannel();
        MimeMessage mail = mailOfAnAnswer();
        URI link = URI.create(mail.getHeader("List-Unsubscribe", null).replaceAll("[<>\\s]", ""));
        bounce(mailbox, mail);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Scene.count("select count(*) from mail_refusal where address = ?", anna)).isOne());

        // When
        given().urlEncodingEnabled(false).post(link.getRawPath() + "?" + link.getRawQuery() + "&again=1").then().statusCode(200);

        // Then
        assertThat(Scene.texts("select reason from mail_refusal where address = ?", anna)).containsExactly("undeliverable");
    }

    @Test
    void a_mail_that_came_back_for_good_fails_what_it_told_of_until_the_visitor_reads_it_in_the_chat() throws Exception {
        // Given
        GreenMailUser mailbox = mailChannel();
        String first = widget.answer(conversation, "It leaves today.");
        String last = widget.answer(conversation, "By train.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        MimeMessage mail = onlyMail();

        // When
        bounce(mailbox, mail);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> widget.organization().agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.findAll { it.delivery_status == 'failed' }.id", equalTo(List.of(last, first)))
                .body("items.findAll { it.delivery_status == 'failed' }.error.code", equalTo(List.of("mail_bounced", "mail_bounced")))
                .body("items.find { it.id == '" + last + "' }.error.hint", containsString("waits in the chat"))
                .body("items.findAll { it.content?.event == 'mail_undeliverable' }.content.address", equalTo(List.of(anna))));
        TestWidget.visitor(session).get("/api/widget/v1/conversations/" + conversation + "/messages").then().body("items.text", equalTo(List.of("By train.", "It leaves today.", "Where is my parcel?")));
        widget.answer(conversation, "It is on its way.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        assertThat(mailsToAnna()).as("no further mail").hasSize(1);

        // When the visitor comes back
        TestWidget.visitor(session).body(Map.of("up_to_message_id", last)).post("/api/widget/v1/conversations/" + conversation + "/read").then().statusCode(204);

        // Then
        assertThat(Scene.texts("select delivery_status from message where conversation_id = ? and direction = 'outbound' order by created_at", UUID.fromString(conversation)))
                .containsExactly("read", "read", "queued");
    }

    @Test
    void who_complains_of_the_mail_is_mailed_no_more() throws Exception {
        // Given
        GreenMailUser mailbox = mailChannel();
        MimeMessage mail = mailOfAnAnswer();

        // When
        deliver(mailbox, """
                Date: %s
                From: Abuse desk <abuse@customer.example>
                To: %s
                Subject: Complaint
                Message-ID: <%s@customer.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

                --b1
                Content-Type: text/plain

                This was marked as spam.

                --b1
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Desk/1.0
                Version: 1
                Original-Rcpt-To: <%s>

                --b1
                Content-Type: text/rfc822-headers

                Message-ID: %s

                --b1--
                """.formatted(now(), mail.getFrom()[0], UUID.randomUUID(), anna, mail.getMessageID()));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Scene.texts("select reason from mail_refusal where address = ?", anna)).containsExactly("unsubscribed"));
    }

    private void bounce(GreenMailUser mailbox, MimeMessage mail) throws MessagingException {
        deliver(mailbox, """
                Date: %s
                From: Mail Delivery System <mailer-daemon@customer.example>
                To: %s
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <%s@customer.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

                --b1
                Content-Type: text/plain

                I am sorry: there is no such mailbox.

                --b1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.customer.example

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 no such user

                --b1
                Content-Type: text/rfc822-headers

                Message-ID: %s

                --b1--
                """.formatted(now(), mail.getFrom()[0], UUID.randomUUID(), anna, mail.getMessageID()));
    }

    private String now() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static void deliver(GreenMailUser mailbox, String mail) throws MessagingException {
        mailbox.deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static String text(MimeMessage mail) throws Exception {
        return (String) ((Multipart) mail.getContent()).getBodyPart(0).getContent();
    }

    @Test
    void who_read_it_or_is_still_there_is_not_mailed() {
        // Given
        mailChannel();
        widget.answer(conversation, "It leaves today.");
        String last = TestWidget.visitor(session).get("/api/widget/v1/conversations/" + conversation + "/messages").then().extract().path("items[0].id");

        // When
        clock.advance(Duration.ofMinutes(9));
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().statusCode(200);
        clock.advance(Duration.ofMinutes(9));
        mailAll();
        assertThat(mailsToAnna()).as("nine minutes away").isEmpty();
        TestWidget.visitor(session).body(Map.of("up_to_message_id", last)).post("/api/widget/v1/conversations/" + conversation + "/read").then().statusCode(204);
        clock.advance(Duration.ofMinutes(11));
        mailAll();

        // Then
        assertThat(mailsToAnna()).isEmpty();
    }

    @Test
    void without_a_mail_channel_nobody_is_mailed_and_the_answer_waits() {
        // When
        widget.answer(conversation, "It leaves today.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();

        // Then
        assertThat(mailsToAnna()).isEmpty();
        TestWidget.visitor(session).get("/api/widget/v1/conversations/" + conversation + "/messages").then().body("items.text", hasItem("It leaves today."));
    }

    @Test
    void a_transcript_goes_to_the_visitors_own_address_a_few_times_a_day() throws MessagingException {
        // Given
        widget.answer(conversation, "It leaves today.");
        String stranger = widget.newSession();
        String theirs = TestWidget.begin(stranger, TestWidget.text("Hello")).then().statusCode(201).extract().path("conversation.id");

        // When
        TestWidget.visitor(session).post("/api/widget/v1/conversations/" + conversation + "/transcript").then().statusCode(202);

        // Then
        assertThat(GreenMailUtil.getWholeMessage(onlyMail())).contains("Anna, ").contains("Where is my parcel?").contains("It leaves today.").contains("Europe/Berlin");
        TestWidget.visitor(stranger).post("/api/widget/v1/conversations/" + theirs + "/transcript").then().statusCode(409).body("code", equalTo("email_missing"));
        TestWidget.visitor(stranger).post("/api/widget/v1/conversations/" + conversation + "/transcript").then().statusCode(404);
        for (int more = 0; more < 4; more++) {
            TestWidget.visitor(session).post("/api/widget/v1/conversations/" + conversation + "/transcript").then().statusCode(202);
        }
        TestWidget.visitor(session).post("/api/widget/v1/conversations/" + conversation + "/transcript").then().statusCode(429);
        TestWidget.visitor().get("/api/widget/v1/channels/" + widget.key() + "/config").then().body("features.transcript", equalTo(true));
    }

    private void mailAll() {
        mails.mailAll().await().atMost(PATIENCE);
    }

    private GreenMailUser mailChannel() {
        String address = "support-" + widget.organization().id().toString().substring(24) + "@shop.example";
        GreenMailUser mailbox = MailServer.server().setUser(address, address, "secret-password");
        Map<String, Object> settings = new HashMap<>(Map.of(
                "address", address, "imap_host", "127.0.0.1", "imap_port", MailServer.server().getImap().getPort(), "imap_tls", "none", "imap_password", "secret-password",
                "smtp_host", "127.0.0.1", "smtp_port", MailServer.server().getSmtp().getPort(), "smtp_tls", "none", "plus_addressing", true));
        settings.put("poll_seconds", 15);
        String account = widget.organization().owner().api().contentType(ContentType.JSON).body(Map.of("name", "Mail", "type", "EMAIL", "settings", settings))
                .post("/rest/v1/channel_accounts").then().statusCode(201).extract().path("id");
        await().atMost(PATIENCE).until(() -> Scene.count("select count(*) from mailbox_checkpoint where channel_account_id = ?", UUID.fromString(account)) == 1);
        return mailbox;
    }

    private void reply(GreenMailUser mailbox, MimeMessage mail, String text) throws MessagingException {
        String date = now();
        String reply = "Date: " + date + "\r\nFrom: Anna <" + anna + ">\r\nTo: " + mail.getReplyTo()[0] + "\r\nSubject: Re: " + mail.getSubject() + "\r\nIn-Reply-To: " + mail.getMessageID()
                + "\r\nMessage-ID: <" + UUID.randomUUID() + "@customer.example>\r\n\r\n" + text + "\r\n";
        mailbox.deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(reply.getBytes(StandardCharsets.ISO_8859_1))));
    }

    /** Anna has gone when she is answered. */
    private MimeMessage mailOfAnAnswer() {
        widget.answer(conversation, "It leaves today.");
        clock.advance(Duration.ofMinutes(11));
        mailAll();
        return onlyMail();
    }

    private MimeMessage onlyMail() {
        await().atMost(PATIENCE).until(() -> !mailsToAnna().isEmpty());
        assertThat(mailsToAnna()).hasSize(1);
        return mailsToAnna().getFirst();
    }

    private List<MimeMessage> mailsToAnna() {
        return MailServer.inbox(anna);
    }
}
