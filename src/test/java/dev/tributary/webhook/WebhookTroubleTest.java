package dev.tributary.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Receivers that are down, gone, slow or somewhere else than they say. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class WebhookTroubleTest extends SubscriberScenario {
    @Test
    void a_receiver_that_is_down_for_an_hour_gets_everything_in_order() {
        // Given
        subscribe("message.created");
        answering(503, "");
        UUID conversation = scenery.conversation();
        for (int n = 0; n < 10; n++) {
            scenery.changed(database, changes, Scenery.created(conversation, scenery.message(conversation, "inbound", "n" + n)));
        }
        awaitRequests(1);
        clock.advance(Duration.ofSeconds(7));
        awaitRequests(2);
        clock.advance(Duration.ofMinutes(7));
        awaitRequests(3);

        // When
        answering(200, "");
        awaitState("pending", 10);
        clock.advance(Duration.ofMinutes(60));

        // Then
        awaitState("delivered", 10);
        List<String> taken = WebhookReceiver.received(path).stream().skip(3).map(request -> JsonPath.from(request.getBodyAsString()).getString("data.content.text")).toList();
        assertEquals(IntStream.range(0, 10).mapToObj(n -> "n" + n).toList(), taken);
    }

    @Test
    void a_receiver_that_is_gone_is_disabled_at_once_and_gets_what_it_missed_by_a_replay() {
        // Given
        String id = subscribe("message.created").getString("subscription.id");
        answering(410, "");
        UUID conversation = scenery.conversation();
        scenery.changed(
                database,
                changes,
                Scenery.created(conversation, scenery.message(conversation, "inbound", "a")),
                Scenery.created(conversation, scenery.message(conversation, "inbound", "b")));
        awaitState("failed", 2);
        admin().get("/rest/v1/webhook_subscriptions/" + id).then()
                .body("is_active", equalTo(false)).body("disabled.reason", equalTo("gone")).body("disabled.hint", notNullValue());
        scenery.changed(database, changes, Scenery.created(conversation, scenery.message(conversation, "inbound", "c")));
        awaitState("failed", 3);
        String firstId = WebhookReceiver.received(path).getFirst().getHeader("webhook-id");

        // When
        answering(200, "");
        admin().body("{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2040-01-01T00:00:00Z\"}")
                .post("/rest/v1/webhook_subscriptions/" + id + "/replay").then().statusCode(409).body("code", equalTo("endpoint_disabled"));
        admin().post("/rest/v1/webhook_subscriptions/" + id + "/enable").then().statusCode(200).body("is_active", equalTo(true)).body("disabled", nullValue());
        admin().body("{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2040-01-01T00:00:00Z\"}")
                .post("/rest/v1/webhook_subscriptions/" + id + "/replay").then().statusCode(200).body("count", equalTo(3));

        // Then
        awaitState("delivered", 3);
        List<LoggedRequest> again = WebhookReceiver.received(path).stream().skip(1).toList();
        assertEquals(List.of("a", "b", "c"), again.stream().map(request -> JsonPath.from(request.getBodyAsString()).getString("data.content.text")).toList());
        assertEquals(firstId, again.getFirst().getHeader("webhook-id"));
    }

    @Test
    void five_days_without_a_success_disable_the_receiver() {
        // Given
        String id = subscribe("message.created").getString("subscription.id");
        answering(500, "");
        UUID conversation = scenery.conversation();
        scenery.changed(database, changes, Scenery.created(conversation, scenery.message(conversation, "inbound", "a")));
        awaitRequests(1);
        awaitState("pending", 1);

        // When
        clock.advance(Duration.ofDays(5).plusMinutes(1));

        // Then
        await().atMost(PATIENCE).untilAsserted(() ->
                admin().get("/rest/v1/webhook_subscriptions/" + id).then().body("disabled.reason", equalTo("failing")));
        awaitState("failed", 1);
    }

    @Test
    void the_pause_that_a_receiver_asks_for_is_kept() {
        // Given
        subscribe("message.created");
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "30")));
        UUID conversation = scenery.conversation();
        scenery.changed(database, changes, Scenery.created(conversation, scenery.message(conversation, "inbound", "a")));
        awaitRequests(1);
        awaitState("pending", 1);

        // When
        answering(200, "");
        clock.advance(Duration.ofSeconds(25));
        feed.sweep().await().atMost(PATIENCE);

        // Then
        assertEquals(1, WebhookReceiver.received(path).size(), "25 of the 30 seconds are over");
        clock.advance(Duration.ofSeconds(10));
        awaitState("delivered", 1);
    }

    @Test
    void a_receiver_behind_a_struggling_proxy_gets_half_as_many_at_once_for_five_minutes() {
        // Given
        subscribe("message.created");
        answering(502, "");
        UUID first = scenery.conversation();
        scenery.changed(database, changes, Scenery.created(first, scenery.message(first, "inbound", "first")));
        awaitRequests(1);
        awaitState("pending", 1);
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(200).withFixedDelay(1_500)));

        // When
        int slowed = mostAtOnce(10);
        clock.advance(Duration.ofMinutes(6));
        awaitState("delivered", 11);
        int recovered = mostAtOnce(20);

        // Then
        assertEquals(4, slowed);
        assertEquals(8, recovered);
    }

    /** Changes in so many conversations, and how many of them were on their way together. */
    private int mostAtOnce(int conversations) {
        IntStream.range(0, conversations).forEach(_ -> {
            UUID conversation = scenery.conversation();
            scenery.changed(database, changes, Scenery.created(conversation, scenery.message(conversation, "inbound", "one of many")));
        });
        int[] most = {0};
        long before = deliveries("delivered");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            most[0] = Math.max(most[0], (int) deliveries("sending"));
            return deliveries("delivered") >= before + conversations;
        });
        return most[0];
    }

    private long deliveries(String state) {
        return Scenery.count("select count(*) from webhook_delivery where organization_id = ? and state = ?", ours.id(), state);
    }

    @Test
    void what_a_dead_process_had_claimed_is_sent_by_another() {
        // Given
        String id = subscribe("message.created").getString("subscription.id");
        Scenery.execute("""
                insert into webhook_delivery (id, organization_id, subscription_id, webhook_id, event_type, lane, body, state, attempts, tries, leased_until, created_at)
                values (?, ?, ?, 'msg_dead', 'message.created', ?, '{}', 'sending', 1, 1, now() - interval '1 second', now())""",
                UUID.randomUUID(), ours.id(), UUID.fromString(id), UUID.randomUUID());

        // Then
        assertEquals("msg_dead", awaitRequests(1).getFirst().getHeader("webhook-id"));
        awaitState("delivered", 1);
    }

    @Test
    void private_addresses_are_refused_also_by_name_and_a_redirect_is_not_followed() {
        // Given
        String hidden = "/hidden" + path;
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(307).withHeader("Location", WebhookReceiver.url(hidden))));
        List<String> addresses = List.of("https://10.0.0.1/x", "https://169.254.169.254/latest", "http://localhost:1/x", "http://[::1]:81/x", "http://127.0.0.1:9/x");

        // When
        List<Map<String, Object>> results = addresses.stream().map(url -> test(subscribeAt(url, "message.created"))).toList();
        Map<String, Object> redirected = test(subscribe("message.created"));

        // Then
        results.forEach(result -> {
            assertEquals(false, result.get("accepted"));
            assertTrue(String.valueOf(result.get("hint")).contains("public address"), result.toString());
        });
        assertEquals(307, redirected.get("status"));
        assertTrue(String.valueOf(redirected.get("hint")).contains("final URL"));
        assertTrue(WebhookReceiver.received(hidden).isEmpty());
        admin().body(Map.of("url", "http://partner.example.com/x", "events", List.of("message.created")))
                .post("/rest/v1/webhook_subscriptions").then().statusCode(400).body("errors[0].field", equalTo("url"));
    }

    @Test
    void the_log_shows_every_attempt_with_the_beginning_of_its_answer() {
        // Given
        String id = subscribe("message.created").getString("subscription.id");
        answering(500, "x".repeat(5_000));
        UUID conversation = scenery.conversation();
        scenery.changed(database, changes, Scenery.created(conversation, scenery.message(conversation, "inbound", "a")));
        awaitState("pending", 1);
        await().atMost(PATIENCE).until(() -> Scenery.count("select count(*) from webhook_attempt a join webhook_delivery d on d.id = a.delivery_id where d.organization_id = ?", ours.id()) == 1);

        // When
        String delivery = admin().get("/rest/v1/webhook_subscriptions/" + id + "/deliveries?state=pending").then()
                .statusCode(200).body("items.size()", equalTo(1)).extract().path("items[0].id");
        JsonPath shown = admin().get("/rest/v1/webhook_subscriptions/" + id + "/deliveries/" + delivery).then().statusCode(200).extract().jsonPath();

        // Then
        assertEquals(1, shown.getInt("attempts"));
        assertEquals(500, shown.getInt("log[0].status"));
        assertEquals(2_048, shown.getString("log[0].answer").length());
        assertTrue(shown.getString("webhook_id").startsWith("msg_"));
    }
}
