package dev.tributary.adapter.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tributary.MovableClock;
import dev.tributary.channel.AdapterCase;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Connection;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Ids;
import dev.tributary.webhook.WebhookReceiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The documented answers of a receiver, over a real connection. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class ApiReceiverTest {

    private static final Duration DEADLINE = Duration.ofSeconds(40);

    @Inject
    ApiAdapter adapter;

    @Inject
    MovableClock clock;

    private final String path = "/partner/" + Ids.next();

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void every_documented_answer_ends_as_documented() {
        List<String> seen = new ArrayList<>();
        StreamSupport.stream(ApiFixtures.json("receiver-responses.json").spliterator(), false).forEach(row -> {
            answering(stub(row));
            expect(row, send(1));
            seen.add(row.path("status").asText("timeout"));
        });
        assertEquals(List.of("200", "204", "302", "410", "429", "500", "timeout", "422"), seen);
    }

    @Test
    void two_failures_and_a_success_see_one_webhook_id_one_body_three_timestamps_three_signatures() {
        // Given
        OutboundMessage message = AdapterCase.text(ApiThreads.ofThread("t-5"), "cust-77");
        answering(aResponse().withStatus(500));

        // When
        adapter.send(withAttempt(message, 1), account()).await().atMost(DEADLINE);
        clock.advance(Duration.ofSeconds(5));
        adapter.send(withAttempt(message, 2), account()).await().atMost(DEADLINE);
        clock.advance(Duration.ofMinutes(5));
        answering(aResponse().withStatus(200));
        SendOutcome last = adapter.send(withAttempt(message, 3), account()).await().atMost(DEADLINE);

        // Then
        List<LoggedRequest> received = WebhookReceiver.received(path);
        assertInstanceOf(SendOutcome.Sent.class, last);
        assertEquals(3, received.size());
        assertEquals(1, received.stream().map(request -> request.getHeader("webhook-id")).distinct().count());
        assertEquals(1, received.stream().map(LoggedRequest::getBodyAsString).distinct().count());
        assertEquals(3, received.stream().map(request -> request.getHeader("webhook-timestamp")).distinct().count());
        assertEquals(3, received.stream().map(request -> request.getHeader("webhook-signature")).distinct().count());
    }

    @Test
    void a_channel_is_connected_once_its_receiver_took_the_test() {
        // Given
        answering(aResponse().withStatus(500).withBody("not yet"));

        // When
        Connection failing = adapter.connect(account()).await().atMost(DEADLINE);
        answering(aResponse().withStatus(204));
        Connection working = adapter.connect(account()).await().atMost(DEADLINE);

        // Then
        assertEquals(Connection.State.FAILED, failing.state());
        assertEquals("not yet", failing.learned().get("last_test").get("answer").asText());
        assertEquals(Connection.State.CONNECTED, working.state());
        assertEquals(Optional.of("api_3c9d"), working.providerAccountId());
        assertEquals(204, working.learned().get("last_test").get("status").asInt());
        assertTrue(WebhookReceiver.received(path).getFirst().getBodyAsString().contains("webhook.test"));
    }

    private void expect(JsonNode row, SendOutcome outcome) {
        JsonNode expected = row.get("expect");
        String provider = expected.path("provider_message_id").asText("");
        switch (outcome) {
            case SendOutcome.Sent sent -> {
                assertEquals("sent", expected.path("message").asText());
                assertTrue(provider.isEmpty() || sent.ids().getFirst().value().equals(provider));
                assertEquals("01931f7e-0000-7000-8000-000000000001", sent.ids().getLast().value(), "found by our id as well");
            }
            case SendOutcome.Deferred deferred -> {
                assertEquals(Optional.of(Duration.ofSeconds(expected.get("retry_after_seconds").asLong())), deferred.retryAfter());
                assertTrue(deferred.accountWide());
            }
            case SendOutcome.TryAgain again -> {
                assertTrue(expected.path("retry").asBoolean(), row.toString());
                assertTrue(again.after().compareTo(Duration.ofSeconds(4)) >= 0 && again.after().compareTo(Duration.ofSeconds(6)) <= 0, again.toString());
            }
            case SendOutcome.Refused refused -> {
                assertEquals("failed", expected.path("message").asText());
                assertTrue(!expected.has("hint") || refused.problem().hint().equals(expected.get("hint").asText()), refused.toString());
                assertTrue(!row.has("body") || refused.problem().hint().equals(row.at("/body/error/text").asText()), refused.toString());
            }
            case SendOutcome.Partly partly -> throw new AssertionError("a webhook is one part");
            case SendOutcome.Waiting waiting -> throw new AssertionError("a receiver is never waited for");
        }
    }

    private static ResponseDefinitionBuilder stub(JsonNode row) {
        if (row.has("timeout_seconds")) {
            return aResponse().withStatus(200).withFixedDelay(1_000 * row.get("timeout_seconds").asInt() + 2_000);
        }
        ResponseDefinitionBuilder answer = aResponse().withStatus(row.get("status").asInt());
        row.path("headers").properties().forEach(header -> answer.withHeader(header.getKey(), header.getValue().asText()));
        return row.path("body").isObject() ? answer.withBody(row.get("body").toString()) : answer;
    }

    private void answering(ResponseDefinitionBuilder answer) {
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(answer));
    }

    private SendOutcome send(int attempt) {
        return adapter.send(withAttempt(AdapterCase.text(ApiThreads.ofThread("t-5"), "cust-77"), attempt), account()).await().atMost(DEADLINE);
    }

    private ChannelAccount account() {
        Settings url = ApiFixtures.merged(
                ApiFixtures.settings(false),
                new dev.tributary.channel.IssuesCredentials.Issued(Map.of("outbound_url", TextNode.valueOf(WebhookReceiver.url(path))), Map.of(), Map.of()));
        return ApiFixtures.account(url);
    }

    private final java.time.Instant createdAt = java.time.Instant.now();

    /** As written just now. */
    private OutboundMessage withAttempt(OutboundMessage m, int attempt) {
        return new OutboundMessage(
                m.messageId(), m.conversationId(), m.thread(), m.recipient(), m.contactId(), m.text(), m.html(), m.attachments(), m.buttons(), m.replyTo(), m.author(), createdAt, attempt, List.of());
    }
}
