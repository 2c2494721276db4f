package dev.tributary.apichannel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tributary.MovableClock;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookSignature;
import dev.tributary.webhook.WebhookReceiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents write, all the way to the other system and back. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class OutboundFlowTest extends ApiChannelScenario {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    MovableClock clock;

    @BeforeEach
    void the_receiver_takes_everything() {
        answering(aResponse().withStatus(200));
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void an_answer_arrives_signed_and_its_receipts_find_it_by_either_id() {
        // Given
        Channel channel = connectedChannel();
        String conversation = customerWrites(channel);
        answering(aResponse().withStatus(200).withBody("{\"external_message_id\":\"p-55\"}"));

        // When
        String message = agentWrites(conversation, Map.of("text", "Hi Anna"));

        // Then
        awaitStatus(message, "sent");
        LoggedRequest received = messages().getFirst();
        JsonPath body = JsonPath.from(received.getBodyAsString());
        assertEquals(message, body.getString("data.message_id"));
        assertEquals("t-5", body.getString("data.thread_id"));
        assertEquals("cust-77", body.getString("data.contact.external_id"));
        assertEquals("agent", body.getString("data.author.kind"));
        assertEquals("Hi Anna", body.getString("data.content.text"));
        assertSigned(received, channel.outboundSecret());
        ours.agent().api().get("/rest/v1/messages/" + message).then().body("provider_message_id", equalTo("p-55"));
        bearer(channel).body("{\"type\":\"message.status\",\"data\":{\"external_message_id\":\"p-55\",\"status\":\"delivered\"}}").post(inbound(channel)).then().statusCode(202);
        awaitStatus(message, "delivered");
        bearer(channel).body("{\"type\":\"message.status\",\"data\":{\"message_id\":\"" + message + "\",\"status\":\"read\"}}").post(inbound(channel)).then().statusCode(202);
        awaitStatus(message, "read");
    }

    @Test
    void a_receiver_that_fails_twice_gets_the_same_message_three_times_and_it_is_sent_once() {
        // Given
        Channel channel = connectedChannel();
        String conversation = customerWrites(channel);
        answering(aResponse().withStatus(500));

        // When
        String message = agentWrites(conversation, Map.of("text", "patience"));
        awaitMessages(1);
        awaitStatus(message, "queued");
        clock.advance(Duration.ofSeconds(7));
        awaitMessages(2);
        awaitStatus(message, "queued");
        answering(aResponse().withStatus(204));
        clock.advance(Duration.ofMinutes(7));

        // Then
        awaitStatus(message, "sent");
        List<LoggedRequest> received = awaitMessages(3);
        assertEquals(1, received.stream().map(request -> request.getHeader("webhook-id")).distinct().count());
        assertEquals(1, received.stream().map(LoggedRequest::getBodyAsString).distinct().count());
        assertEquals(3, received.stream().map(request -> request.getHeader("webhook-timestamp")).distinct().count());
        assertEquals(3, received.stream().map(request -> request.getHeader("webhook-signature")).distinct().count());
        await().atMost(PATIENCE).untilAsserted(() -> deliveries(channel).body("items.find { it.event == 'message.created' }.attempts", equalTo(3))
                .body("items.find { it.event == 'message.created' }.state", equalTo("delivered")));
    }

    @Test
    void what_the_receiver_cannot_deliver_fails_with_its_words() {
        String conversation = customerWrites(connectedChannel());
        answering(aResponse().withStatus(422).withBody("{\"error\":{\"code\":\"not_reachable\",\"text\":\"user blocked us\"}}"));

        String message = agentWrites(conversation, Map.of("text", "hello?"));

        awaitStatus(message, "failed");
        ours.agent().api().get("/rest/v1/messages/" + message).then().body("error.hint", equalTo("user blocked us")).body("error.code", equalTo("recipient_unreachable"));
    }

    @Test
    void a_receiver_that_is_gone_fails_the_message_disconnects_the_channel_and_stops_the_events() {
        // Given
        Channel channel = connectedChannel("message.created", "conversation.status_changed");
        String conversation = customerWrites(channel);
        answering(aResponse().withStatus(410).withFixedDelay(1_000));

        // When
        String message = agentWrites(conversation, Map.of("text", "hello?"));
        String next = agentWrites(conversation, Map.of("text", "still there?"));

        // Then
        awaitStatus(message, "failed");
        ours.agent().api().get("/rest/v1/messages/" + message).then().body("error.hint", equalTo("The receiving system says that this webhook is gone."));
        await().atMost(PATIENCE).untilAsserted(() -> ours.admin().api().get("/rest/v1/channel_accounts/" + channel.accountId()).then().body("connection.state", equalTo("disconnected")));
        await().atMost(PATIENCE).untilAsserted(() -> subscriptions(channel).body("items[0].disabled.reason", equalTo("gone")));
        awaitStatus(next, "failed");
        ours.agent().api().get("/rest/v1/messages/" + next).then().body("error.code", equalTo("receiver_disabled"));
        assertEquals(1, messages().size(), "a receiver that is gone is left in peace");
        answering(aResponse().withStatus(200));
        ours.admin().api().post("/rest/v1/channel_accounts/" + channel.accountId() + "/test").then().statusCode(200).body("connection.state", equalTo("connected"));
        await().atMost(PATIENCE).untilAsserted(() -> subscriptions(channel).body("items[0].is_active", equalTo(true)));
    }

    @Test
    void a_receiver_that_said_gone_to_an_event_gets_no_messages_until_a_person_enables_it() {
        // Given
        Channel channel = connectedChannel("conversation.status_changed");
        String conversation = customerWrites(channel);
        answering(aResponse().withStatus(410));
        ours.agent().api().body(Map.of("status", "pending")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);
        awaitProblem(channel, "receiver_disabled");

        // When
        ours.agent().api().body(Map.of("text", "hello?")).post("/rest/v1/conversations/" + conversation + "/messages").then()
                .statusCode(409).body("hint", containsString("says that this webhook is gone"));

        // Then
        answering(aResponse().withStatus(200));
        String id = subscriptions(channel).extract().path("items[0].id");
        ours.admin().api().post("/rest/v1/webhook_subscriptions/" + id + "/enable").then().statusCode(200);
        awaitStatus(agentWrites(conversation, Map.of("text", "hello!")), "sent");
        assertEquals(1, messages().size());
    }

    @Test
    void admins_see_at_the_channel_that_its_receiver_was_given_up_after_five_days() {
        // Given
        Channel channel = connectedChannel("conversation.status_changed");
        String conversation = customerWrites(channel);
        answering(aResponse().withStatus(500));
        ours.agent().api().body(Map.of("status", "pending")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);
        await().atMost(PATIENCE).untilAsserted(() -> subscriptions(channel).body("items[0].failing_since", notNullValue()));

        // When
        clock.advance(Duration.ofDays(5).plusMinutes(1));

        // Then
        awaitProblem(channel, "receiver_disabled");
        ours.admin().api().get("/rest/v1/channel_accounts/" + channel.accountId()).then()
                .body("connection.state", equalTo("disconnected"))
                .body("connection.problem.hint", equalTo("The receiving system has failed for five days. Fix it, then press \"enable\" and \"replay\"."));
        ours.admin().api().get("/rest/v1/audit_entries").then().body("items.action", hasItem("webhook_subscription.disabled"));
    }

    @Test
    void a_resolved_conversation_is_told_of_with_the_callers_own_thread() {
        // Given
        Channel channel = connectedChannel("message.created", "conversation.status_changed", "message.created.inbound", "conversation.created");
        String conversation = customerWrites(channel);

        // When
        ours.agent().api().body(Map.of("status", "resolved")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);

        // Then
        await().atMost(PATIENCE).until(() -> received("conversation.status_changed").size() == 1);
        JsonPath told = JsonPath.from(received("conversation.status_changed").getFirst().getBodyAsString());
        assertEquals("t-5", told.getString("data.thread_id"));
        assertEquals("open", told.getString("data.from"));
        assertEquals("resolved", told.getString("data.to"));
        assertEquals("agent", told.getString("data.by.kind"));
        assertEquals(conversation, JsonPath.from(received("conversation.created").getFirst().getBodyAsString()).getString("data.conversation_id"));
        assertEquals("inbound", JsonPath.from(received("message.created").getFirst().getBodyAsString()).getString("data.direction"));
        bearer(channel).body(message("x-2", "again")).post(inbound(channel)).then().statusCode(202);
        await().atMost(PATIENCE).until(() -> received("conversation.status_changed").size() == 2);
        assertEquals("open", JsonPath.from(received("conversation.status_changed").getLast().getBodyAsString()).getString("data.to"));
    }

    @Test
    void files_come_in_by_every_way_and_go_out_as_links() {
        // Given
        Channel channel = connectedChannel();
        WebhookReceiver.server().stubFor(get(urlEqualTo(path + ".png")).willReturn(aResponse().withStatus(200).withHeader("Content-Type", "text/plain").withBody("fetched")));
        String uploaded = given().header("Authorization", "Bearer " + channel.token()).multiPart("file", "u.txt", bytes("uploaded"), "text/plain")
                .post("/api/v1/channels/" + channel.channelId() + "/uploads").then().statusCode(201).extract().path("upload_id");
        String files = "[{\"data\":\"aW5saW5l\",\"name\":\"i.txt\",\"content_type\":\"text/plain\"},{\"url\":\"%s\",\"name\":\"f.txt\"},{\"upload_id\":\"%s\"},{\"url\":\"https://10.0.0.1/x\",\"name\":\"p.txt\"},{\"url\":\"http://partner.example.com/x\",\"name\":\"h.txt\"}]"
                .formatted(WebhookReceiver.url(path + ".png"), uploaded);

        // When
        String conversation = bearer(channel)
                .body("{\"type\":\"message.created\",\"data\":{\"external_message_id\":\"x-f\",\"contact\":{\"external_id\":\"cust-77\"},\"content\":{\"type\":\"document\",\"attachments\":" + files + "}}}")
                .post(inbound(channel)).then().statusCode(202).extract().path("results[0].conversation_id");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(
                List.of("stored", "stored", "stored", "failed", "failed"), thread(conversation).getList("items[0].attachments.state")));
        JsonPath shown = thread(conversation);
        assertEquals("url_not_allowed", shown.getString("items[0].attachments[3].error.code"));
        assertEquals("url_not_allowed", shown.getString("items[0].attachments[4].error.code"));
        String attachment = ours.agent().api().contentType("multipart/form-data").multiPart("file", "out.txt", bytes("from us"), "text/plain")
                .post("/rest/v1/attachments").then().statusCode(201).extract().path("id");
        agentWrites(conversation, Map.of("text", "see", "attachments", List.of(attachment)));
        URI link = URI.create(JsonPath.from(awaitMessages(1).getFirst().getBodyAsString()).getString("data.content.attachments[0].url"));
        given().urlEncodingEnabled(false).get(link.getRawPath() + "?" + link.getRawQuery()).then().statusCode(200).body(equalTo("from us"));
    }

    private void awaitProblem(Channel channel, String code) {
        await().atMost(PATIENCE).untilAsserted(() ->
                ours.admin().api().get("/rest/v1/channel_accounts/" + channel.accountId()).then().body("connection.problem.code", equalTo(code)));
    }

    private String customerWrites(Channel channel) {
        return bearer(channel).body(message("x-1", "Hello")).post(inbound(channel)).then().statusCode(202).extract().path("results[0].conversation_id");
    }

    private String agentWrites(String conversation, Map<String, Object> message) {
        return ours.agent().api().body(message).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
    }

    private JsonPath thread(String conversation) {
        return ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(200).extract().jsonPath();
    }

    private io.restassured.response.ValidatableResponse subscriptions(Channel channel) {
        return ours.admin().api().get("/rest/v1/webhook_subscriptions?channel_account_id=" + channel.accountId()).then().statusCode(200);
    }

    private io.restassured.response.ValidatableResponse deliveries(Channel channel) {
        String id = subscriptions(channel).extract().path("items[0].id");
        return ours.admin().api().get("/rest/v1/webhook_subscriptions/" + id + "/deliveries").then().statusCode(200);
    }

    private void awaitStatus(String message, String status) {
        await().atMost(PATIENCE).untilAsserted(() -> ours.agent().api().get("/rest/v1/messages/" + message).then().statusCode(200).body("delivery_status", equalTo(status)));
    }

    private List<LoggedRequest> awaitMessages(int count) {
        await().atMost(PATIENCE).until(() -> messages().size() >= count);
        assertEquals(count, messages().size());
        return messages();
    }

    /** What agents wrote, as it arrived. */
    private List<LoggedRequest> messages() {
        return received("message.created").stream().filter(request -> request.getBodyAsString().contains("\"direction\":\"outbound\"")).toList();
    }

    private List<LoggedRequest> received(String type) {
        return WebhookReceiver.received(path).stream().filter(request -> request.getBodyAsString().startsWith("{\"type\":\"" + type + "\"")).toList();
    }

    /** To everything but tests of the address, which it takes. */
    private void answering(ResponseDefinitionBuilder answer) {
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).atPriority(5).willReturn(answer));
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).atPriority(1).withRequestBody(containing("webhook.test")).willReturn(aResponse().withStatus(200)));
    }

    private static void assertSigned(LoggedRequest request, String secret) {
        Map<String, String> headers = Map.of(
                "webhook-id", request.getHeader("webhook-id"),
                "webhook-timestamp", request.getHeader("webhook-timestamp"),
                "webhook-signature", request.getHeader("webhook-signature"));
        Instant at = Instant.ofEpochSecond(Long.parseLong(request.getHeader("webhook-timestamp")));
        assertEquals(Optional.empty(), WebhookSignature.verify(List.of(WebhookKey.parse(secret)), headers, request.getBody(), at));
        assertTrue(request.getHeader("User-Agent").startsWith("Tributary-Webhooks/"));
    }
}
