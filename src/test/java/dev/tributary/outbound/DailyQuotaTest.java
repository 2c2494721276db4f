package dev.tributary.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.SendingLimits;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.Scene;
import dev.tributary.outbound.DailyQuota.Answer;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day's recipients of a mailbox, counted by replicas together. */
@QuarkusTest
class DailyQuotaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool database;

    private UUID account;

    @BeforeEach
    void aMailbox() {
        TestOrganization organization = TestOrganizations.create();
        account = Ids.next();
        Scene.execute("insert into channel_account (id, organization_id, name, type, settings, webhook_key, connection_state) values (?, ?, 'Mail', 'EMAIL', '{}'::jsonb, ?, 'connected')",
                account, organization.id(), "key-" + account);
    }

    @Test
    void replicas_that_send_at_once_do_not_take_the_same_room() {
        // Given
        List<DailyQuota> replicas = List.of(new DailyQuota(database, Clock.systemUTC()), new DailyQuota(database, Clock.systemUTC()));

        // When
        List<Uni<Answer>> asked = IntStream.range(0, 24).mapToObj(number -> replicas.get(number % 2).take(account, limit(7), to(1))).toList();
        List<Answer> answers = Uni.join().all(asked).andFailFast().await().atMost(PATIENCE);

        // Then
        assertThat(answers).filteredOn(answer -> answer.taken().isPresent()).hasSize(7);
        assertThat(answers).filteredOn(answer -> answer.later().isPresent()).hasSize(17).allSatisfy(answer -> assertThat(answer.later().get().hint()).contains(SendingLimits.DAILY_LIMIT_HINT));
    }

    @Test
    void room_comes_back_with_a_mail_that_did_not_leave_and_a_day_later() {
        // Given
        Instant now = Instant.parse("2026-11-20T10:00:00Z");
        Answer first = take(at(now), 2);

        // Then
        assertThat(take(at(now), 2).later()).isPresent();
        at(now).giveBack(first.taken().orElseThrow()).await().atMost(PATIENCE);
        assertThat(take(at(now), 3).taken()).isPresent();
        assertThat(take(at(now.plus(Duration.ofHours(23))), 1).later().orElseThrow().retryAfter()).contains(Duration.ofHours(1));
        assertThat(take(at(now.plus(Duration.ofHours(24).plusMinutes(11))), 3).taken()).isPresent();
        assertThat(Scene.count("select count(*) from mail_quota where channel_account_id = ?", account)).isEqualTo(1);
    }

    @Test
    void a_mail_to_more_than_a_day_takes_leaves_alone() {
        DailyQuota quota = new DailyQuota(database, Clock.systemUTC());

        assertThat(take(quota, 9).taken()).isPresent();
        assertThat(take(quota, 1).later()).isPresent();
    }

    private DailyQuota at(Instant time) {
        return new DailyQuota(database, Clock.fixed(time, ZoneOffset.UTC));
    }

    private Answer take(DailyQuota quota, int recipients) {
        return quota.take(account, limit(3), to(recipients)).await().atMost(PATIENCE);
    }

    private static SendingLimits limit(int recipients) {
        return SendingLimits.perMinute(30, Optional.of(recipients));
    }

    private static OutboundMessage to(int recipients) {
        List<Address> to = IntStream.range(0, recipients).mapToObj(number -> new Address("", number + "@customer.example")).toList();
        OutgoingMail mail = new OutgoingMail("Hello", to, List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), "t".repeat(26), Optional.empty(), false);
        return new OutboundMessage(
                new UUID(1, 2), new UUID(1, 1), new ThreadKey("mail:x"), "0@customer.example", new UUID(1, 3), Optional.of("Hello"), Optional.empty(), List.of(), List.of(),
                Optional.empty(), Optional.empty(), new OutboundMessage.Author("user", "Olga"), Instant.now(), 1, List.of(), Optional.of(mail), Optional.empty(), Optional.empty());
    }
}
