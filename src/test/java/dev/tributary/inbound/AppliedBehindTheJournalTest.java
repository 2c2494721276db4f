package dev.tributary.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SecretBox;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The work on an event begins while the journal commits it, and is committed behind it or not at all. */
@QuarkusTest
class AppliedBehindTheJournalTest {

    @Inject
    SecretBox secrets;

    @Inject
    AccountDirectory directory;

    @Inject
    ApplierLanes lanes;

    private TelegramAccount account;

    @BeforeEach
    void an_account() {
        account = TelegramAccount.create(secrets);
    }

    @Test
    void nothing_of_an_event_is_there_before_the_journal_has_it() throws Throwable {
        // Given
        JournalEvent early = event(1, "early");
        lanes.hand(early);
        awaitWorkUnderWay();
        assertThat(texts()).isEmpty();

        // When
        journal(early);
        early.kept().complete(null);

        // Then
        await().untilAsserted(() -> assertThat(texts()).containsExactly("early"));
        assertThat(account.query("select outcome from journal_event where channel_account_id = ?", account.id())).containsExactly("applied");
    }

    @Test
    void what_the_journal_could_not_keep_leaves_nothing_behind_and_holds_up_nobody() throws Throwable {
        // Given
        JournalEvent first = event(1, "lost alone");
        JournalEvent second = event(2, "lost beside another");
        lanes.hand(first);
        awaitWorkUnderWay();
        lanes.hand(second);
        account.post(TelegramAccount.text(3, 3, 3, "kept")).then().statusCode(200);

        // When
        first.kept().completeExceptionally(Problems.overloaded());
        second.kept().completeExceptionally(Problems.overloaded());

        // Then
        await().untilAsserted(() -> assertThat(texts()).containsExactly("kept"));
        assertThat(account.query("select outcome from journal_event where channel_account_id = ?", account.id())).containsExactly("applied");
    }

    private JournalEvent event(long number, String text) throws Throwable {
        LiveAccount live = VertxContextSupport.subscribeAndAwait(() -> directory.findByWebhookKey(account.webhookKey())).orElseThrow();
        byte[] body = TelegramAccount.text(number, number, number, text).getBytes(StandardCharsets.UTF_8);
        return new JournalEvent(Ids.next(), Instant.now(), live, Map.of(), body, new CompletableFuture<>(), null);
    }

    private void journal(JournalEvent event) {
        account.execute(
                """
                insert into journal_event (id, organization_id, channel_account_id, channel_type, source, received_at, headers, body, outcome, attempts, leased_until)
                values (?, ?, ?, 'TELEGRAM', 'webhook', now(), '{}', ?, 'pending', 1, now() + interval '1 hour')
                """,
                event.id(), account.organization().id(), account.id(), event.body());
    }

    /** The message has been written by a transaction that is open still. */
    private void awaitWorkUnderWay() {
        await().untilAsserted(() -> assertThat(account.query(
                        """
                        select count(*) from pg_locks held join pg_stat_activity line using (pid)
                        where held.relation = 'message'::regclass and held.mode = 'RowExclusiveLock' and line.state = 'idle in transaction'
                        """))
                .containsExactly(1L));
    }

    private List<Object> texts() {
        return account.query("select text from message where channel_account_id = ?", account.id());
    }
}
