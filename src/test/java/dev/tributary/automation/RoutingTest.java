package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import dev.tributary.conversation.Author;
import dev.tributary.conversation.Routing;
import dev.tributary.conversation.Routing.Policy;
import dev.tributary.conversation.Routing.Routed;
import dev.tributary.conversation.Routing.Strategy;
import dev.tributary.identity.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who of a team gets a conversation. */
@QuarkusTest
class RoutingTest extends RuleScenario {

    private static final Map<String, Object> ALWAYS = Map.of("always", true);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ONLINE = "update app_user set presence = 'online', presence_until = now() + interval '1 hour' where id = ?";

    @Inject
    Routing routing;

    private TestUser online() {
        TestUser agent = TestOrganizations.addUser(ours, Role.AGENT);
        execute(ONLINE, agent.id());
        return agent;
    }

    private List<String> assignees(UUID account, int conversations) {
        List<String> assignees = new ArrayList<>();
        for (int count = 0; count < conversations; count++) {
            Thread thread = thread(account, "TELEGRAM", null);
            receives(thread, "Hello");
            assignees.add(conversation(thread).getString("assignee.id"));
        }
        return assignees;
    }

    @Test
    void those_online_take_turns() {
        UUID account = account("TELEGRAM", "Bot");
        TestUser ann = online();
        TestUser bob = online();
        UUID team = team("Shop", ann.id(), bob.id(), ours.agent().id());
        rule("Turns", ALWAYS, action("assign_team", "team_id", team.toString(), "assign", "round_robin"));

        List<String> assignees = assignees(account, 4);

        assertThat(assignees).doesNotContain(ours.agent().id().toString());
        assertThat(assignees.subList(0, 2)).containsExactlyInAnyOrder(ann.id().toString(), bob.id().toString());
        assertThat(assignees.subList(2, 4)).isEqualTo(assignees.subList(0, 2));
    }

    @Test
    void the_least_busy_gets_it_and_nobody_gets_more_than_they_have_room_for() {
        UUID account = account("TELEGRAM", "Bot");
        TestUser busy = online();
        TestUser free = online();
        Thread taken = thread(account, "TELEGRAM", null);
        execute("update conversation set assignee_id = ? where id = ?", busy.id(), taken.conversationId());
        UUID team = team("Shop", busy.id(), free.id());
        rule("Load", ALWAYS, action("assign_team", "team_id", team.toString(), "assign", "least_busy", "capacity", 2));

        List<String> assignees = assignees(account, 4);

        assertThat(assignees.getFirst()).isEqualTo(free.id().toString());
        assertThat(assignees.stream().filter(busy.id().toString()::equals)).hasSize(1);
        assertThat(assignees.stream().filter(free.id().toString()::equals)).hasSize(2);
        assertThat(assignees.getLast()).isNull();
    }

    @Test
    void with_nobody_online_the_team_has_it_and_the_trace_says_so() {
        UUID account = account("TELEGRAM", "Bot");
        UUID team = team("Night shift", ours.agent().id());
        rule("Night", ALWAYS, action("assign_team", "team_id", team.toString(), "assign", "round_robin"));

        Thread thread = thread(account, "TELEGRAM", null);
        UUID message = receives(thread, "Hello");

        assertThat(conversation(thread).getString("team.name")).isEqualTo("Night shift");
        assertThat(conversation(thread).getString("assignee")).isNull();
        assertThat(trace(message).getString("items[0].rules[0].actions[0].detail")).contains("nobody of it is online");
    }

    @Test
    void somebody_of_two_teams_gets_no_more_than_they_have_room_for_when_both_give_at_once() {
        // Given
        execute(ONLINE, ours.agent().id());
        UUID account = account("TELEGRAM", "Bot");
        Thread first = thread(account, "TELEGRAM", null);
        Thread second = thread(account, "TELEGRAM", null);
        Policy shop = new Policy(team("Shop", ours.agent().id()), Strategy.ROUND_ROBIN, 1);
        Policy repairs = new Policy(team("Repairs", ours.agent().id()), Strategy.ROUND_ROBIN, 1);
        Author rule = new Author("automation", null, "Route");
        SqlConnection giver = database.getConnection().await().atMost(PATIENCE);
        Transaction transaction = giver.begin().await().atMost(PATIENCE);
        Routed given = routing.route(giver, ours.id(), first.conversationId(), rule, shop).await().atMost(PATIENCE);
        giver.preparedQuery("update conversation set assignee_id = $2 where id = $1").execute(Tuple.of(first.conversationId(), ours.agent().id())).await().atMost(PATIENCE);

        // When
        CompletableFuture<Routed> other = database.withTransaction(tx -> routing.route(tx, ours.id(), second.conversationId(), rule, repairs)).subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(() -> other.isDone() || !query("select 1 from pg_locks where not granted").isEmpty());
        transaction.commit().await().atMost(PATIENCE);
        giver.close().await().atMost(PATIENCE);

        // Then
        assertThat(given).isEqualTo(new Routed.To(ours.agent().id()));
        assertThat(other).succeedsWithin(PATIENCE).isEqualTo(new Routed.Waits());
    }
}
