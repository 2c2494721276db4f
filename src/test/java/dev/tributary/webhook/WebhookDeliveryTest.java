package dev.tributary.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tributary.platform.ChangeFeed;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From a change to the receiver. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class WebhookDeliveryTest extends SubscriberScenario {
    @Test
    void a_change_reaches_the_subscriber_signed() {
        // Given
        JsonPath created = subscribe("message.created", "conversation.status_changed");
        UUID conversation = scenery.conversation();
        UUID message = scenery.message(conversation, "inbound", "Hello");

        // When
        scenery.changed(database, changes, Scenery.created(conversation, message), Scenery.statusChanged(conversation, "open", "resolved"));

        // Then
        List<LoggedRequest> received = awaitRequests(2);
        JsonPath first = JsonPath.from(received.get(0).getBodyAsString());
        assertEquals("message.created", first.getString("type"));
        assertEquals("Hello", first.getString("data.content.text"));
        assertEquals("cust-77", first.getString("data.contact.external_id"));
        JsonPath second = JsonPath.from(received.get(1).getBodyAsString());
        assertEquals("open", second.getString("data.from"));
        assertEquals("resolved", second.getString("data.to"));
        assertEquals("Lena", second.getString("data.by.name"));
        assertEquals("agent", second.getString("data.by.kind"));
        received.forEach(request -> assertSigned(request, created.getString("secret")));
        assertEquals("Tributary-Webhooks/1", received.get(0).getHeader("User-Agent"));
    }

    @Test
    void a_receiver_that_fails_twice_sees_one_webhook_id_one_body_three_timestamps_three_signatures() {
        // Given
        String secret = subscribe("message.created").getString("secret");
        failingFirst(2);
        UUID conversation = scenery.conversation();

        // When
        scenery.changed(database, changes, Scenery.created(conversation, scenery.message(conversation, "inbound", "once")));
        awaitRequests(1);
        awaitState("pending", 1);
        clock.advance(Duration.ofSeconds(7));
        awaitRequests(2);
        awaitState("pending", 1);
        clock.advance(Duration.ofMinutes(7));
        List<LoggedRequest> received = awaitRequests(3);

        // Then
        awaitState("delivered", 1);
        assertEquals(1, received.stream().map(request -> request.getHeader("webhook-id")).distinct().count());
        assertEquals(1, received.stream().map(LoggedRequest::getBodyAsString).distinct().count());
        assertEquals(3, received.stream().map(request -> request.getHeader("webhook-timestamp")).distinct().count());
        assertEquals(3, received.stream().map(request -> request.getHeader("webhook-signature")).distinct().count());
        received.forEach(request -> assertSigned(request, secret));
    }

    @Test
    void during_rotation_both_signatures_are_present_the_new_one_first_and_after_24_hours_only_the_new_one() {
        // Given
        JsonPath created = subscribe("message.created");
        String id = created.getString("subscription.id");
        String old = created.getString("secret");

        // When
        String fresh = admin().post("/rest/v1/webhook_subscriptions/" + id + "/secret").then().statusCode(200).extract().path("secret");
        admin().post("/rest/v1/webhook_subscriptions/" + id + "/test").then().statusCode(200);
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        admin().post("/rest/v1/webhook_subscriptions/" + id + "/test").then().statusCode(200);

        // Then
        List<LoggedRequest> received = awaitRequests(2);
        String[] during = received.get(0).getHeader("webhook-signature").split(" ");
        assertEquals(2, during.length);
        assertEquals(during[0], signature(received.get(0), fresh));
        assertEquals(during[1], signature(received.get(0), old));
        assertEquals(signature(received.get(1), fresh), received.get(1).getHeader("webhook-signature"));
    }

    @Test
    void messages_of_one_conversation_arrive_in_order_while_another_conversation_is_not_held_up() {
        // Given
        subscribe("message.created");
        UUID slow = scenery.conversation();
        UUID quick = scenery.conversation();
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).atPriority(1)
                .withRequestBody(com.github.tomakehurst.wiremock.client.WireMock.containing("slow 0"))
                .willReturn(aResponse().withStatus(200).withFixedDelay(1_500)));
        List<ChangeFeed.Change> all = new ArrayList<>();
        IntStream.range(0, 5).forEach(n -> all.add(Scenery.created(slow, scenery.message(slow, "inbound", "slow " + n))));
        all.add(Scenery.created(quick, scenery.message(quick, "inbound", "quick")));

        // When
        scenery.changed(database, changes, all.toArray(ChangeFeed.Change[]::new));

        // Then
        awaitState("delivered", 6);
        List<String> texts = WebhookReceiver.received(path).stream().map(request -> JsonPath.from(request.getBodyAsString()).getString("data.content.text")).toList();
        assertEquals(List.of("slow 0", "slow 1", "slow 2", "slow 3", "slow 4"), texts.stream().filter(text -> text.startsWith("slow")).toList());
        assertTrue(texts.indexOf("quick") <= 1, texts.toString());
    }

    @Test
    void eight_consumers_at_once_make_one_delivery_of_each_change() {
        // Given
        subscribe("message.created");
        UUID conversation = scenery.conversation();
        ChangeFeed.Change[] all = IntStream.range(0, 450)
                .mapToObj(n -> Scenery.created(conversation, scenery.message(conversation, "inbound", "n" + n)))
                .toArray(ChangeFeed.Change[]::new);

        // When
        scenery.changed(database, changes, all);
        Uni.join().all(IntStream.range(0, 8).mapToObj(_ -> feed.consume(ours.id())).toList()).andFailFast().await().atMost(PATIENCE);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(450, Scenery.count("select count(*) from webhook_delivery where organization_id = ?", ours.id())));
        awaitState("delivered", 450);
        assertEquals(450, WebhookReceiver.received(path).size());
    }

    @Test
    void a_note_and_what_was_not_subscribed_to_are_never_sent() {
        // Given
        subscribe("message.created");
        UUID conversation = scenery.conversation();

        // When
        scenery.changed(
                database,
                changes,
                Scenery.created(conversation, scenery.message(conversation, "note", "between us")),
                Scenery.statusChanged(conversation, "open", "pending"),
                Scenery.created(conversation, scenery.message(conversation, "outbound", "for them")));

        // Then
        List<LoggedRequest> received = awaitRequests(1);
        awaitState("delivered", 1);
        assertTrue(received.getFirst().getBodyAsString().contains("for them"));
        assertEquals(1, Scenery.count("select count(*) from webhook_delivery where organization_id = ?", ours.id()));
    }
}
