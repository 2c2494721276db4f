package dev.tributary.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.github.tomakehurst.wiremock.client.ScenarioMappingBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tributary.MovableClock;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookSignature;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A subscriber of the test's own, on a real connection, and a clock that can be moved. */
abstract class SubscriberScenario {


    static final Duration PATIENCE = Duration.ofSeconds(15);

    @Inject
    Pool database;

    @Inject
    ChangeFeed changes;

    @Inject
    EventFeed feed;

    @Inject
    MovableClock clock;

    final TestOrganization ours = TestOrganizations.create();
    final Scenery scenery = new Scenery(ours.id());
    final String path = "/hook/" + ours.id();

    @BeforeEach
    void the_receiver_takes_everything() {
        answering(200, "");
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    JsonPath subscribe(String... events) {
        return subscribeAt(WebhookReceiver.url(path), events);
    }

    JsonPath subscribeAt(String url, String... events) {
        return admin().body(Map.of("url", url, "events", List.of(events)))
                .post("/rest/v1/webhook_subscriptions").then().statusCode(201).extract().jsonPath();
    }

    Map<String, Object> test(JsonPath created) {
        return admin().post("/rest/v1/webhook_subscriptions/" + created.getString("subscription.id") + "/test").then().statusCode(200).extract().jsonPath().getMap("$");
    }

    RequestSpecification admin() {
        return ours.admin().api();
    }

    void answering(int status, String body) {
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    void failingFirst(int times) {
        for (int n = 0; n <= times; n++) {
            ScenarioMappingBuilder step = post(urlEqualTo(path)).inScenario(path).whenScenarioStateIs(n == 0 ? Scenario.STARTED : "after " + n);
            WebhookReceiver.server().stubFor(n == times
                    ? step.willReturn(aResponse().withStatus(200))
                    : step.willReturn(aResponse().withStatus(500)).willSetStateTo("after " + (n + 1)));
        }
    }

    List<LoggedRequest> awaitRequests(int count) {
        await().atMost(PATIENCE).until(() -> WebhookReceiver.received(path).size() >= count);
        List<LoggedRequest> received = WebhookReceiver.received(path);
        assertEquals(count, received.size());
        return received;
    }

    void awaitState(String state, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(
                count, Scenery.count("select count(*) from webhook_delivery where organization_id = ? and state = ?", ours.id(), state)));
    }

    static void assertSigned(LoggedRequest request, String secret) {
        Map<String, String> headers = Map.of(
                "webhook-id", request.getHeader("webhook-id"),
                "webhook-timestamp", request.getHeader("webhook-timestamp"),
                "webhook-signature", request.getHeader("webhook-signature"));
        Instant at = Instant.ofEpochSecond(Long.parseLong(request.getHeader("webhook-timestamp")));
        assertEquals(Optional.empty(), WebhookSignature.verify(List.of(WebhookKey.parse(secret)), headers, request.getBody(), at));
        assertFalse(request.getHeader("webhook-id").contains("."));
    }

    static String signature(LoggedRequest request, String secret) {
        Instant at = Instant.ofEpochSecond(Long.parseLong(request.getHeader("webhook-timestamp")));
        return WebhookSignature.headers(List.of(WebhookKey.parse(secret)), request.getHeader("webhook-id"), at, request.getBody()).get("webhook-signature");
    }
}
