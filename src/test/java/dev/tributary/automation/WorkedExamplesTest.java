package dev.tributary.automation;

import static dev.tributary.adapter.email.MailAwait.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.icegreen.greenmail.user.GreenMailUser;
import dev.tributary.adapter.email.MailServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two rules that everybody begins with, from the provider's door to the agent's screen. */
@QuarkusTest
@WithTestResource(MailServer.class)
class WorkedExamplesTest extends RuleScenario {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String NUMBERS = "/sandbox/meta/control/numbers";

    private JsonPath connectNumber(String name) {
        JsonPath credentials = given().contentType(ContentType.JSON).body(Map.of("name", name)).post(NUMBERS).then().statusCode(201).extract().jsonPath();
        return ours.admin().api().body(Map.of("name", name, "type", "WHATSAPP_CLOUD", "settings", credentials.getMap(""))).post("/rest/v1/channel_accounts").then()
                .statusCode(201).body("connection.state", equalTo("connected")).extract().jsonPath();
    }

    /** The sandbox posts a webhook that is signed as Meta signs it. */
    private static void customerWrites(JsonPath account, String text) {
        given().contentType(ContentType.JSON).body(Map.of("text", text)).post(NUMBERS + "/" + account.getString("settings.phone_number_id") + "/messages").then().statusCode(201);
    }

    private JsonPath conversationOf(String account) {
        await().atMost(PATIENCE).until(() -> !ours.agent().api().get("/rest/v1/conversations?channel_account_id=" + account).jsonPath().getList("items").isEmpty());
        return ours.agent().api().get("/rest/v1/conversations?channel_account_id=" + account).then().statusCode(200).extract().jsonPath();
    }

    private JsonPath traceOf(String conversation) {
        String message = ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(200)
                .extract().jsonPath().getString("items.find { it.direction == 'inbound' }.id");
        return trace(UUID.fromString(message));
    }

    @Test
    void whatsapp_to_the_sales_number_goes_to_the_sales_team_and_is_tagged() {
        JsonPath sales = connectNumber("Sales");
        JsonPath support = connectNumber("Support");
        UUID team = team("Sales");
        rule(
                "Leads",
                Map.of("all", List.of(condition("channel_type", "equals", "WHATSAPP_CLOUD"), condition("channel_account", "equals", sales.getString("id")))),
                action("assign_team", "team_id", team.toString()),
                action("add_tags", "tags", List.of("whatsapp-lead")));

        customerWrites(sales, "Hi, what does it cost?");
        customerWrites(support, "It does not work");

        JsonPath lead = conversationOf(sales.getString("id"));
        assertThat(lead.getString("items[0].team.name")).isEqualTo("Sales");
        assertThat(lead.getList("items[0].tags")).containsExactly("whatsapp-lead");
        JsonPath other = conversationOf(support.getString("id"));
        assertThat(other.getString("items[0].team")).isNull();
        assertThat(other.getList("items[0].tags")).isEmpty();

        JsonPath trace = traceOf(lead.getString("items[0].id"));
        assertThat(trace.getList("items.event")).containsExactly("message.received");
        assertThat(trace.getString("items[0].rules[0].outcome")).isEqualTo("matched");
        assertThat(trace.getList("items[0].rules[0].decisive.field")).containsExactly("channel_type", "channel_account");
        assertThat(trace.getList("items[0].rules[0].decisive.seen")).containsExactly("WHATSAPP_CLOUD", sales.getString("id"));
        assertThat(trace.getList("items[0].rules[0].actions.outcome")).containsExactly("done", "done");
        assertThat(traceOf(other.getString("items[0].id")).getList("items")).isEmpty();
    }

    private record Mailbox(String address, GreenMailUser user, String account) {}

    private Mailbox mailbox(String name, int smtpPort) {
        String address = name + "-" + ours.id().toString().substring(24) + "@shop.example";
        GreenMailUser user = MailServer.server().setUser(address, address, "secret-password");
        Map<String, Object> settings = Map.of(
                "address", address,
                "imap_host", "127.0.0.1",
                "imap_port", MailServer.server().getImap().getPort(),
                "imap_tls", "none",
                "imap_password", "secret-password",
                "smtp_host", "127.0.0.1",
                "smtp_port", smtpPort,
                "smtp_tls", "none",
                "poll_seconds", 15);
        String account = ours.owner().api().body(Map.of("name", name, "type", "EMAIL", "settings", settings)).post("/rest/v1/channel_accounts").then().statusCode(201).extract().path("id");
        await().atMost(PATIENCE).until(() -> (Long) query("select count(*) from mailbox_checkpoint where channel_account_id = ?", UUID.fromString(account)).getFirst() == 1);
        return new Mailbox(address, user, account);
    }

    private static void deliver(Mailbox to, String from, String subject, String text, String... headers) {
        try {
            String mail = "From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s@customer.example>\r\n%s\r\n%s\r\n".formatted(
                    from, to.address(), subject, UUID.randomUUID(), Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining()), text);
            to.user().deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.US_ASCII))));
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void mail_with_support_in_its_subject_becomes_a_ticket_is_pending_and_the_help_desk_is_written_to() throws Exception {
        Mailbox mailbox = mailbox("mail", MailServer.server().getSmtp().getPort());
        String desk = "desk-" + ours.id().toString().substring(24) + "@elsewhere.example";
        rule(
                "Support mail",
                Map.of("all", List.of(condition("channel_type", "equals", "EMAIL"), condition("subject", "contains", "support"))),
                action("create_ticket", "priority", "high", "help_desk", desk),
                action("set_status", "status", "pending"));

        deliver(mailbox, "Anna <anna@customer.example>", "I need SUPPORT with my order", "It came broken.");
        String conversation = conversationOf(mailbox.account()).getString("items[0].id");

        assertThat(conversationOf(mailbox.account()).getString("items[0].status")).isEqualTo("pending");
        JsonPath tickets = ours.agent().api().get("/rest/v1/tickets?conversation_id=" + conversation).then().statusCode(200).extract().jsonPath();
        assertThat(tickets.getList("items.subject")).containsExactly("I need SUPPORT with my order");
        assertThat(tickets.getString("items[0].priority")).isEqualTo("high");
        JsonPath trace = traceOf(conversation);
        assertThat(trace.getString("items[0].rules[0].outcome")).isEqualTo("matched");
        assertThat(trace.getString("items[0].rules[0].decisive[1].seen")).isEqualTo("I need SUPPORT with my order");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(traceOf(conversation).getList("items[0].rules[0].actions.outcome")).containsExactly("done", "done"));
        assertThat(traceOf(conversation).getString("items[0].rules[0].actions[0].told.code")).isEqualTo("ticket_mailed");

        MimeMessage told = sentTo(desk).getFirst();
        assertThat(told.getSubject()).isEqualTo("[#" + tickets.getInt("items[0].number") + "] I need SUPPORT with my order");
        assertThat(told.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat((String) told.getContent()).contains("It came broken.", "anna@customer.example");
    }

    private static boolean goesTo(MimeMessage mail, String address) {
        try {
            return mail.getAllRecipients() != null && Arrays.toString(mail.getAllRecipients()).contains(address);
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The other one says by its headers that it is a program, or it does not. */
    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: auto-replied", "X-Mailer: Robot"})
    void two_systems_that_answer_everything_stop_after_one_exchange(String header) {
        MailServer.scripted().answers("", "");
        Mailbox here = mailbox("here", MailServer.scripted().port());
        String robot = "robot-" + ours.id().toString().substring(24) + "@elsewhere.example";
        rule("Answer all", Map.of("always", true), action("send_message", "text", "We have your mail."));
        deliver(here, robot, "Hello", "Is somebody there?");
        String sent = "select provider_message_id from message where channel_account_id = ? and delivery_status = 'sent'";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(query(sent, UUID.fromString(here.account()))).hasSize(1));

        deliver(here, robot, "Re: Hello", "We have yours.", header, "In-Reply-To: <" + query(sent, UUID.fromString(here.account())).getFirst() + ">");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inbound(here)).isEqualTo(2));
        List<Object> actions = query("select action ->> 'outcome' from automation_trace t, jsonb_array_elements(t.results) r, jsonb_array_elements(r -> 'actions') action "
                + "where t.organization_id = ? order by t.id", ours.id());
        // what says that a program wrote it is filed without a look of the rules; of what does not, the budget is used up
        assertThat(actions).containsExactlyElementsOf(header.startsWith("Auto-Submitted") ? List.of("done") : List.of("done", "skipped"));
        assertThat(query("select text from message where channel_account_id = ? and direction = 'outbound'", UUID.fromString(here.account()))).containsExactly("We have your mail.");
        assertThat(MailServer.scripted().commands()).filteredOn(command -> command.startsWith("MAIL FROM")).singleElement().asString().startsWith("MAIL FROM:<>");
    }

    private static List<MimeMessage> sentTo(String address) {
        return Arrays.stream(MailServer.server().getReceivedMessages()).filter(mail -> goesTo(mail, address)).toList();
    }

    private static long inbound(Mailbox mailbox) {
        return (Long) query("select count(*) from message where channel_account_id = ? and direction = 'inbound'", UUID.fromString(mailbox.account())).getFirst();
    }
}
