package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import dev.tributary.identity.PresenceChanged;
import dev.tributary.identity.PresenceState;
import dev.tributary.identity.Role;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/** What happens to conversations for which nobody has room: they wait, and are given away as soon as somebody has. */
@QuarkusTest
class RoutingQueueTest extends RuleScenario {

    private static final Map<String, Object> ALWAYS = Map.of("always", true);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final UUID account = account("TELEGRAM", "Bot");

    @Inject
    Event<PresenceChanged> presence;

    private TestUser agent() {
        return TestOrganizations.addUser(ours, Role.AGENT);
    }

    /** As the session's resource tells it. */
    private void comes(TestUser agent) {
        stays(agent.id());
        presence.fire(new PresenceChanged(ours.id(), agent.id(), PresenceState.ONLINE));
    }

    private static void stays(UUID agent) {
        execute("update app_user set presence = 'online', presence_until = now() + interval '1 hour' where id = ?", agent);
    }

    private void routes(UUID team, Object... settings) {
        List<Object> all = new ArrayList<>(List.of("team_id", team.toString(), "assign", "round_robin"));
        all.addAll(List.of(settings));
        rule("Route", ALWAYS, action("assign_team", all.toArray()));
    }

    private Thread waits() {
        Thread thread = thread(account, "TELEGRAM", null);
        receives(thread, "Hello");
        return thread;
    }

    private String owner(Thread thread) {
        return conversation(thread).getString("assignee.id");
    }

    private void awaitOwner(Thread thread, TestUser agent) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(owner(thread)).isEqualTo(agent.id().toString()));
    }

    @Test
    void who_comes_online_gets_what_waits_the_most_urgent_and_then_the_oldest_first() {
        TestUser ann = agent();
        routes(team("Shop", ann.id()), "capacity", 2);
        Thread first = waits();
        Thread second = waits();
        Thread urgent = waits();
        execute("update conversation set priority = 'urgent' where id = ?", urgent.conversationId());
        assertThat(owner(first)).isNull();

        comes(ann);

        awaitOwner(urgent, ann);
        awaitOwner(first, ann);
        assertThat(owner(second)).isNull();
    }

    @Test
    void room_that_a_resolved_conversation_leaves_is_taken_and_nobody_overtakes() {
        TestUser ann = agent();
        stays(ann.id());
        routes(team("Shop", ann.id()), "capacity", 1);
        Thread had = waits();
        Thread next = waits();
        assertThat(owner(had)).isEqualTo(ann.id().toString());
        assertThat(owner(next)).isNull();

        ours.agent().api().body(Map.of("status", "resolved")).patch("/rest/v1/conversations/" + had.conversationId()).then().statusCode(200);
        Thread late = waits();

        awaitOwner(next, ann);
        assertThat(owner(late)).isNull();
        assertThat(query("select author_name from message where conversation_id = ? and content ->> 'event' = 'assigned'", next.conversationId())).containsExactly("Route");
    }

    @Test
    void who_joins_the_team_gets_what_waits_for_it() {
        TestUser ann = agent();
        stays(ann.id());
        UUID team = team("Shop");
        routes(team);
        Thread thread = waits();

        ours.admin().api().body(Map.of("member_ids", List.of(ann.id()))).patch("/rest/v1/teams/" + team).then().statusCode(200);

        awaitOwner(thread, ann);
    }

    @Test
    void what_somebody_took_by_hand_waits_no_longer() {
        TestUser ann = agent();
        routes(team("Shop", ann.id()));
        Thread thread = waits();
        ours.agent().api().body(Map.of("assignee_id", ours.agent().id())).patch("/rest/v1/conversations/" + thread.conversationId()).then().statusCode(200);

        comes(ann);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(query("select conversation_id from routing_queue where organization_id = ?", ours.id())).isEmpty());
        assertThat(owner(thread)).isEqualTo(ours.agent().id().toString());
    }

    @Test
    void a_conversation_stays_with_its_owner_while_they_are_there_and_goes_on_when_they_are_not() {
        TestUser ann = agent();
        TestUser bob = agent();
        stays(ann.id());
        routes(team("Shop", ann.id(), bob.id()));
        Thread thread = waits();
        stays(bob.id());
        receives(thread, "Are you there?");
        assertThat(owner(thread)).isEqualTo(ann.id().toString());

        execute("update app_user set presence = 'offline' where id = ?", ann.id());
        receives(thread, "Hello?");
        assertThat(owner(thread)).isEqualTo(bob.id().toString());

        execute("update app_user set presence = 'offline' where id = ?", bob.id());
        receives(thread, "Anybody?");
        assertThat(owner(thread)).isNull();
        stays(ann.id());
        awaitOwner(thread, ann);
    }

    /** One thing that happens, by number: who or which one it concerns is counted round. */
    private record Step(int kind, int which) {}

    /**
     * Whatever happens in whatever order, once it is quiet: nobody who is there and has room leaves a conversation waiting, nobody has been
     * given more than they have room for, and of two that wait alike the older one was served first.
     */
    @Test
    void no_conversation_waits_while_somebody_fitting_has_room() {
        Arbitrary<Step> step = Combinators.combine(Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 99)).as(Step::new);
        JqwikSession.run(() -> step.list().ofMinSize(8).ofMaxSize(18).sampleStream().limit(6).forEach(this::play));
    }

    private void play(List<Step> steps) {
        int capacity = 2;
        List<TestUser> agents = List.of(agent(), agent(), agent());
        UUID team = team("Team " + UUID.randomUUID(), agents.stream().map(TestUser::id).toArray(UUID[]::new));
        UUID rule = rule("Route " + team, ALWAYS, action("assign_team", "team_id", team.toString(), "assign", "least_busy", "capacity", capacity));
        List<Thread> threads = new ArrayList<>();
        for (Step step : steps) {
            switch (step.kind()) {
                case 0, 1, 2 -> threads.add(waits());
                case 3 -> comes(agents.get(step.which() % agents.size()));
                case 4 -> execute("update app_user set presence = 'offline' where id = ?", agents.get(step.which() % agents.size()).id());
                default -> {
                    if (!threads.isEmpty()) {
                        Thread done = threads.get(step.which() % threads.size());
                        ours.agent().api().body(Map.of("status", "resolved")).patch("/rest/v1/conversations/" + done.conversationId());
                    }
                }
            }
        }
        String withRoom = """
                select u.id from app_user u join team_member m on m.user_id = u.id where m.team_id = ? and u.presence = 'online'
                and (select count(*) from conversation c where c.assignee_id = u.id and c.status = 'open') < 2""";
        String waiting = "select id from conversation where team_id = ? and status = 'open' and assignee_id is null";
        await(steps.toString()).atMost(PATIENCE).until(() -> query(waiting, team).isEmpty() || query(withRoom, team).isEmpty());
        assertThat(query("select count(*) from conversation where team_id = ? and status = 'open' and assignee_id is not null group by assignee_id", team))
                .as(steps.toString()).allSatisfy(count -> assertThat((Long) count).isLessThanOrEqualTo(capacity));
        assertThat(query("""
                select 1 from conversation served join conversation passed on passed.team_id = served.team_id
                where served.team_id = ? and served.status = 'open' and served.assignee_id is not null
                  and passed.status = 'open' and passed.assignee_id is null and passed.created_at < served.created_at""", team)).as(steps.toString()).isEmpty();
        ours.admin().api().delete("/rest/v1/automation_rules/" + rule).then().statusCode(204);
    }
}
