package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import dev.tributary.identity.Role;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What rules tell colleagues. */
@QuarkusTest
class NotificationTest extends RuleScenario {

    private static final Map<String, Object> ALWAYS = Map.of("always", true);
    private static final String NOTIFICATIONS = "/rest/v1/notifications";

    private UUID tells(TestUser... users) {
        return rule("Tell", ALWAYS, action("notify", "user_ids", List.of(users).stream().map(user -> user.id().toString()).toList(), "text", "{{contact.name}} waits."));
    }

    @Test
    void those_who_are_named_see_it_until_they_have_read_it_and_nobody_else_does() {
        TestUser other = TestOrganizations.addUser(ours, Role.AGENT);
        tells(ours.agent());
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);

        UUID message = receives(thread, "Hello");

        ours.agent().api().get(NOTIFICATIONS + "/unread").then().statusCode(200).body("count", equalTo(1));
        String id = ours.agent().api().get(NOTIFICATIONS).then().statusCode(200)
                .body("items.text", contains("Ann Lee waits."))
                .body("items.by_name", contains("Tell"))
                .body("items.conversation_id", contains(thread.conversationId().toString()))
                .extract().path("items[0].id");
        other.api().get(NOTIFICATIONS).then().statusCode(200).body("items", hasSize(0));
        other.api().body(Map.of("ids", List.of(id))).post(NOTIFICATIONS + "/read").then().statusCode(204);
        ours.agent().api().get(NOTIFICATIONS + "/unread").then().body("count", equalTo(1));
        assertThat(trace(message).getString("items[0].rules[0].actions[0].told.code")).isEqualTo("told");

        ours.agent().api().body(Map.of("ids", List.of(id))).post(NOTIFICATIONS + "/read").then().statusCode(204);

        ours.agent().api().get(NOTIFICATIONS + "/unread").then().body("count", equalTo(0));
        ours.agent().api().get(NOTIFICATIONS).then().body("items[0].read_at", notNullValue());
    }

    @Test
    void their_browsers_are_told_at_once_by_the_feed() {
        tells(ours.agent(), ours.admin());
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);

        receives(thread, "Hello");

        assertThat(query("select subject_id from change_event where organization_id = ? and kind = 'notification.created'", ours.id()))
                .containsExactlyInAnyOrder(ours.agent().id(), ours.admin().id());
    }

    @Test
    void a_merge_field_that_does_not_exist_is_refused_and_who_left_is_not_told() {
        ours.admin().api().body(body("Tell", "message.received", ALWAYS, List.of(action("notify", "user_ids", List.of(ours.agent().id().toString()), "text", "{{nonsense}}"))))
                .post("/rest/v1/automation_rules").then().statusCode(400).body("errors.field", contains("actions[0].text"));

        tells(ours.agent());
        execute("update app_user set is_active = false where id = ?", ours.agent().id());
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        UUID message = receives(thread, "Hello");
        assertThat(query("select outcome ->> 'outcome' from automation_trace t, jsonb_array_elements(t.results -> 0 -> 'actions') outcome where message_id = ?", message)).containsExactly("failed");
    }

    @Test
    void all_are_read_at_once_and_pages_follow_each_other() {
        tells(ours.agent());
        Thread thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        for (int count = 0; count < 3; count++) {
            receives(thread, "Hello");
        }
        String cursor = ours.agent().api().get(NOTIFICATIONS + "?limit=2").then().statusCode(200).body("items", hasSize(2)).extract().path("next_cursor");
        ours.agent().api().get(NOTIFICATIONS + "?limit=2&cursor=" + cursor).then().statusCode(200).body("items", hasSize(1));

        ours.agent().api().body(Map.of()).post(NOTIFICATIONS + "/read").then().statusCode(204);
        ours.agent().api().get(NOTIFICATIONS + "/unread").then().body("count", equalTo(0));
    }
}
