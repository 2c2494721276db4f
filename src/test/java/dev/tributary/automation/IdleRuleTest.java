package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.tributary.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules for conversations in which nobody writes. */
@QuarkusTest
class IdleRuleTest extends RuleScenario {

    @Inject
    IdleSweep sweep;

    @Inject
    MovableClock clock;

    @AfterEach
    void backToNow() {
        clock.reset();
    }

    private void sweeps() {
        sweep.sweep().await().atMost(Duration.ofSeconds(20));
    }

    private UUID waiting(Object... further) {
        List<Map<String, Object>> conditions = new ArrayList<>(List.of(condition("idle_minutes", "at_least", 30), condition("waiting_for", "equals", "agent")));
        for (int index = 0; index < further.length; index += 3) {
            conditions.add(condition((String) further[index], (String) further[index + 1], further[index + 2]));
        }
        return rule(body("Waiting", "conversation.idle", Map.of("all", conditions), List.of(action("notify", "user_ids", List.of(ours.agent().id().toString()), "text", "waits"))));
    }

    private long told(Thread thread) {
        return (Long) query("select count(*) from notification where conversation_id = ?", thread.conversationId()).getFirst();
    }

    @Test
    void a_silence_is_acted_on_once_when_it_is_long_enough() {
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        waiting();
        receives(thread, "Hello?");
        sweeps();
        assertThat(told(thread)).isZero();

        clock.advance(Duration.ofMinutes(31));
        sweeps();
        sweeps();
        assertThat(told(thread)).isEqualTo(1);
    }

    @Test
    void a_silence_that_was_over_before_the_rule_was_made_is_none_of_its_business() {
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        UUID message = receives(thread, "Hello?");
        execute("update message set created_at = now() - interval '2 hours' where id = ?", message);
        waiting();

        sweeps();

        assertThat(told(thread)).isZero();
    }

    @Test
    void outside_of_business_hours_it_waits_until_the_workspace_opens() {
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        waiting("within_business_hours", "is", true);
        execute("""
                update organization set business_hours = jsonb_build_object('holidays', jsonb_build_array(
                    jsonb_build_object('date', (now() at time zone 'UTC')::date), jsonb_build_object('date', (now() at time zone 'UTC')::date + 1))) where id = ?""",
                ours.id());
        receives(thread, "Hello?");

        clock.advance(Duration.ofMinutes(40));
        sweeps();
        assertThat(told(thread)).isZero();

        execute("update organization set business_hours = '{}' where id = ?", ours.id());
        sweeps();
        assertThat(told(thread)).isEqualTo(1);
    }

    @Test
    void an_idle_rule_says_how_long() {
        ours.admin().api().body(body("Idle", "conversation.idle", Map.of("all", List.of(condition("status", "equals", "open"))), List.of(action("set_status", "status", "resolved"))))
                .post("/rest/v1/automation_rules").then().statusCode(400).body("errors.field", contains("conditions"));
    }
}
