package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of what rules did, and for how long. */
@QuarkusTest
class TraceKeeperTest extends RuleScenario {

    private static final Map<String, Object> ALWAYS = Map.of("always", true);

    @Inject
    TraceKeeper keeper;

    @Inject
    MovableClock clock;

    @AfterEach
    void backToNow() {
        clock.reset();
    }

    private List<Object> revisions() {
        return query("select name from automation_rule_revision where organization_id = ? order by since", ours.id());
    }

    private void tidies() {
        keeper.tidy().await().atMost(Duration.ofSeconds(20));
    }

    @Test
    void a_revision_is_kept_while_it_is_in_force_or_explains_a_trace_and_no_longer() {
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        UUID rule = rule("First", ALWAYS, action("set_priority", "priority", "high"));
        UUID message = receives(thread, "Hello");
        ours.admin().api().body(Map.of("name", "Second")).patch("/rest/v1/automation_rules/" + rule).then().statusCode(200);

        clock.advance(Duration.ofDays(29));
        tidies();
        assertThat(revisions()).containsExactly("First", "Second");
        assertThat(trace(message).getString("items[0].rules[0].name")).isEqualTo("First");

        // a trace that is younger than its rule's revision still needs it
        execute("update automation_trace set created_at = created_at + interval '10 days' where organization_id = ?", ours.id());
        clock.advance(Duration.ofDays(2));
        tidies();
        assertThat(revisions()).containsExactly("First", "Second");

        clock.advance(Duration.ofDays(10));
        tidies();
        assertThat(trace(message).getList("items")).isEmpty();
        assertThat(revisions()).containsExactly("Second");
    }
}
