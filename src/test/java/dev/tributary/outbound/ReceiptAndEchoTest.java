package dev.tributary.outbound;

import static dev.tributary.outbound.SendingTest.awaitStatus;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.MovableClock;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ScriptedAdapter;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendOutcome.Sent;
import dev.tributary.conversation.Deliveries;
import dev.tributary.conversation.Deliveries.Effect;
import dev.tributary.conversation.Echoes;
import dev.tributary.conversation.MessageError;
import dev.tributary.conversation.Scene;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider says after the send, before it, and in its middle: one message, and its status only moves forward. */
@QuarkusTest
class ReceiptAndEchoTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    MovableClock clock;

    @Inject
    Pool database;

    @Inject
    Deliveries deliveries;

    @Inject
    Echoes echoes;

    @Inject
    ChangeFeed changeFeed;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_receipt_that_overtakes_the_response_is_applied_when_the_id_is_known() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), message -> receipt(scene, ScriptedAdapter.idOf(message), DeliveryStatus.DELIVERED)
                .invoke(effect -> assertEquals(Effect.PARKED, effect))
                .chain(() -> ScriptedAdapter.accept(message)));

        // When
        UUID message = scene.send(scene.conversation(), "Hello");

        // Then
        awaitStatus(scene, message, "delivered");
        assertEquals(0, Scene.count("select count(*) from parked_receipt where channel_account_id = ?", scene.accountId()));
    }

    @Test
    void a_receipt_and_a_response_that_could_not_see_each_other_meet_afterwards() {
        // Given
        Scene scene = Scene.create();
        UUID message = scene.send(scene.conversation(), "Hello");
        awaitStatus(scene, message, "sent");

        // When
        Scene.execute("insert into parked_receipt (channel_account_id, provider_message_id, status, at, created_at) values (?, ?, 'read', now(), now())",
                scene.accountId(), "p-" + message);

        // Then
        awaitStatus(scene, message, "read");
    }

    @Test
    void a_late_receipt_never_moves_a_status_back() {
        // Given
        Scene scene = Scene.create();
        UUID message = scene.send(scene.conversation(), "Hello");
        awaitStatus(scene, message, "sent");
        ProviderMessageId id = new ProviderMessageId("p-" + message);

        // When
        Effect read = receipt(scene, id, DeliveryStatus.READ).await().atMost(SOON);
        Effect delivered = receipt(scene, id, DeliveryStatus.DELIVERED).await().atMost(SOON);
        Effect failed = receipt(scene, id, DeliveryStatus.FAILED).await().atMost(SOON);

        // Then
        assertEquals(List.of(Effect.ADVANCED, Effect.UNCHANGED, Effect.UNCHANGED), List.of(read, delivered, failed));
        assertEquals("read", scene.status(message));
        assertEquals(1, Scene.count("select messages_sent from channel_stat_hourly where channel_account_id = ?", scene.accountId()));
    }

    @Test
    void a_receipt_for_any_part_of_a_split_message_finds_it() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), message -> item(new Sent(
                List.of(ScriptedAdapter.idOf(message), new ProviderMessageId("part-two-" + message.messageId())), Optional.empty())));
        UUID message = scene.send(scene.conversation(), "Hello");
        awaitStatus(scene, message, "sent");

        // When
        receipt(scene, new ProviderMessageId("part-two-" + message), DeliveryStatus.DELIVERED).await().atMost(SOON);

        // Then
        assertEquals("delivered", scene.status(message));
    }

    @Test
    void a_receipt_proves_that_what_may_have_been_sent_was() {
        // Given
        Scene scene = Scene.create();
        ScriptedAdapter.onSend(scene.accountId(), _ -> item(new Refused(new MayHaveBeenSent(new ProviderError("timeout", "no answer")))));
        UUID message = scene.send(scene.conversation(), "Hello");
        awaitStatus(scene, message, "failed");

        // When
        receipt(scene, new ProviderMessageId(message.toString()), DeliveryStatus.DELIVERED).await().atMost(SOON);

        // Then
        assertEquals("delivered", scene.status(message));
        assertEquals(null, scene.errorCode(message));
    }

    @Test
    void an_echo_before_the_response_is_the_same_bubble() {
        // Given
        Scene scene = Scene.create();
        UUID conversation = scene.conversation();
        ScriptedAdapter.onSend(scene.accountId(), message -> claimEcho(scene, conversation, ScriptedAdapter.idOf(message), "Hello  Anna")
                .invoke(claimed -> assertTrue(claimed))
                .chain(() -> ScriptedAdapter.accept(message)));

        // When
        UUID message = scene.send(conversation, "Hello Anna");

        // Then
        awaitStatus(scene, message, "sent");
        await().untilAsserted(() -> assertEquals("done", Scene.text("select state from outbox where message_id = ?", message)));
        assertEquals(1, Scene.count("select count(*) from message where conversation_id = ? and direction = 'outbound'", conversation));
    }

    @Test
    void what_an_echo_has_proven_is_not_called_lost_afterwards() {
        // Given
        Scene scene = Scene.create();
        UUID conversation = scene.conversation();
        ScriptedAdapter.onSend(scene.accountId(), message -> claimEcho(scene, conversation, new ProviderMessageId("told by the echo"), "Hello Anna")
                .chain(() -> item(new Refused(new MayHaveBeenSent(new ProviderError("timeout", "no answer"))))));

        // When
        UUID message = scene.send(conversation, "Hello Anna");

        // Then
        await().untilAsserted(() -> assertEquals("failed", Scene.text("select state from outbox where message_id = ?", message)));
        assertEquals("sent", scene.status(message));
        assertEquals(null, scene.errorCode(message));
    }

    @Test
    void an_echo_that_tells_buttons_as_words_is_the_same_bubble() {
        // Given
        Scene scene = Scene.create();
        UUID conversation = scene.conversation();
        ScriptedAdapter.onSend(scene.accountId(), _ -> item(new Refused(new MayHaveBeenSent(new ProviderError("timeout", "no answer")))));
        String message = scene.organization().agent().api().body(Map.of("text", "Which one?", "buttons", List.of(Map.of("id", "a", "title", "Green"), Map.of("id", "b", "title", "Blue"))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
        awaitStatus(scene, UUID.fromString(message), "failed");

        // When
        boolean claimed = claimEcho(scene, conversation, new ProviderMessageId("told by the echo"), "Which one?\n1. Green\n2. Blue").await().atMost(SOON);

        // Then
        assertTrue(claimed);
        assertEquals("sent", scene.status(UUID.fromString(message)));
    }

    @Test
    void an_echo_that_was_filed_under_our_id_before_the_response_is_absorbed() {
        // Given
        Scene scene = Scene.create();
        UUID conversation = scene.conversation();
        ScriptedAdapter.onSend(scene.accountId(), message -> {
            fileFromElsewhere(scene, conversation, ScriptedAdapter.idOf(message).value());
            return ScriptedAdapter.accept(message);
        });

        // When
        UUID message = scene.send(conversation, "Hello Anna");

        // Then
        awaitStatus(scene, message, "sent");
        assertEquals(List.of(message.toString()), Scene.texts("select id::text from message where conversation_id = ? and direction = 'outbound'", conversation));
        assertEquals(message.toString(), Scene.text("select last_message_id::text from conversation where id = ?", conversation));
    }

    @Test
    void an_echo_of_something_else_is_left_alone() {
        // Given
        Scene scene = Scene.create();
        UUID conversation = scene.conversation();
        UUID message = scene.send(conversation, "Hello");
        awaitStatus(scene, message, "sent");

        // When
        boolean claimed = claimEcho(scene, conversation, new ProviderMessageId("written-on-the-phone"), "Hello").await().atMost(SOON);

        // Then
        assertEquals(false, claimed);
    }

    private Uni<Effect> receipt(Scene scene, ProviderMessageId id, DeliveryStatus status) {
        Optional<MessageError> error = status == DeliveryStatus.FAILED ? Optional.of(new MessageError("x", "y", "z")) : Optional.empty();
        return database.withTransaction(tx -> deliveries.advance(tx, scene.accountId(), id, status, Instant.now(), error)
                .call(advance -> changeFeed.append(tx, scene.organization().id(), advance.change().stream().toList())))
                .map(Deliveries.Advance::effect);
    }

    private Uni<Boolean> claimEcho(Scene scene, UUID conversation, ProviderMessageId id, String text) {
        return database.withTransaction(tx -> echoes.claim(tx, scene.accountId(), conversation, id, Optional.of(text), Instant.now())
                .call(changes -> changeFeed.append(tx, scene.organization().id(), changes.orElse(List.of()))))
                .map(Optional::isPresent);
    }

    private static void fileFromElsewhere(Scene scene, UUID conversation, String providerId) {
        UUID id = Ids.next();
        Scene.execute("""
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, provider_message_id, delivery_status, created_at, received_at)
                values (?, ?, ?, ?, 'outbound', 'text', 'Hello Anna', 'system', ?, 'sent', now(), now())""",
                id, scene.organization().id(), conversation, scene.accountId(), providerId);
        Scene.execute("update conversation set last_message_id = ?, last_message_direction = 'outbound', last_message_at = now() where id = ?", id, conversation);
    }

    private static Uni<SendOutcome> item(SendOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
