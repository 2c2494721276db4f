package dev.tributary.apichannel;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.webhook.WebhookReceiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is not taken, in whole or in part, and how much at once. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class InboundRefusalTest extends ApiChannelScenario {

    @Test
    void a_batch_with_a_bad_event_takes_the_others_and_names_it() {
        Channel channel = channel();

        bearer(channel).body(fixture("bad-in-batch.json")).post(inbound(channel)).then()
                .statusCode(207)
                .body("results", hasSize(2))
                .body("results[0].result", equalTo("accepted"))
                .body("results[0].message_id", notNullValue())
                .body("results[1].result", equalTo("rejected"))
                .body("results[1].error.code", equalTo("invalid"))
                .body("results[1].error.field", equalTo("content.text"))
                .body("results[1].error.text", equalTo("must not be empty"));
    }

    @Test
    void a_single_bad_event_is_422_with_the_field() {
        Channel channel = channel();

        bearer(channel).body(message("x-1", "hi").replace("\"external_id\":\"cust-77\"", "")).post(inbound(channel)).then()
                .statusCode(422)
                .body("error.code", equalTo("invalid"))
                .body("error.field", equalTo("data.contact.external_id"))
                .body("error.text", equalTo("is required"));
    }

    @Test
    void a_status_of_a_message_that_nobody_sent_is_rejected() {
        bearer(channel()).body(status("00000000-0000-7000-8000-000000000000", "read")).post(inbound(channel())).then()
                .statusCode(401);
        Channel channel = channel();
        bearer(channel).body(status("00000000-0000-7000-8000-000000000000", "read")).post(inbound(channel)).then()
                .statusCode(422).body("error.code", equalTo("unknown_message")).body("error.field", equalTo("data.message_id"));
    }

    @Test
    void what_is_not_json_too_large_or_of_another_kind_is_refused_in_this_protocols_words() throws IOException {
        Channel channel = channel();

        bearer(channel).body("{").post(inbound(channel)).then().statusCode(400).body("error.code", equalTo("not_json"));
        bearer(channel).body(new byte[(1 << 20) + 1]).post(inbound(channel)).then()
                .statusCode(413).body("error.code", equalTo("body_too_large")).body("error.limit_bytes", equalTo(1_048_576));
        bearer(channel).header("Content-Encoding", "gzip").body(gzip(new byte[(10 << 20) + 1])).post(inbound(channel)).then()
                .statusCode(413).body("error.limit_bytes", equalTo(10_485_760));
        bearer(channel).contentType("text/plain").body("x").post(inbound(channel)).then().statusCode(415).body("error.code", equalTo("unsupported_media_type"));
        bearer(channel).header("Content-Encoding", "br").body("x").post(inbound(channel)).then().statusCode(415);
        bearer(channel).header("Content-Encoding", "gzip").body("not gzip").post(inbound(channel)).then().statusCode(400).body("error.code", equalTo("not_gzip"));
        given().header("Content-Type", "application/json").body("{}").post(inbound(channel)).then().statusCode(401).body("error.code", equalTo("signature_missing"));
        bearer(channel).body("{}").post("/api/v1/channels/api_nobody/inbound").then().statusCode(404).body("error.code", equalTo("unknown_channel"));
    }

    @Test
    void a_channel_that_is_switched_off_answers_403_and_keeps_what_came() {
        Channel channel = channel();
        ours.admin().api().body(Map.of("is_active", false)).patch("/rest/v1/channel_accounts/" + channel.accountId()).then().statusCode(200);

        bearer(channel).body(message("x-1", "hi")).post(inbound(channel)).then().statusCode(403).body("error.code", equalTo("channel_inactive"));

        ours.admin().api().get("/rest/v1/channel_accounts/" + channel.accountId() + "/journal").then()
                .body("items[0].outcome", equalTo("ignored")).body("items[0].reason", equalTo("inactive"));
    }

    @Test
    void a_forged_post_is_written_down_without_its_body() {
        Channel channel = channel();

        given().header("Authorization", "Bearer tok_guess").header("Content-Type", "application/json").body(message("x-1", "secret words")).post(inbound(channel)).then()
                .statusCode(401).body("error.code", equalTo("token_invalid")).body("error.field", nullValue());

        JsonPath journal = ours.admin().api().get("/rest/v1/channel_accounts/" + channel.accountId() + "/journal").then().extract().jsonPath();
        assertEquals("rejected", journal.getString("items[0].outcome"));
        assertTrue(!journal.prettify().contains("secret words") && !journal.prettify().contains("tok_guess"));
    }

    @Test
    void a_hundred_events_are_answered_within_two_seconds_and_the_two_hundredth_at_once_is_too_many() {
        // Given
        Channel channel = channel();
        String hundred = IntStream.range(0, 100).mapToObj(n -> message("h-" + n, "n" + n)).collect(Collectors.joining(",", "{\"events\":[", "]}"));
        String more = hundred.replace("h-", "i-");
        posted(channel, message("warm", "up"));

        // When
        bearer(channel).body(hundred).post(inbound(channel)).then().statusCode(202).body("results", hasSize(100));
        await("one of a few is not held up by the machine").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            Channel another = channel();
            bearer(another).body(hundred).post(inbound(another)).then().statusCode(202).time(lessThan(2_000L)).body("results", hasSize(100));
        });

        // Then
        bearer(channel).body(more + " ".repeat(10)).post(inbound(channel));
        bearer(channel).body(hundred.replace("h-", "j-")).post(inbound(channel)).then()
                .statusCode(429).header("Retry-After", notNullValue()).body("error.code", equalTo("rate_limited"));
    }
}
