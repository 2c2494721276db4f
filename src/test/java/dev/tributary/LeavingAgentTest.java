package dev.tributary;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeavingAgentTest {
    @Test
    void conversations_of_an_agent_who_left_are_unassigned_and_the_thread_says_so() throws SQLException {
        TestOrganization ours = TestOrganizations.create();
        String conversation = "/rest/v1/conversations/" + TenantRows.of(ours).get("conversations");
        String agent = ours.agent().id().toString();
        ours.admin().api().body(Map.of("assignee_id", agent)).patch(conversation).then().statusCode(200).body("assignee.id", equalTo(agent));

        ours.admin().api().delete("/rest/v1/users/" + agent).then().statusCode(204);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> ours.admin().api().get(conversation).then().body("assignee", nullValue()));
        ours.admin().api().get(conversation + "/messages").then().body("items.direction", hasItem("event"));
    }
}
