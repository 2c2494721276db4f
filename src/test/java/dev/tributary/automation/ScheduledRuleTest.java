package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tributary.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules that look at times of the clock. */
@QuarkusTest
class ScheduledRuleTest extends RuleScenario {

    private static final Map<String, Object> OPEN = Map.of("all", List.of(condition("status", "equals", "open")));

    @Inject
    ScheduleSweep sweep;

    @Inject
    MovableClock clock;

    @BeforeEach
    void justAfterTheHour() {
        Instant now = clock.instant();
        clock.advance(Duration.between(now, now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(61))));
    }

    @AfterEach
    void backToNow() {
        clock.reset();
    }

    private void sweeps() {
        sweep.sweep().await().atMost(Duration.ofSeconds(20));
    }

    private UUID everyHour(Map<String, ?> conditions, Map<String, ?> schedule) {
        Map<String, Object> body = body("Hourly", "schedule", conditions, List.of(action("create_ticket", "subject", "Look after this")));
        body.put("schedule", schedule);
        return rule(body);
    }

    private long acted(Thread thread) {
        return query("select id from automation_trace where conversation_id = ? and event = 'schedule'", thread.conversationId()).size();
    }

    private Thread conversation() {
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        receives(thread, "Hello?");
        return thread;
    }

    @Test
    void it_acts_once_on_each_matching_conversation_and_time_however_many_look() {
        Thread thread = conversation();
        Thread other = conversation();
        execute("update conversation set status = 'pending' where id = ?", other.conversationId());
        everyHour(OPEN, Map.of("every_minutes", 60));
        sweeps();
        assertThat(acted(thread)).isZero();

        clock.advance(Duration.ofHours(1));
        Uni.join().all(sweep.sweep(), sweep.sweep(), sweep.sweep()).andFailFast().await().atMost(Duration.ofSeconds(20));
        sweeps();

        assertThat(acted(thread)).isEqualTo(1);
        assertThat(acted(other)).isZero();
        assertThat(query("select count(*) from ticket where conversation_id = ?", thread.conversationId())).containsExactly(1L);

        clock.advance(Duration.ofHours(1));
        sweeps();
        assertThat(acted(thread)).isEqualTo(2);
    }

    @Test
    void what_matches_only_later_waits_for_the_next_time() {
        Thread thread = conversation();
        everyHour(Map.of("all", List.of(condition("priority", "equals", "urgent"))), Map.of("every_minutes", 60));
        clock.advance(Duration.ofHours(1));
        sweeps();

        execute("update conversation set priority = 'urgent' where id = ?", thread.conversationId());
        sweeps();
        assertThat(acted(thread)).isZero();

        clock.advance(Duration.ofHours(1));
        sweeps();
        assertThat(acted(thread)).isEqualTo(1);
    }

    @Test
    void after_a_standstill_the_last_time_is_made_up_for_and_earlier_ones_are_left_out() {
        Thread thread = conversation();
        everyHour(OPEN, Map.of("every_minutes", 60));

        clock.advance(Duration.ofHours(5).plusMinutes(30));
        sweeps();

        assertThat(acted(thread)).isEqualTo(1);
    }

    @Test
    void what_is_later_than_an_hour_is_not_made_up_for() {
        Thread thread = conversation();
        String time = clock.instant().plus(Duration.ofMinutes(9)).truncatedTo(ChronoUnit.MINUTES).toString().substring(11, 16);
        everyHour(OPEN, Map.of("at", List.of(time)));

        clock.advance(Duration.ofMinutes(75));
        sweeps();
        assertThat(acted(thread)).isZero();

        clock.advance(Duration.ofHours(23));
        sweeps();
        assertThat(acted(thread)).isEqualTo(1);
    }

    @Test
    void outside_of_business_hours_it_looks_only_where_it_says_so() {
        Thread thread = conversation();
        execute("""
                update organization set business_hours = jsonb_build_object('holidays', (
                    select jsonb_agg(jsonb_build_object('date', (now() at time zone 'UTC')::date + n)) from generate_series(-1, 2) n)) where id = ?""", ours.id());
        UUID rule = everyHour(OPEN, Map.of("every_minutes", 60));
        clock.advance(Duration.ofHours(1));
        sweeps();
        assertThat(acted(thread)).isZero();

        ours.admin().api().body(Map.of("schedule", Map.of("every_minutes", 60, "within_business_hours", false))).patch("/rest/v1/automation_rules/" + rule)
                .then().statusCode(200).body("schedule.within_business_hours", equalTo(false));
        clock.advance(Duration.ofHours(1));
        sweeps();
        assertThat(acted(thread)).isEqualTo(1);
    }

    @Test
    void resolved_conversations_are_looked_at_where_the_rule_asks_for_them() {
        Thread thread = conversation();
        execute("update conversation set status = 'resolved' where id = ?", thread.conversationId());
        everyHour(Map.of("all", List.of(condition("status", "in", List.of("resolved")))), Map.of("every_minutes", 60));

        clock.advance(Duration.ofHours(1));
        sweeps();

        assertThat(acted(thread)).isEqualTo(1);
    }

    @Test
    void a_scheduled_rule_says_when_and_no_other_does() {
        Map<String, Object> without = body("When?", "schedule", OPEN, List.of(action("set_status", "status", "resolved")));
        ours.admin().api().body(without).post("/rest/v1/automation_rules").then().statusCode(400).body("errors.field", contains("schedule"));
        Map<String, Object> other = new HashMap<>(body("Not then", "message.received", OPEN, List.of(action("set_status", "status", "resolved"))));
        other.put("schedule", Map.of("every_minutes", 60));
        ours.admin().api().body(other).post("/rest/v1/automation_rules").then().statusCode(400).body("errors.field", contains("schedule"));

        UUID rule = everyHour(OPEN, Map.of("every_minutes", 60));
        ours.admin().api().body(Map.of("event", "message.received")).patch("/rest/v1/automation_rules/" + rule).then().statusCode(200).body("schedule", nullValue());
    }
}
