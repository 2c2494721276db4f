package dev.tributary.adapter.email;

import static dev.tributary.adapter.email.MailAwait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.user.GreenMailUser;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.conversation.Scene;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail in and out over real IMAP and SMTP, through the API that everybody uses. */
@QuarkusTest
@WithTestResource(MailServer.class)
class EmailEndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final byte[] PNG = Base64.getDecoder().decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private TestOrganization organization;
    private String address;
    private GreenMailUser user;
    private UUID account;

    @BeforeEach
    void aMailbox() {
        organization = TestOrganizations.create();
        address = "support-" + organization.id().toString().substring(24) + "@shop.example";
        user = MailServer.server().setUser(address, address, "secret-password");
    }

    @Test
    void mail_becomes_a_conversation_and_the_answer_lands_in_the_customers_thread() throws Exception {
        // Given
        connect(Map.of("plus_addressing", true, "signature", "<p>{{agent.name}}<br>Shop</p>"));
        deliver("<first@customer.example>", "Where is my parcel?", "It was due on Tuesday.", "");
        UUID conversation = conversationOf("Where is my parcel?");

        // When
        organization.agent().api()
                .body(Map.of("text", "It leaves today.", "html", "<p>It leaves <b>today</b>.</p>", "mail", Map.of("cc", List.of(Map.of("name", "Boss", "address", "boss@customer.example")))))
                .post("/rest/v1/conversations/" + conversation + "/messages")
                .then()
                .statusCode(201);

        // Then
        MimeMessage sent = sentTo("anna@customer.example");
        assertThat(sent.getSubject()).isEqualTo("Re: Where is my parcel?");
        assertThat(sent.getHeader("In-Reply-To")).containsExactly("<first@customer.example>");
        assertThat(sent.getHeader("References")).containsExactly("<first@customer.example>");
        assertThat(sent.getHeader("X-Tributary-Loop")).hasSize(1);
        assertThat(sent.getHeader("Auto-Submitted")).isNull();
        assertThat(sent.getHeader("Cc")[0]).contains("boss@customer.example");
        assertThat(sent.getContentType()).startsWith("multipart/alternative");
        String whole = written(sent);
        assertThat(whole).contains("It leaves <b>today</b>").contains("> It was due on Tuesday.");
        assertThat(textOf(sent)).contains("It leaves today.\n\n-- \n" + organization.agent().name() + "\nShop\n\nOn ").containsOnlyOnce("-- \n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(conversation)).isEqualTo("sent"));

        // and the customer's answer to a reply address without any other trace finds its way back
        String replyTo = sent.getReplyTo()[0].toString().replaceAll(".*<|>.*", "");
        assertThat(replyTo).contains("+c-");
        deliver("<second@customer.example>", "something else", "Thank you!", "", "X-Original-To: " + replyTo + "\r\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Scene.texts("select text from message where conversation_id = ? and direction = 'inbound' order by created_at", conversation))
                .containsExactly("It was due on Tuesday.", "Thank you!"));
    }

    @Test
    void an_agents_own_signature_stands_below_their_mail_and_the_accounts_below_it() throws Exception {
        // Given
        connect(Map.of("signature", "<p>{{organization.name}}</p><script>alert(1)</script>", "signed_by", "both"));
        deliver("<sign@customer.example>", "Sign it", "please", "");
        UUID conversation = conversationOf("Sign it");
        Scene.execute("update contact set name = '<img src=x onerror=alert(1)> & Co' where id = (select contact_id from conversation where id = ?)", conversation);
        String own = "/rest/v1/users/" + organization.agent().id() + "/signature";
        String messages = "/rest/v1/conversations/" + conversation + "/messages";
        String preview = "/rest/v1/conversations/" + conversation + "/signature";
        organization.agent().api().body(Map.of("html", "<p onclick=\"x()\"><b>{{agent.name}}</b> for {{contact.name}}</p><iframe src=\"https://evil.example\"></iframe>")).put(own).then()
                .statusCode(200).body("html", equalTo("<p><b>{{agent.name}}</b> for {{contact.name}}</p>"));

        // When
        String shown = organization.agent().api().get(preview).then().statusCode(200).extract().path("html");
        organization.agent().api().body(Map.of("text", "Signed.")).post(messages).then().statusCode(201).body("content.mail.signature.html", equalTo(shown));
        organization.agent().api().body(Map.of("html", "<p>changed since</p>")).put(own).then().statusCode(200);

        // Then
        String name = organization.agent().name();
        MimeMessage sent = sentTo("anna@customer.example");
        assertThat(written(sent)).contains("<b>" + name + "</b> for &lt;img src=x onerror=alert(1)&gt; &amp; Co").doesNotContain("<script").doesNotContain("changed since");
        assertThat(textOf(sent)).contains("Signed.\n\n-- \n" + name + " for <img src=x onerror=alert(1)> & Co\n\n" + organization.name() + "\n");
        assertThat(shown).contains(organization.name()).doesNotContain("<img");

        // and neither a note nor an answer that should go without has one
        organization.agent().api().body(Map.of("text", "Note.", "private", true)).post(messages).then().statusCode(201).body("content", nullValue());
        organization.agent().api().body(Map.of("text", "Bare.", "mail", Map.of("signature", false))).post(messages).then().statusCode(201).body("content.mail.signature", nullValue());
    }

    @Test
    void a_signature_is_its_agents_and_its_merge_fields_exist() {
        String own = "/rest/v1/users/" + organization.agent().id() + "/signature";

        organization.agent().api().body(Map.of("html", "<p>{{contact.shoe_size}}</p>")).put(own).then().statusCode(400).body("errors.field", contains("html"));
        organization.owner().api().body(Map.of("html", "<p>By the owner</p>")).put(own).then().statusCode(200);
        organization.agent().api().get(own).then().statusCode(200).body("html", equalTo("<p>By the owner</p>"));
        organization.agent().api().get("/rest/v1/users/" + organization.owner().id() + "/signature").then().statusCode(403);
        TestOrganizations.create().owner().api().body(Map.of("html", "<p>x</p>")).put(own).then().statusCode(404);
        organization.agent().api().body(Map.of("html", " <p>&nbsp;</p> ")).put(own).then().statusCode(200).body("html", equalTo(""));
    }

    @Test
    void a_mailbox_at_its_daily_limit_lets_mails_wait_and_says_why() throws Exception {
        // Given
        connect(Map.of("recipients_per_day", 2));
        deliver("<limit@customer.example>", "How many", "please", "");
        UUID conversation = conversationOf("How many");
        String messages = "/rest/v1/conversations/" + conversation + "/messages";
        organization.agent().api().body(Map.of("text", "First.", "mail", Map.of("cc", List.of(Map.of("address", "boss@customer.example"))))).post(messages).then().statusCode(201);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(conversation)).isEqualTo("sent"));

        // When
        organization.agent().api().body(Map.of("text", "Second.")).post(messages).then().statusCode(201);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> organization.agent().api().get(messages).then()
                .body("items[0].delivery_status", equalTo("queued"))
                .body("items[0].error.code", equalTo("daily_limit"))
                .body("items[0].error.hint", equalTo("The mailbox reached its daily sending limit")));
        assertThat(Scene.count("select count(*) from outbox o join message m on m.id = o.message_id where m.conversation_id = ? and o.state = 'queued' and o.not_before > now() + interval '50 minutes'", conversation))
                .isEqualTo(1);
    }

    @Test
    void only_new_mail_is_taken_on_by_default_and_none_twice() throws Exception {
        deliver("<old@customer.example>", "Old", "from before", "");
        connect(Map.of());
        awaitCheckpoint();
        deliver("<new@customer.example>", "New", "after", "");

        conversationOf("New");

        assertThat(Scene.texts("select subject from conversation where channel_account_id = ?", account)).containsExactly("New");
        assertThat(Scene.count("select count(*) from journal_event where channel_account_id = ?", account)).isEqualTo(1);
    }

    @Test
    void a_mail_that_cannot_be_read_is_kept_and_holds_up_no_other() throws Exception {
        connect(Map.of());
        awaitCheckpoint();
        append("just some bytes, no header at all");
        deliver("<after@customer.example>", "After the odd one", "hello", "");

        conversationOf("After the odd one");

        assertThat(Scene.texts("select outcome from journal_event where channel_account_id = ? order by id", account)).containsExactly("failed", "applied");
    }

    @Test
    void pictures_and_files_of_a_mail_are_fetched_from_the_journal() throws Exception {
        connect(Map.of());
        awaitCheckpoint();
        append(new String(EmailFixtures.bytes("nested-multipart.eml"), StandardCharsets.ISO_8859_1).replace("support@shop.example", address));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Scene.texts(
                        "select a.file_name || ' ' || a.state || ' ' || a.is_inline from attachment a join message m on m.id = a.message_id where m.channel_account_id = ? order by position", account))
                .containsExactly("photo.png stored true", "facture.pdf stored false"));
        String message = Scene.text("select id::text from message where channel_account_id = ?", account);
        organization.agent().api().get("/rest/v1/messages/" + message + "/source").then().statusCode(200).contentType(ContentType.TEXT).body(containsString("Message-ID: <nest-1@"));
        assertThat(Scene.text("select html from message where id = ?", UUID.fromString(message))).contains("src=\"/rest/v1/attachments/");
    }

    @Test
    void what_was_read_is_marked_where_the_setting_says_so() throws Exception {
        connect(Map.of("after_read", "mark_seen"));
        awaitCheckpoint();
        deliver("<seen@customer.example>", "Mark me", "hello", "");

        conversationOf("Mark me");

        ImapHostManager mailboxes = MailServer.server().getManagers().getImapHostManager();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(mailboxes.getInbox(user).getMessages()).allMatch(mail -> mail.getFlags().contains(Flags.Flag.SEEN)));
    }

    @Test
    void an_account_without_a_server_of_its_own_sends_by_the_installations() throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("smtp_host", null);
        connect(settings);
        awaitCheckpoint();
        deliver("<sys@customer.example>", "By the system", "hello", "");
        UUID conversation = conversationOf("By the system");

        organization.agent().api().body(Map.of("text", "Answer by the system")).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201);

        MimeMessage sent = sentTo("anna@customer.example");
        assertThat(sent.getMessageID()).matches("<c[0-9a-f]{32}\\.m[0-9a-f]{32}\\.[0-9a-f]{8}@shop\\.example>");
        assertThat(sent.getHeader("In-Reply-To")).containsExactly("<sys@customer.example>");
    }

    @Test
    void files_and_pictures_leave_as_parts_that_every_program_shows() throws Exception {
        // Given
        connect(Map.of());
        deliver("<files@customer.example>", "Send me the invoice", "please", "");
        UUID conversation = conversationOf("Send me the invoice");
        String picture = upload("logo.png", PNG, "image/png");
        String file = upload("invoice.pdf", "%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII), "application/pdf");
        Scene.execute("update attachment set file_name = 'Rechnung März 請求書.pdf' where id = ?", UUID.fromString(file));

        // When
        organization.agent().api()
                .body(Map.of("text", "Here.", "html", "<p>Here. <img src=\"/rest/v1/attachments/" + picture + "\"></p>", "attachments", List.of(picture, file)))
                .post("/rest/v1/conversations/" + conversation + "/messages")
                .then()
                .statusCode(201);

        // Then
        MimePart mail = received(sentTo("anna@customer.example"));
        assertThat(mail.all().map(part -> part.type().word())).containsExactly(
                "multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png", "application/pdf");
        List<MimePart> leaves = mail.all().filter(part -> !part.isMultipart()).toList();
        assertThat(leaves.get(1).text()).contains("<img src=\"cid:" + leaves.get(2).contentId().orElseThrow() + "\">");
        assertThat(leaves.get(2).disposition().word()).isEqualTo("inline");
        assertThat(leaves.get(2).content()).isEqualTo(PNG);
        assertThat(leaves.get(3).fileName()).contains("Rechnung März 請求書.pdf");
        assertThat(leaves.get(3).isAttachment()).isTrue();
        assertThat(leaves.get(3).content()).startsWith("%PDF-1.4".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_sent_mail_is_copied_to_the_sent_folder_where_the_setting_says_so() throws Exception {
        // Given
        ImapHostManager mailboxes = MailServer.server().getManagers().getImapHostManager();
        mailboxes.createMailbox(user, "Sent");
        connect(Map.of("save_sent", true));
        deliver("<copy@customer.example>", "Copy my answer", "please", "");
        UUID conversation = conversationOf("Copy my answer");

        // When
        organization.agent().api().body(Map.of("text", "Done.")).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201);

        // Then
        String id = sentTo("anna@customer.example").getMessageID();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(mailboxes.getFolder(user, "Sent").getMessages()).singleElement().satisfies(copy -> {
            assertThat(copy.getMimeMessage().getMessageID()).isEqualTo(id);
            assertThat(copy.getFlags().contains(Flags.Flag.SEEN)).isTrue();
        }));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(conversation)).isEqualTo("sent"));
    }

    @Test
    void one_refused_recipient_is_shown_beside_a_mail_that_was_sent() throws Exception {
        // Given
        connect(Map.of("smtp_port", MailServer.scripted().port()));
        deliver("<both@customer.example>", "Both of us", "please", "");
        UUID conversation = conversationOf("Both of us");
        MailServer.scripted().answers("RCPT TO:<gone@", "550 5.1.1 User unknown");

        // When
        organization.agent().api()
                .body(Map.of("text", "Hello both.", "mail", Map.of("cc", List.of(Map.of("address", "Gone@customer.example")))))
                .post("/rest/v1/conversations/" + conversation + "/messages")
                .then()
                .statusCode(201);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(conversation)).isEqualTo("sent"));
        organization.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.find { it.direction == 'outbound' }.content.mail.to.address", contains("anna@customer.example"))
                .body("items.find { it.direction == 'outbound' }.content.mail.receipts.recipient", contains("gone@customer.example"))
                .body("items.find { it.direction == 'outbound' }.content.mail.receipts[0].status", equalTo("failed"))
                .body("items.find { it.direction == 'outbound' }.content.mail.receipts[0].note.hint", containsString("does not exist"));
    }

    @Test
    void days_before_the_account_was_connected_are_fetched_when_somebody_asks_and_only_once() throws Exception {
        // Given
        deliver("<gap-1@customer.example>", "From the gap", "one", "");
        deliver("<gap-2@customer.example>", "From the gap too", "two", "");
        connect(Map.of());
        awaitCheckpoint();
        assertThat(Scene.count("select count(*) from message where channel_account_id = ?", account)).isZero();

        for (int found : List.of(2, 0)) {
            // When
            refilled(found);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Scene.texts("select subject from conversation where channel_account_id = ? order by subject", account))
                    .containsExactly("From the gap", "From the gap too"));
        }
        assertThat(Scene.count("select count(*) from message where channel_account_id = ?", account)).isEqualTo(2);

        // and what somebody deleted here meanwhile stays away
        String contact = Scene.text("select distinct contact_id::text from conversation where channel_account_id = ?", account);
        organization.owner().api().delete("/rest/v1/contacts/" + contact).then().statusCode(204);
        refilled(0);
        assertThat(Scene.count("select count(*) from message where channel_account_id = ?", account)).isZero();
    }

    @Test
    void a_refill_needs_days_in_order_and_an_account_that_is_switched_on() {
        connect(Map.of());
        String refills = "/rest/v1/channel_accounts/" + account + "/refills";

        organization.owner().api().body(Map.of("from", "2026-11-05", "to", "2026-11-04")).post(refills).then().statusCode(400).body("errors.field", contains("to"));
        organization.agent().api().body(Map.of("from", "2026-11-04", "to", "2026-11-05")).post(refills).then().statusCode(403);
        organization.owner().api().body(Map.of("is_active", false)).patch("/rest/v1/channel_accounts/" + account).then().statusCode(200);
        organization.owner().api().body(Map.of("from", "2026-11-04", "to", "2026-11-05")).post(refills).then().statusCode(409).body("code", equalTo("channel_inactive"));
    }

    @Test
    void an_agent_writes_first_with_a_subject_and_the_answer_joins_by_subject_alone() throws Exception {
        connect(Map.of());
        awaitCheckpoint();
        String conversation = organization.agent().api()
                .body(Map.of("channel_account_id", account, "address", "Bob <bob@customer.example>", "text", "Your invoice is ready.", "mail", Map.of("subject", "Invoice for November")))
                .post("/rest/v1/conversations")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        assertThat(sentTo("bob@customer.example").getSubject()).isEqualTo("Invoice for November");

        append("From: Bob <bob@customer.example>\r\nTo: " + address + "\r\nSubject: RE: Invoice for November\r\nThread-Topic: Invoice for November\r\n"
                + "Message-ID: <bob-1@customer.example>\r\n\r\nThanks.\r\n");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Scene.count("select count(*) from message where conversation_id = ?", UUID.fromString(conversation))).isEqualTo(2));
    }

    @Test
    void a_test_with_a_mail_to_itself_finds_out_about_plus_addresses_and_leaves_nothing_behind() throws Exception {
        // Given
        address = "plus-" + address;
        user = MailServer.server().setUser(address, address, "secret-password");
        connect(Map.of());
        awaitCheckpoint();

        // When
        organization.owner().api().post("/rest/v1/channel_accounts/" + account + "/test?round_trip=true").then().statusCode(200)
                .body("connection.state", equalTo("connected"))
                .body("checks.code", contains("round_trip", "plus_addressing"))
                .body("checks.grade", contains("ok", "ok"))
                .body("settings.plus_addressing", equalTo(true));

        // Then
        organization.owner().api().get("/rest/v1/channel_accounts/" + account).then().body("settings.plus_addressing", equalTo(true));
        organization.owner().api().get("/rest/v1/channel_accounts/" + account + "/health").then().body("checks.code", hasItems("round_trip", "plus_addressing"));
        assertThat(MailServer.inbox(address)).isEmpty();
        deliver("<after@customer.example>", "A customer", "Hello", "");
        conversationOf("A customer");
        assertThat(Scene.count("select count(*) from message where channel_account_id = ?", account)).isEqualTo(1);
    }

    @Test
    void a_test_before_saving_tells_what_does_not_arrive() throws Exception {
        Map<String, Object> settings = settings(Map.of());
        organization.owner().api().body(Map.of("type", "EMAIL", "settings", settings, "round_trip", true)).post("/rest/v1/channel_accounts/test").then().statusCode(200)
                .body("checks.grade", contains("ok", "ok"))
                .body("settings.plus_addressing", equalTo(false));
        assertThat(MailServer.inbox(address)).isEmpty();

        settings.put("address", "elsewhere@shop.example");
        settings.put("imap_user", address);
        organization.owner().api().body(Map.of("type", "EMAIL", "settings", settings, "round_trip", true)).post("/rest/v1/channel_accounts/test").then().statusCode(200)
                .body("checks.code", contains("round_trip"))
                .body("checks.grade", contains("warning"))
                .body("checks[0].hint", containsString("delivered to this mailbox"))
                .body("settings.size()", equalTo(0));

        MailServer.scripted().answers("RCPT", "550 5.7.1 not from here");
        settings.put("smtp_port", MailServer.scripted().port());
        organization.owner().api().body(Map.of("type", "EMAIL", "settings", settings, "round_trip", true)).post("/rest/v1/channel_accounts/test").then().statusCode(200)
                .body("checks[0].grade", equalTo("error"))
                .body("checks[0].detail", containsString("not from here"));

        organization.owner().api().body(Map.of("type", "API", "settings", Map.of(), "round_trip", true)).post("/rest/v1/channel_accounts/test").then().statusCode(400)
                .body("errors.field", contains("round_trip"));
    }

    @Test
    void of_a_mail_that_is_too_large_the_text_is_read_and_no_broken_file() throws Exception {
        // Given
        connect(Map.of("max_message_bytes", 10_000));
        String file = "QUJD".repeat(150_000).replaceAll("(.{76})", "$1\r\n");

        // When
        deliver("<large@customer.example>", "Large", "--b\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n--b\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=film.mp4\r\n\r\n" + file + "\r\n--b--", "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n");

        // Then
        organization.agent().api().get("/rest/v1/conversations/" + conversationOf("Large") + "/messages").then()
                .body("items[0].text", equalTo("See the film."))
                .body("items[0].attachments.size()", equalTo(0))
                .body("items[0].content.mail.warnings", contains("too_large"));
    }

    @Test
    void a_mailbox_of_two_accounts_is_read_once_and_each_mail_is_the_account_s_that_it_was_delivered_to() throws Exception {
        // Given
        String sales = address.replace("support", "sales");
        connect(Map.of());
        awaitCheckpoint();
        UUID support = account;
        connect(Map.of("address", sales, "imap_user", address));
        awaitCheckpoint();
        UUID other = account;

        // When
        append("From: a@customer.example\r\nTo: " + address + "\r\nSubject: for support\r\nMessage-ID: <s1@customer.example>\r\n\r\nHello\r\n");
        append("From: a@customer.example\r\nTo: " + sales + "\r\nSubject: for sales\r\nMessage-ID: <s2@customer.example>\r\n\r\nHello\r\n");
        append("From: a@customer.example\r\nTo: " + sales + "\r\nCc: " + address + "\r\nSubject: for both\r\nMessage-ID: <s3@customer.example>\r\n\r\nHello\r\n");
        append("Delivered-To: " + address + "\r\nFrom: a@customer.example\r\nTo: " + sales + "\r\nSubject: delivered\r\nMessage-ID: <s4@customer.example>\r\n\r\nHello\r\n");
        append("From: a@customer.example\r\nTo: undisclosed-recipients:;\r\nSubject: blind\r\nMessage-ID: <s5@customer.example>\r\n\r\nHello\r\n");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects(support)).containsExactly("blind", "delivered", "for support"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects(other)).containsExactly("for both", "for sales"));
        assertThat(Scene.count("select count(*) from journal_event where channel_account_id = any(array[?, ?]::uuid[])", support, other)).isEqualTo(5);

        // and where one of them is switched off the other has all, and nothing comes twice when it is back
        organization.owner().api().body(Map.of("is_active", false)).patch("/rest/v1/channel_accounts/" + support).then().statusCode(200);
        append("From: a@customer.example\r\nTo: " + address + "\r\nSubject: while away\r\nMessage-ID: <s6@customer.example>\r\n\r\nHello\r\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects(other)).containsExactly("for both", "for sales", "while away"));
        organization.owner().api().body(Map.of("is_active", true)).patch("/rest/v1/channel_accounts/" + support).then().statusCode(200);
        append("From: a@customer.example\r\nTo: " + address + "\r\nSubject: back again\r\nMessage-ID: <s7@customer.example>\r\n\r\nHello\r\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Stream.concat(subjects(support).stream(), subjects(other).stream())).contains("back again"));
        assertThat(Stream.concat(subjects(support).stream(), subjects(other).stream())).doesNotHaveDuplicates().hasSize(7);
    }

    private static List<String> subjects(UUID account) {
        return Scene.texts("select m.content -> 'mail' ->> 'subject' as subject from message m where channel_account_id = ? order by 1", account);
    }

    private void connect(Map<String, Object> more) {
        account = UUID.fromString(organization.owner().api()
                .body(Map.of("name", "Mail", "type", "EMAIL", "settings", settings(more)))
                .post("/rest/v1/channel_accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "address", address,
                "display_name", "Shop Support",
                "imap_host", "127.0.0.1",
                "imap_port", MailServer.server().getImap().getPort(),
                "imap_tls", "none",
                "imap_password", "secret-password",
                "smtp_host", "127.0.0.1",
                "smtp_port", MailServer.server().getSmtp().getPort(),
                "smtp_tls", "none",
                "poll_seconds", 15));
        settings.putAll(more);
        settings.values().removeIf(java.util.Objects::isNull);
        return settings;
    }

    private void refilled(int found) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        organization.owner().api().body(Map.of("from", today.minusDays(1).toString(), "to", today.plusDays(1).toString()))
                .post("/rest/v1/channel_accounts/" + account + "/refills").then().statusCode(202);
        await().atMost(PATIENCE).untilAsserted(() -> organization.owner().api().get("/rest/v1/channel_accounts/" + account + "/refills").then()
                .statusCode(200).body("items[0].found", equalTo(found)).body("items[0].ended_at", notNullValue()));
    }

    private void awaitCheckpoint() {
        await().atMost(PATIENCE).until(() -> Scene.count("select count(*) from mailbox_checkpoint where channel_account_id = ?", account) == 1);
    }

    private void deliver(String id, String subject, String text, String references, String... more) throws Exception {
        if (account != null) {
            awaitCheckpoint();
        }
        append("From: Anna <anna@customer.example>\r\nTo: " + address + "\r\nSubject: " + subject + "\r\nMessage-ID: " + id + "\r\n" + references + String.join("", more) + "\r\n" + text + "\r\n");
    }

    private void append(String mail) throws Exception {
        user.deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private UUID conversationOf(String subject) {
        await().atMost(PATIENCE).until(() -> Scene.text("select id::text from conversation where channel_account_id = ? and subject = ?", account, subject) != null);
        return UUID.fromString(Scene.text("select id::text from conversation where channel_account_id = ? and subject = ?", account, subject));
    }

    private String status(UUID conversation) {
        return Scene.text("select delivery_status from message where conversation_id = ? and direction = 'outbound' order by created_at desc limit 1", conversation);
    }

    private MimeMessage sentTo(String recipient) throws Exception {
        List<MimeMessage> found = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            for (MimeMessage mail : MailServer.server().getReceivedMessages()) {
                boolean fits = mail.getFrom() != null && mail.getFrom()[0].toString().contains(address) && mail.getAllRecipients() != null
                        && Arrays.toString(mail.getAllRecipients()).contains(recipient);
                if (fits) {
                    found.add(mail);
                    return true;
                }
            }
            return false;
        });
        return found.getFirst();
    }

    private String upload(String name, byte[] content, String type) {
        return organization.agent().api().contentType(ContentType.MULTIPART).multiPart("file", name, content, type).post("/rest/v1/attachments").then().statusCode(201).extract().path("id");
    }

    private static MimePart received(MimeMessage mail) {
        return MimeReader.read(com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(mail).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String textOf(MimeMessage mail) {
        return received(mail).all().filter(part -> part.type().word().equals("text/plain")).findFirst().orElseThrow().text().replace("\r\n", "\n");
    }

    private static String written(MimeMessage mail) {
        StringBuilder all = new StringBuilder();
        received(mail).all().filter(part -> !part.isMultipart()).forEach(part -> all.append(part.text()));
        return all.toString();
    }
}
