package dev.tributary.apichannel;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.tributary.MovableClock;
import dev.tributary.webhook.WebhookReceiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posting events over HTTP: what is answered, and what is there afterwards. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class InboundPostingTest extends ApiChannelScenario {

    @Inject
    MovableClock clock;

    @BeforeEach
    void the_receiver_takes_everything() {
        WebhookReceiver.server().stubFor(
                WireMock.post(path).willReturn(WireMock.ok()));
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void every_fixture_with_its_headers_is_accepted_and_with_a_changed_byte_it_is_401() throws IOException {
        // Given
        JsonNode headers = new ObjectMapper().readTree(fixture("headers.json"));
        clock.advance(Duration.between(Instant.now(), Instant.ofEpochSecond(headers.get("clock").asLong())));
        Channel channel = channel();

        headers.get("files").properties().forEach(file -> {
            // When
            byte[] body = fixture(file.getKey());
            byte[] forged = body.clone();
            forged[forged.length / 2] ^= 1;
            RequestSpecification genuine = given().body(body);
            RequestSpecification wrong = given().body(forged);
            file.getValue().properties().forEach(header -> {
                genuine.header(header.getKey(), header.getValue().asText());
                wrong.header(header.getKey(), header.getValue().asText());
            });

            // Then
            wrong.post(inbound(channel)).then().statusCode(401).body("error.code", equalTo("signature_invalid")).body("error.text", equalTo("no webhook-signature entry matches"));
            int expected = file.getKey().startsWith("status-") ? 422 : file.getKey().equals("batch.json") ? 207 : 202;
            assertEquals(expected, genuine.post(inbound(channel)).statusCode(), file.getKey() + ": the statuses are of messages that this test never sent");
        });
    }

    @Test
    void a_message_is_accepted_with_its_ids_and_the_same_body_under_a_new_webhook_id_is_a_duplicate() {
        // Given
        Channel channel = channel();
        byte[] body = fixture("text.json");

        // When
        JsonPath first = signed("msg_1", body).post(inbound(channel)).then().statusCode(202).extract().jsonPath();
        JsonPath second = signed("msg_2", body).post(inbound(channel)).then().statusCode(202).extract().jsonPath();

        // Then
        assertEquals("accepted", first.getString("results[0].result"));
        assertEquals("x-1001", first.getString("results[0].external_message_id"));
        assertEquals("duplicate", second.getString("results[0].result"));
        assertEquals(first.getString("results[0].message_id"), second.getString("results[0].message_id"));
        assertEquals(first.getString("results[0].conversation_id"), second.getString("results[0].conversation_id"));
        assertEquals(1, messages(first.getString("results[0].conversation_id")).size());
    }

    @Test
    void a_repeated_webhook_id_gets_the_first_answer_as_a_duplicate_and_nothing_is_journalled_again() {
        // Given
        Channel channel = channel();
        String first = bearer(channel).header("webhook-id", "msg_again").body(message("x-1", "once")).post(inbound(channel)).then().statusCode(202).extract().path("results[0].message_id");

        // When
        JsonPath again = bearer(channel).header("webhook-id", "msg_again").body(message("x-2", "another body")).post(inbound(channel)).then().statusCode(202).extract().jsonPath();

        // Then
        assertEquals("duplicate", again.getString("results[0].result"));
        assertEquals("x-1", again.getString("results[0].external_message_id"));
        assertEquals(first, again.getString("results[0].message_id"));
        ours.admin().api().get("/rest/v1/channel_accounts/" + channel.accountId() + "/journal").then().body("items", hasSize(1));
    }

    @Test
    void a_batch_gives_messages_in_order_one_status_change_and_one_result_each() {
        // Given
        Channel channel = connectedChannel();
        String conversation = posted(channel, message("x-1", "first")).getString("results[0].conversation_id");
        String ours = send(conversation, "an answer");

        // When
        String body = new String(fixture("batch.json"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("m-900", ours).replace("t-6", "t-5").replace("cust-78", "cust-77").replace("2026-11-20T10:00:00Z", Instant.now().toString());
        JsonPath answer = signed("msg_batch", bytes(body)).post(inbound(channel)).then().statusCode(202).extract().jsonPath();

        // Then
        assertEquals(List.of("accepted", "accepted", "accepted"), answer.getList("results.result"));
        assertEquals(List.of(0, 1, 2), answer.getList("results.index"));
        assertEquals(ours, answer.getString("results[2].message_id"));
        List<Map<String, Object>> thread = messages(conversation);
        assertEquals(List.of("first", "an answer", "one", "two"), texts(thread));
        assertEquals("read", thread.get(1).get("delivery_status"));
    }

    @Test
    void an_out_of_order_status_never_goes_backwards() {
        // Given
        Channel channel = connectedChannel();
        String conversation = posted(channel, message("x-1", "first")).getString("results[0].conversation_id");
        String ours = send(conversation, "an answer");

        for (String[] step : new String[][] {{"read", "read"}, {"delivered", "read"}, {"sent", "read"}, {"failed", "read"}}) {
            // When
            bearer(channel).body(status(ours, step[0])).post(inbound(channel)).then().statusCode(202);

            // Then
            assertEquals(step[1], messages(conversation).get(1).get("delivery_status"), "after " + step[0]);
        }
    }

    @Test
    void an_echo_of_our_own_message_is_a_duplicate() {
        // Given
        Channel channel = connectedChannel();
        String conversation = posted(channel, message("x-1", "first")).getString("results[0].conversation_id");
        String ours = send(conversation, "Hi Anna");

        // When
        String echo = message("x-2", "Hi Anna").replace("\"thread_id\"", "\"direction\":\"outbound\",\"message_id\":\"" + ours + "\",\"thread_id\"");
        JsonPath answer = posted(channel, echo);

        // Then
        assertEquals("duplicate", answer.getString("results[0].result"));
        assertEquals(ours, answer.getString("results[0].message_id"));
        assertEquals(2, messages(conversation).size());
    }

    @Test
    void an_echo_that_overtakes_the_answer_to_the_send_is_a_duplicate_too() {
        // Given
        WebhookReceiver.server().stubFor(WireMock.post(path).willReturn(WireMock.ok().withFixedDelay(3_000)));
        Channel channel = connectedChannel();
        String conversation = posted(channel, message("x-1", "first")).getString("results[0].conversation_id");
        String ours = send(conversation, "Hi Anna");
        await().until(() -> "sending".equals(messages(conversation).get(1).get("delivery_status")));

        // When
        String echo = message("x-2", "Hi Anna").replace("\"thread_id\"", "\"direction\":\"outbound\",\"message_id\":\"" + ours + "\",\"thread_id\"");
        JsonPath answer = posted(channel, echo);

        // Then
        assertEquals("duplicate", answer.getString("results[0].result"));
        assertEquals(ours, answer.getString("results[0].message_id"));
        await().until(() -> "sent".equals(messages(conversation).get(1).get("delivery_status")));
        assertEquals(2, messages(conversation).size());
    }

    @Test
    void a_message_that_was_sent_elsewhere_is_shown_as_ours() {
        Channel channel = channel();
        String conversation = posted(channel, message("x-1", "first")).getString("results[0].conversation_id");

        posted(channel, message("x-2", "from the shop").replace("\"thread_id\"", "\"direction\":\"outbound\",\"thread_id\""));

        List<Map<String, Object>> thread = messages(conversation);
        assertEquals("outbound", thread.get(1).get("direction"));
        assertEquals("from the shop", thread.get(1).get("text"));
    }

    @Test
    void an_unknown_type_is_ignored_and_unknown_content_is_kept() {
        Channel channel = channel();

        assertEquals("ignored", posted(channel, new String(fixture("future-event.json"), java.nio.charset.StandardCharsets.UTF_8)).getString("results[0].result"));
        JsonPath kept = posted(channel, new String(fixture("future-content.json"), java.nio.charset.StandardCharsets.UTF_8));
        Map<String, Object> message = messages(kept.getString("results[0].conversation_id")).getFirst();
        assertEquals("unsupported", message.get("kind"));
        assertEquals("see the hologram", message.get("text"));
    }

    @Test
    void a_packed_body_is_read_whether_it_was_signed_before_or_after_packing() throws IOException {
        Channel channel = channel();
        byte[] first = bytes(message("x-1", "one"));
        byte[] second = gzip(bytes(message("x-2", "two")));

        signed("msg_before", first).header("Content-Encoding", "gzip").body(gzip(first)).post(inbound(channel)).then().statusCode(202);
        signed("msg_after", second).header("Content-Encoding", "gzip").post(inbound(channel)).then().statusCode(202);
    }


    private String send(String conversation, String text) {
        return ours.agent().api().body(Map.of("text", text)).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
    }

    /** The oldest first, without the lines about events. */
    private List<Map<String, Object>> messages(String conversation) {
        List<Map<String, Object>> newestFirst = ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(200).extract().path("items");
        return newestFirst.reversed().stream().filter(message -> !"event".equals(message.get("direction"))).toList();
    }

    private static List<Object> texts(List<Map<String, Object>> messages) {
        return messages.stream().map(message -> message.get("text")).toList();
    }
}
