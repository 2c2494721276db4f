package dev.tributary.outbound;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.MovableClock;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ScriptedAdapter;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.conversation.Scene;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a message leaves, and how it does not. */
@QuarkusTest
class SendingTest {

    private static final ProviderError DOWN = new ProviderError("http_502", "bad gateway");

    @Inject
    MovableClock clock;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_queued_message_leaves_and_says_so_everywhere() {
        // Given
        Scene scene = Scene.create();
        UUID conversation = scene.conversation();

        // When
        UUID message = scene.send(conversation, "Hello Anna");

        // Then
        awaitStatus(scene, message, "sent");
        assertEquals("p-" + message, Scene.text("select provider_message_id from message where id = ?", message));
        assertEquals("sent", Scene.text("select last_message_status from conversation where id = ?", conversation));
        assertEquals(1, Scene.count("select messages_sent from channel_stat_hourly where channel_account_id = ?", scene.accountId()));
        assertEquals("done", Scene.text("select state from outbox where message_id = ?", message));
        assertEquals(1, Scene.count("select count(*) from first_response where conversation_id = ?", conversation));
    }

    @Test
    void a_refusal_keeps_the_providers_words_and_a_hint_and_is_sent_again_by_hand() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> refused(new RecipientUnreachable(new ProviderError("403", "bot was blocked"), "Write by mail.")));
        UUID message = scene.send(scene.conversation(), "Hello");
        awaitStatus(scene, message, "failed");
        assertEquals("recipient_unreachable", scene.errorCode(message));
        assertEquals("403: bot was blocked", Scene.text("select error ->> 'detail' from message where id = ?", message));
        assertEquals("Write by mail.", Scene.text("select error ->> 'hint' from message where id = ?", message));

        // When
        ScriptedAdapter.onSend(scene.accountId(), ScriptedAdapter::accept);
        scene.organization().agent().api().post("/rest/v1/messages/" + message + "/retry").then().statusCode(200);

        // Then
        awaitStatus(scene, message, "sent");
        assertEquals(2, ScriptedAdapter.calls(scene.accountId()).size());
        scene.organization().agent().api().post("/rest/v1/messages/" + message + "/retry").then().statusCode(409);
    }

    @Test
    void when_the_response_of_every_send_is_dropped_nothing_is_sent_twice() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> refused(new MayHaveBeenSent(new ProviderError("timeout", "no answer"))));

        // When
        List<UUID> messages = List.of(scene.send(scene.conversation(), "one"), scene.send(scene.conversation(), "two"), scene.send(scene.conversation(), "three"));

        // Then
        messages.forEach(message -> awaitStatus(scene, message, "failed"));
        messages.forEach(message -> assertEquals("may_have_been_sent", scene.errorCode(message)));
        clock.advance(Duration.ofHours(1));
        assertEquals(3, ScriptedAdapter.calls(scene.accountId()).size());
    }

    @Test
    void an_adapter_that_breaks_is_not_trusted_to_have_sent_nothing() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> {
            throw new IllegalStateException("a bug");
        });

        // When
        UUID message = scene.send(scene.conversation(), "Hello");

        // Then
        awaitStatus(scene, message, "failed");
        assertEquals("may_have_been_sent", scene.errorCode(message));
    }

    @Test
    void retry_after_is_obeyed_to_the_second_and_stops_the_whole_account() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> item(new Deferred(Optional.of(Duration.ofSeconds(300)), true, new ProviderError("429", "slow down"))));
        UUID first = scene.send(scene.conversation(), "one");
        await().untilAsserted(() -> assertEquals(1, ScriptedAdapter.calls(scene.accountId()).size()));
        awaitStatus(scene, first, "queued");
        ScriptedAdapter.onSend(scene.accountId(), ScriptedAdapter::accept);
        UUID second = scene.send(scene.conversation(), "two");

        // When
        clock.advance(Duration.ofSeconds(280));

        // Then
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> ScriptedAdapter.calls(scene.accountId()).size() == 1);
        clock.advance(Duration.ofSeconds(21));
        awaitStatus(scene, first, "sent");
        awaitStatus(scene, second, "sent");
    }

    @Test
    void one_person_gets_a_burst_that_is_waited_for_while_others_are_answered() {
        // Given
        Scene scene = Scene.paced();
        UUID anna = scene.conversation();
        List<UUID> burst = List.of(scene.send(anna, "one"), scene.send(anna, "two"));
        burst.forEach(message -> awaitStatus(scene, message, "sent"));

        // When
        UUID third = scene.send(anna, "three");

        // Then
        await().untilAsserted(() -> assertEquals("pair_rate", Scene.text("select last_error ->> 'code' from outbox where message_id = ?", third)));
        awaitStatus(scene, scene.send(scene.conversation(), "to somebody else"), "sent");
        assertEquals("queued", scene.status(third));
        assertEquals(0, Scene.count("select attempts from outbox where message_id = ?", third));

        // When
        clock.advance(Duration.ofMinutes(2));

        // Then
        awaitStatus(scene, third, "sent");
        assertEquals(4, ScriptedAdapter.calls(scene.accountId()).size());
    }

    @Test
    void an_unreachable_provider_is_tried_again_later_and_in_the_end_given_up_with_a_hint() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> item(new Deferred(Optional.empty(), false, DOWN)));
        UUID message = scene.send(scene.conversation(), "Hello");

        // When
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            clock.advance(Duration.ofMinutes(10));
            assertEquals("failed", scene.status(message));
        });

        // Then
        assertEquals("provider_unavailable", scene.errorCode(message));
        assertTrue(ScriptedAdapter.calls(scene.accountId()).size() > 1);
    }

    @Test
    void a_dead_provider_rests_and_its_neighbour_does_not_notice() {
        // Given
        Scene dead = Scene.create();
        Scene alive = dead.another();
        ScriptedAdapter.onSend(dead.accountId(), _ -> item(new Deferred(Optional.empty(), false, DOWN)));
        List<UUID> stuck = IntStream.range(0, 30).mapToObj(n -> dead.send(dead.conversation(), "stuck " + n)).toList();

        // When
        List<UUID> fine = IntStream.range(0, 10).mapToObj(n -> alive.send(alive.conversation(), "fine " + n)).toList();

        // Then
        fine.forEach(message -> awaitStatus(alive, message, "sent"));
        int calls = ScriptedAdapter.calls(dead.accountId()).size();
        assertTrue(calls < stuck.size(), "the breaker opened after a few attempts: " + calls);
        assertEquals("queued", dead.status(stuck.getLast()));
    }

    @Test
    void a_refused_token_disconnects_the_account_once_and_the_next_message_is_told_why() {
        // Given
        Scene scene = Scene.create();
        CredentialsRejected rejected = new CredentialsRejected(new ProviderError("401", "unauthorized"), "Paste a new token.");
        ScriptedAdapter.onSend(scene.accountId(), _ -> refused(rejected));
        ScriptedAdapter.onCheck(scene.accountId(), Connection.refused(rejected));
        UUID conversation = scene.conversation();

        // When
        UUID message = scene.send(conversation, "Hello");

        // Then
        awaitStatus(scene, message, "failed");
        await().untilAsserted(() -> assertEquals("disconnected", Scene.text("select connection_state from channel_account where id = ?", scene.accountId())));
        String hint = scene.organization().agent().api().body(Map.of("text", "again")).post("/rest/v1/conversations/" + conversation + "/messages")
                .then().statusCode(409).extract().path("hint");
        assertEquals("Paste a new token.", hint);
    }

    @Test
    void a_hundred_refused_messages_are_one_alert_for_each_admin_and_the_next_one_comes_after_a_connection() {
        // Given
        Scene scene = Scene.create();
        CredentialsRejected rejected = new CredentialsRejected(new ProviderError("190", "session has expired"), "Update the access token in channel settings.");
        CompletableFuture<SendOutcome> answer = new CompletableFuture<>();
        ScriptedAdapter.onSend(scene.accountId(), _ -> Uni.createFrom().completionStage(answer));
        ScriptedAdapter.onCheck(scene.accountId(), Connection.refused(rejected));
        List<UUID> conversations = IntStream.range(0, 20).mapToObj(_ -> scene.conversation()).toList();

        List<UUID> messages = conversations.stream().flatMap(conversation -> IntStream.range(0, 5).mapToObj(n -> scene.send(conversation, "refused " + n))).toList();

        // When
        answer.complete(new Refused(rejected));

        // Then
        awaitStatus(scene, messages.getFirst(), "failed");
        alerts(scene, 1)
                .body("items[0].channel_account_id", equalTo(scene.accountId().toString()))
                .body("items[0].conversation_id", nullValue())
                .body("items[0].text", equalTo("The channel “Scripted” stopped. Update the access token in channel settings."));
        scene.organization().agent().api().get("/rest/v1/notifications").then().body("items", hasSize(0));
        assertEquals(1, Scene.count("select count(*) from audit_entry where target_id = ? and action = 'channel_account.disconnected'", scene.accountId()));

        // When
        ScriptedAdapter.onCheck(scene.accountId(), Connection.connected("scripted", Map.of()));
        test(scene, "connected");
        ScriptedAdapter.onCheck(scene.accountId(), Connection.refused(rejected));
        test(scene, "disconnected");
        test(scene, "disconnected");

        // Then
        alerts(scene, 2);
    }

    private static ValidatableResponse alerts(Scene scene, int count) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> scene.organization().admin().api().get("/rest/v1/notifications").then().body("items", hasSize(count)));
        return scene.organization().admin().api().get("/rest/v1/notifications").then().statusCode(200);
    }

    private static void test(Scene scene, String state) {
        scene.organization().admin().api().post("/rest/v1/channel_accounts/" + scene.accountId() + "/test").then().statusCode(200).body("connection.state", equalTo(state));
    }

    @Test
    void what_is_queued_is_held_while_the_credentials_are_refused_and_leaves_when_they_are_mended() {
        // Given
        Scene scene = Scene.create();
        CredentialsRejected rejected = new CredentialsRejected(new ProviderError("190", "session has expired"), "Update the access token in channel settings.");
        CompletableFuture<SendOutcome> answer = new CompletableFuture<>();
        ScriptedAdapter.onSend(scene.accountId(), _ -> Uni.createFrom().completionStage(answer));
        ScriptedAdapter.onCheck(scene.accountId(), Connection.refused(rejected));
        UUID conversation = scene.conversation();
        UUID first = scene.send(conversation, "first");
        UUID second = scene.send(conversation, "second");

        // When
        answer.complete(new Refused(rejected));

        // Then
        awaitStatus(scene, first, "failed");
        await().untilAsserted(() -> assertEquals("credentials_rejected", Scene.text("select last_error ->> 'code' from outbox where message_id = ?", second)));
        assertEquals("queued", scene.status(second));

        // When
        ScriptedAdapter.onSend(scene.accountId(), ScriptedAdapter::accept);
        ScriptedAdapter.onCheck(scene.accountId(), Connection.connected("scripted-" + scene.accountId(), Map.of()));
        test(scene, "connected");
        clock.advance(Duration.ofMinutes(1));

        // Then
        awaitStatus(scene, second, "sent");
        assertEquals("failed", scene.status(first));
    }

    @Test
    void one_refusal_that_the_provider_does_not_confirm_leaves_the_account_connected() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> refused(new CredentialsRejected(new ProviderError("401", "not here"), "Reconnect.")));

        // When
        UUID message = scene.send(scene.conversation(), "Hello");

        // Then
        awaitStatus(scene, message, "failed");
        await().during(Duration.ofMillis(500)).until(() -> "connected".equals(Scene.text("select connection_state from channel_account where id = ?", scene.accountId())));
    }

    @Test
    void what_leaves_by_another_way_stays_queued_and_is_not_sent_again() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> item(new SendOutcome.Waiting()));

        // When
        UUID message = scene.send(scene.conversation(), "for a visitor");

        // Then
        await().untilAsserted(() -> assertEquals("done", Scene.text("select state from outbox where message_id = ?", message)));
        awaitStatus(scene, message, "queued");
        assertFalse(ScriptedAdapter.calls(scene.accountId()).isEmpty());
    }

    private static Uni<SendOutcome> refused(dev.tributary.channel.ChannelProblem problem) {
        return item(new Refused(problem));
    }

    private static Uni<SendOutcome> item(SendOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }

    static void awaitStatus(Scene scene, UUID message, String status) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEquals(status, scene.status(message)));
    }
}
