package dev.tributary.outbound;

import static dev.tributary.outbound.SendingTest.awaitStatus;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.MovableClock;
import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ScriptedAdapter;
import dev.tributary.conversation.Deliveries;
import dev.tributary.conversation.Echoes;
import dev.tributary.conversation.MailReceipts;
import dev.tributary.conversation.ReplyWindows;
import dev.tributary.conversation.Scene;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thread, one order; and what a process that died held is taken over, without anything being sent twice. */
@QuarkusTest
class CrashAndOrderTest {

    @Inject
    MovableClock clock;

    @Inject
    Clock serviceClock;

    @Inject
    OutboxSweep sweep;

    @Inject
    Vertx vertx;

    @Inject
    Pool database;

    @Inject
    OutboundConfig config;

    @Inject
    Deliveries deliveries;

    @Inject
    Echoes echoes;

    @Inject
    MailReceipts mailReceipts;

    @Inject
    ReplyWindows replyWindows;

    @Inject
    ChangeFeed changeFeed;

    @Inject
    AccountDirectory accounts;

    @Inject
    OutgoingMessages messages;

    @Inject
    OutgoingMails mails;

    @Inject
    AccountTrouble trouble;

    @Inject
    BackOff backOff;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void messages_of_a_conversation_leave_in_order_and_never_two_at_once() {
        // Given
        Scene scene = Scene.create();
        Set<UUID> onTheWay = ConcurrentHashMap.newKeySet();
        List<String> overlaps = new ArrayList<>();
        ScriptedAdapter.onSend(scene.accountId(), message -> slowly(message, onTheWay, overlaps));
        List<UUID> conversations = IntStream.range(0, 5).mapToObj(_ -> scene.conversation()).toList();

        // When
        Map<UUID, List<UUID>> sent = new ConcurrentHashMap<>();
        conversations.parallelStream().forEach(conversation -> sent.put(conversation, IntStream.range(0, 8).mapToObj(n -> scene.send(conversation, "number " + n)).toList()));

        // Then
        sent.values().forEach(all -> awaitStatus(scene, all.getLast(), "sent"));
        assertEquals(List.of(), overlaps);
        sent.forEach((conversation, all) -> assertEquals(all, ScriptedAdapter.calls(scene.accountId()).stream()
                .filter(call -> call.conversationId().equals(conversation)).map(OutboundMessage::messageId).toList()));
    }

    @Test
    void two_dispatchers_on_one_database_send_each_message_once() {
        // Given
        Scene scene = Scene.create();
        DispatchLoop second = secondProcess();
        List<UUID> conversations = IntStream.range(0, 10).mapToObj(_ -> scene.conversation()).toList();

        // When
        List<UUID> sent = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            for (UUID conversation : conversations) {
                sent.add(scene.send(conversation, "round " + round));
                second.look();
            }
        }

        // Then
        sent.forEach(message -> awaitStatus(scene, message, "sent"));
        List<UUID> called = ScriptedAdapter.calls(scene.accountId()).stream().map(OutboundMessage::messageId).toList();
        assertEquals(sent.size(), called.size());
        assertEquals(new HashSet<>(sent), new HashSet<>(called));
        second.stop();
    }

    @Test
    void a_crash_in_the_middle_of_a_send_ends_as_may_have_been_sent_and_sends_no_second_copy() {
        // Given
        Scene scene = Scene.create();
        UUID message = brokenOff(scene, "sending");

        // When
        clock.advance(Duration.ofMinutes(5));
        sweep.sweep().await().atMost(Duration.ofSeconds(10));

        // Then
        awaitStatus(scene, message, "failed");
        assertEquals("may_have_been_sent", scene.errorCode(message));
        assertEquals(0, ScriptedAdapter.calls(scene.accountId()).size());
        assertEquals(1, Scene.count("select messages_failed from channel_stat_hourly where channel_account_id = ?", scene.accountId()));
    }

    @Test
    void a_provider_that_drops_second_copies_gets_the_message_again_after_a_crash() {
        // Given
        Scene scene = Scene.idempotent();
        UUID message = brokenOff(scene, "sending");

        // When
        clock.advance(Duration.ofMinutes(5));
        sweep.sweep().await().atMost(Duration.ofSeconds(10));

        // Then
        awaitStatus(scene, message, "sent");
        assertEquals(List.of(message), ScriptedAdapter.calls(scene.accountId()).stream().map(OutboundMessage::messageId).toList());
    }

    @Test
    void what_was_only_claimed_by_a_process_that_died_is_sent_by_another() {
        // Given
        Scene scene = Scene.create();
        UUID message = brokenOff(scene, "claimed");

        // When
        clock.advance(Duration.ofMinutes(5));
        sweep.sweep().await().atMost(Duration.ofSeconds(10));

        // Then
        awaitStatus(scene, message, "sent");
    }

    @Test
    void a_message_behind_one_that_is_still_being_sent_by_a_dead_process_waits_for_its_end() {
        // Given
        Scene scene = Scene.create();
        UUID first = brokenOff(scene, "sending");
        UUID conversation = UUID.fromString(Scene.text("select conversation_id from message where id = ?", first));
        UUID second = scene.send(conversation, "after it");
        await().during(Duration.ofMillis(1_500)).until(() -> ScriptedAdapter.calls(scene.accountId()).isEmpty());

        // When
        clock.advance(Duration.ofMinutes(5));
        sweep.sweep().await().atMost(Duration.ofSeconds(10));

        // Then
        awaitStatus(scene, second, "sent");
        assertEquals("failed", scene.status(first));
    }

    private static Uni<dev.tributary.channel.SendOutcome> slowly(OutboundMessage message, Set<UUID> onTheWay, List<String> overlaps) {
        if (!onTheWay.add(message.conversationId())) {
            overlaps.add("two at once in " + message.conversationId());
        }
        return Uni.createFrom().voidItem()
                .onItem().delayIt().by(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 40)))
                .invoke(() -> onTheWay.remove(message.conversationId()))
                .chain(() -> ScriptedAdapter.accept(message));
    }

    /** A message as a process leaves it that was killed: the row says how far it had got, and nobody holds it any more. */
    private UUID brokenOff(Scene scene, String state) {
        UUID conversation = scene.conversation();
        UUID message = Ids.next();
        Scene.execute("""
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, author_name, delivery_status, created_at, received_at)
                values (?, ?, ?, ?, 'outbound', 'text', 'Hello', 'user', 'Lena', ?, now(), now())""",
                message, scene.organization().id(), conversation, scene.accountId(), state.equals("sending") ? "sending" : "queued");
        Scene.execute("""
                insert into outbox (id, organization_id, channel_account_id, lane, kind, message_id, state, attempts, not_before, leased_until, leased_by, created_at)
                values (?, ?, ?, ?, 'message', ?, ?, 1, now(), now() + interval '3 minutes', 'a process that died', now())""",
                Ids.next(), scene.organization().id(), scene.accountId(), conversation, message, state);
        return message;
    }

    /** Everything of the dispatcher once more, as another replica has it. */
    private DispatchLoop secondProcess() {
        Outbox outbox = new Outbox(database, config, serviceClock, "second process");
        AccountGates gates = new AccountGates(accounts, config, serviceClock);
        Outcomes outcomes = new Outcomes(database, outbox, deliveries, echoes, mailReceipts, replyWindows, changeFeed, serviceClock);
        MessageSender sender = new MessageSender(accounts, messages, mails, outcomes, gates, new DailyQuota(database, serviceClock), trouble, backOff, config, serviceClock);
        return new DispatchLoop(vertx, outbox, gates, true, 20, sender::send);
    }
}
