package dev.tributary.inbound;

import static dev.tributary.inbound.TelegramAccount.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.SecretBox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises 1, 2, 3 and 6 on the way in, over real HTTP and the real database. */
@QuarkusTest
class ExactlyOnceTest {

    @Inject
    SecretBox secrets;

    @Inject
    AccountDirectory accounts;

    TelegramAccount account;

    @BeforeEach
    void anAccount() {
        account = TelegramAccount.create(secrets);
    }

    @Test
    void the_same_webhook_twice_files_one_message() {
        String webhook = text(1, 501, 1, "Where is my order?");

        account.post(webhook).then().statusCode(200);
        account.post(webhook).then().statusCode(200);

        await().untilAsserted(() -> assertThat(account.query("select outcome from journal_event where channel_account_id = ? order by id", account.id()))
                .containsExactly("applied", "duplicate"));
        assertThat(account.query("select text from message where channel_account_id = ?", account.id())).containsExactly("Where is my order?");
    }

    @Test
    void each_event_three_times_over_many_connections_and_shuffled_files_each_message_once_and_in_order() throws Exception {
        List<String> webhooks = new ArrayList<>();
        for (int message = 1; message <= 350; message++) {
            webhooks.addAll(Collections.nCopies(3, text(message, 600 + message % 5, message, "Message " + message)));
        }
        Collections.shuffle(webhooks, new Random(7));

        postAll(webhooks);

        await().untilAsserted(() -> assertThat(pending()).isZero());
        assertThat(account.count("select count(*) from message")).isEqualTo(350);
        assertThat(account.count("select count(*) from conversation")).isEqualTo(5);
        assertThat(account.query("select count(*) from contact where organization_id = ?", account.organization().id())).containsExactly(5L);
        for (Object conversation : account.query("select id from conversation where channel_account_id = ?", account.id())) {
            List<Object> order = account.query("select provider_message_id from message where conversation_id = ? order by created_at, id", conversation);
            List<Integer> numbers = order.stream().map(id -> Integer.parseInt(id.toString().split(":")[1])).toList();
            assertThat(numbers).hasSize(70).isSorted();
        }
        assertThat(account.query("select sum(unread_count) from conversation where channel_account_id = ?", account.id())).containsExactly(350L);
        assertThat(account.query("select sum(messages_received) from channel_stat_hourly where channel_account_id = ?", account.id()).toString()).isEqualTo("[350]");
    }

    @Test
    void a_first_ever_contact_who_writes_fifty_messages_at_once_has_one_conversation() throws Exception {
        List<String> burst = IntStream.rangeClosed(1, 50).mapToObj(message -> text(message, 777, message, "Burst " + message)).toList();

        postAll(burst);

        await().untilAsserted(() -> assertThat(account.count("select count(*) from message")).isEqualTo(50));
        assertThat(account.count("select count(*) from conversation")).isEqualTo(1);
        assertThat(account.query("select count(*) from contact where organization_id = ?", account.organization().id())).containsExactly(1L);
    }

    @Test
    void the_change_feed_numbers_every_message_without_a_gap() throws Exception {
        postAll(IntStream.rangeClosed(1, 60).mapToObj(message -> text(message, 800 + message % 3, message, "m")).toList());

        await().untilAsserted(() -> assertThat(account.query(
                        "select count(*) from change_event where kind = 'message.created' and organization_id = ?", account.organization().id()))
                .containsExactly(60L));
        List<Object> numbers = account.query("select seq from change_event where organization_id = ? order by seq", account.organization().id());
        assertThat(numbers).containsExactlyElementsOf(IntStream.rangeClosed(1, numbers.size()).mapToObj(number -> (Object) (long) number).toList());
    }

    @Test
    void what_a_dead_process_left_pending_is_taken_over() {
        account.post(text(1, 901, 1, "first")).then().statusCode(200);
        await().untilAsserted(() -> assertThat(account.count("select count(*) from message")).isEqualTo(1));
        account.execute("""
                insert into journal_event (id, organization_id, channel_account_id, channel_type, source, received_at, body, leased_until)
                values (?, ?, ?, 'TELEGRAM', 'webhook', now(), ?, now() - interval '1 minute')
                """, dev.tributary.platform.Ids.next(), account.organization().id(), account.id(), text(2, 901, 2, "left behind").getBytes());

        await().untilAsserted(() -> assertThat(account.query("select text from message where channel_account_id = ? order by created_at", account.id()))
                .containsExactly("first", "left behind"));
    }

    @Test
    void a_forged_webhook_is_refused_and_journalled_without_its_body() {
        RestAssured.given().contentType("application/json").header("X-Telegram-Bot-Api-Secret-Token", "wrong")
                .body(text(1, 1, 1, "forged")).post("/webhooks/telegram/" + account.webhookKey())
                .then().statusCode(401).contentType("application/problem+json");

        assertThat(account.query("select outcome from journal_event where channel_account_id = ?", account.id())).containsExactly("rejected");
        assertThat(account.query("select length(body) from journal_event where channel_account_id = ?", account.id())).containsExactly(0);
        assertThat(account.count("select count(*) from message")).isZero();
    }

    @Test
    void an_unknown_key_is_404_another_type_too_and_a_body_over_the_limit_413() {
        RestAssured.given().body("{}").post("/webhooks/telegram/nobody-knows-this-key").then().statusCode(404).contentType("application/problem+json");
        RestAssured.given().body("{}").post("/webhooks/viber/" + account.webhookKey()).then().statusCode(404);
        account.post("x".repeat(11 << 20)).then().statusCode(413);
    }

    @Test
    void what_nobody_can_read_is_kept_as_failed_with_its_payload_and_never_a_500() {
        for (String body : List.of("", "{", "[]", "null", "\"text\"", "{\"update_id\":\"x\"}", "{\"update_id\":1,\"message\":7}", "\u0000", "{\"update_id\":2,\"message\":{}}")) {
            account.post(body).then().statusCode(200);
        }

        await().untilAsserted(() -> assertThat(pending()).isZero());
        assertThat(account.count("select count(*) from message")).isZero();
        account.organization().admin().api().get("/rest/v1/channel_accounts/" + account.id() + "/journal?outcome=failed")
                .then().statusCode(200).body("items.size()", org.hamcrest.Matchers.greaterThan(3))
                .body("items[0].problem.hint", org.hamcrest.Matchers.not(org.hamcrest.Matchers.emptyOrNullString()));
    }

    @Test
    void an_inactive_account_keeps_what_arrives_as_ignored_and_a_replay_after_activation_applies_it_once() {
        account.execute("update channel_account set is_active = false where id = ?", account.id());
        accounts.changed();
        account.post(text(1, 42, 1, "while you were away")).then().statusCode(200);
        assertThat(account.query("select outcome || '/' || reason from journal_event where channel_account_id = ?", account.id())).containsExactly("ignored/inactive");

        account.execute("update channel_account set is_active = true where id = ?", account.id());
        accounts.changed();
        Object journal = account.query("select id from journal_event where channel_account_id = ?", account.id()).getFirst();
        for (int time = 0; time < 2; time++) {
            account.organization().admin().api().post("/rest/v1/journal/" + journal + "/replay")
                    .then().statusCode(200).body("outcome", org.hamcrest.Matchers.equalTo("applied"));
        }

        assertThat(account.query("select text from message where channel_account_id = ?", account.id())).containsExactly("while you were away");
    }

    @Test
    void a_resolved_conversation_is_reopened_within_its_time_and_a_closed_one_never() {
        account.post(text(1, 55, 1, "one"));
        await().untilAsserted(() -> assertThat(account.count("select count(*) from message")).isEqualTo(1));
        account.execute("update conversation set status = 'resolved', resolved_at = now() where channel_account_id = ?", account.id());
        account.post(text(2, 55, 2, "two"));
        await().untilAsserted(() -> assertThat(account.query("select status from conversation where channel_account_id = ?", account.id())).containsExactly("open"));

        account.execute("update conversation set status = 'closed' where channel_account_id = ?", account.id());
        account.post(text(3, 55, 3, "three"));

        await().untilAsserted(() -> assertThat(account.query("select status from conversation where channel_account_id = ? order by created_at", account.id()))
                .containsExactly("closed", "open"));
    }

    private long pending() {
        return ((Number) account.query("select count(*) from journal_event where outcome = 'pending' and channel_account_id = ?", account.id()).getFirst()).longValue();
    }

    private void postAll(List<String> webhooks) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> answers = webhooks.stream().map(webhook -> clients.submit(() -> account.post(webhook).statusCode())).toList();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }
}
