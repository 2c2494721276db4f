package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Writing rules, and trying them. */
@QuarkusTest
class RuleApiTest extends RuleScenario {

    private static final String RULES = "/rest/v1/automation_rules";
    private static final Map<String, Object> ALWAYS = Map.of("always", true);

    @Test
    void the_catalog_lists_what_rules_can_be_made_of() {
        ours.admin().api().get("/rest/v1/automation_catalog").then().statusCode(200)
                .body("events", hasItem("message.received"))
                .body("fields.find { it.name == 'subject' }.operators.name", hasItems("contains", "equals", "starts_with", "word", "matches"))
                .body("fields.find { it.name == 'status' }.choices", contains("open", "pending", "resolved", "closed"))
                .body("actions.type", hasItems("assign_user", "assign_team", "set_status", "set_priority", "add_tags", "remove_tags", "send_message",
                        "send_canned_response", "send_form", "create_ticket", "ai_response", "snooze", "call_webhook", "notify"))
                .body("actions.find { it.type == 'set_status' }.settings[0].required", equalTo(true));
        ours.agent().api().get("/rest/v1/automation_catalog").then().statusCode(403);
    }

    @Test
    void everything_wrong_with_a_rule_is_named_before_it_is_saved() {
        Map<String, Object> rule = body("Wrong", "message.sent",
                Map.of("all", List.of(condition("colour", "equals", "red"), condition("previous_messages", "at_least", "three"))),
                List.of(action("set_status", "status", "asleep"), action("dance"), action("add_tags", "tags", List.of(), "loud", true), action("call_webhook", "url", "ftp://x")));

        ours.admin().api().body(rule).post(RULES).then().statusCode(400).body("errors.field", contains(
                "event", "conditions.all[0].field", "conditions.all[1].value", "actions[0].status", "actions[1].type", "actions[2].tags", "actions[2].loud",
                "actions[3].url"));
    }

    @Test
    void a_rule_names_only_people_teams_and_channels_that_are_there() {
        String nobody = UUID.randomUUID().toString();
        Map<String, Object> rule = body("Strangers", "message.received", Map.of("all", List.of(condition("channel_account", "equals", nobody))),
                List.of(action("assign_user", "user_id", nobody), action("assign_team", "team_id", nobody)));

        ours.admin().api().body(rule).post(RULES).then().statusCode(400)
                .body("errors.field", contains("conditions.all[0].value", "actions[0].user_id", "actions[1].team_id"));
    }

    @Test
    void an_empty_list_of_conditions_is_refused_and_always_is_not() {
        ours.admin().api().body(body("Empty", "message.received", Map.of("all", List.of()), List.of(action("set_status", "status", "open"))))
                .post(RULES).then().statusCode(400).body("errors[0].message", containsString("always"));
        rule("All", ALWAYS, action("set_status", "status", "open"));
    }

    @Test
    void rules_are_kept_in_order_and_changed_by_admins_alone() {
        UUID first = rule("First", ALWAYS, action("set_status", "status", "open"));
        UUID second = rule("Second", ALWAYS, action("set_status", "status", "open"));

        ours.admin().api().get(RULES).then().body("items.name", contains("First", "Second"));
        ours.admin().api().body(Map.of("ids", List.of(second, first))).post(RULES + "/order").then().statusCode(200).body("items.name", contains("Second", "First"));
        ours.admin().api().body(Map.of("ids", List.of(second))).post(RULES + "/order").then().statusCode(400).body("errors.field", contains("ids"));
        ours.admin().api().body(Map.of("is_active", false, "stop", true)).patch(RULES + "/" + first).then().statusCode(200)
                .body("is_active", equalTo(false)).body("stop", equalTo(true)).body("name", equalTo("First"));
        ours.agent().api().get(RULES).then().statusCode(403);
        ours.agent().api().delete(RULES + "/" + first).then().statusCode(403);
    }

    @Test
    void a_rule_that_is_off_does_nothing() {
        UUID account = account("TELEGRAM", "Bot");
        Map<String, Object> off = body("Off", "message.received", ALWAYS, List.of(action("set_priority", "priority", "high")));
        off.put("is_active", false);
        rule(off);

        Thread thread = thread(account, "TELEGRAM", null);
        receives(thread, "Hello");

        assertThat(conversation(thread).getString("priority")).isEqualTo("normal");
    }

    @Test
    void a_dry_run_says_what_would_have_happened_and_changes_nothing() {
        UUID account = account("TELEGRAM", "Bot");
        Thread thread = thread(account, "TELEGRAM", null);
        UUID refund = receives(thread, "I want a refund");
        UUID hello = receives(thread, "Hello");
        Map<String, Object> draft = body("Refunds", "message.received", Map.of("all", List.of(condition("text", "contains", "refund"))),
                List.of(action("set_priority", "priority", "urgent"), action("send_message", "text", "Soon.")));

        JsonPath report = ours.admin().api().body(Map.of("rule", draft, "last", 10)).post(RULES + "/dry_run").then().statusCode(200).extract().jsonPath();

        assertThat(report.getInt("tried")).isEqualTo(2);
        assertThat(report.getInt("matched")).isEqualTo(1);
        assertThat(report.getList("items.message.id")).containsExactly(hello.toString(), refund.toString());
        assertThat(report.getList("items.edited.matched")).containsExactly(false, true);
        assertThat(report.getString("items[0].edited.decisive[0].seen")).isEqualTo("Hello");
        assertThat(report.getList("items[1].actions.settings.type")).containsExactly("set_priority", "send_message");
        assertThat(conversation(thread).getString("priority")).isEqualTo("normal");
        assertThat(query("select count(*) from message where conversation_id = ? and direction <> 'inbound'", thread.conversationId())).containsExactly(0L);
        assertThat(query("select count(*) from automation_rule where organization_id = ?", ours.id())).containsExactly(0L);
    }

    @Test
    void a_dry_run_shows_where_the_edit_differs_from_what_is_saved() {
        UUID account = account("TELEGRAM", "Bot");
        Thread thread = thread(account, "TELEGRAM", null);
        UUID rule = rule("Money", Map.of("all", List.of(condition("text", "contains", "refund"))), action("set_priority", "priority", "high"));
        UUID refund = receives(thread, "refund please");
        UUID money = receives(thread, "money please");
        Map<String, Object> draft = body("Money", "message.received", Map.of("all", List.of(condition("text", "contains", "please"))),
                List.of(action("set_priority", "priority", "high")));

        Map<String, Object> wanted = new HashMap<>(Map.of("rule", draft, "rule_id", rule, "message_ids", List.of(refund, money)));
        JsonPath report = ours.admin().api().body(wanted).post(RULES + "/dry_run").then().statusCode(200).extract().jsonPath();

        assertThat(report.getInt("matched")).isEqualTo(2);
        assertThat(report.getInt("saved_matched")).isEqualTo(1);
        assertThat(report.getInt("differing")).isEqualTo(1);
        assertThat(report.getBoolean("items.find { it.message.id == '%s' }.differs".formatted(money))).isTrue();
    }

    @Test
    void an_edit_of_the_actions_differs_where_something_else_would_be_done() {
        UUID account = account("TELEGRAM", "Bot");
        Thread normal = thread(account, "TELEGRAM", null);
        Thread urgent = thread(account, "TELEGRAM", null);
        execute("update conversation set priority = 'urgent' where id = ?", urgent.conversationId());
        Map<String, Object> all = Map.of("all", List.of(condition("text", "contains", "please")));
        UUID rule = rule("Money", all, action("add_tags", "tags", List.of("money")));
        UUID one = receives(normal, "money please");
        UUID other = receives(urgent, "money please");
        Map<String, Object> draft = body("Money", "message.received", all, List.of(action("add_tags", "tags", List.of("money")), action("set_priority", "priority", "urgent")));

        Map<String, Object> wanted = new HashMap<>(Map.of("rule", draft, "rule_id", rule, "message_ids", List.of(one, other)));
        JsonPath report = ours.admin().api().body(wanted).post(RULES + "/dry_run").then().statusCode(200).extract().jsonPath();

        String line = "items.find { it.message.id == '%s' }.";
        assertThat(report.getInt("differing")).isEqualTo(1);
        assertThat(report.getBoolean(line.formatted(one) + "differs")).isTrue();
        assertThat(report.getList(line.formatted(one) + "actions.done")).containsExactly(false, false);
        assertThat(report.getList(line.formatted(one) + "saved_actions.settings.type")).containsExactly("add_tags");
        assertThat(report.getBoolean(line.formatted(other) + "differs")).isFalse();
        assertThat(report.getList(line.formatted(other) + "actions.done")).containsExactly(false, true);
    }

    @Test
    void a_dry_run_of_another_workspaces_messages_is_refused() {
        Map<String, Object> draft = body("Any", "message.received", ALWAYS, List.of(action("set_priority", "priority", "high")));
        ours.admin().api().body(Map.of("rule", draft, "message_ids", List.of(UUID.randomUUID()))).post(RULES + "/dry_run").then().statusCode(400)
                .body("errors.field", contains("message_ids"));
    }

    @Test
    void canned_responses_are_filled_for_a_conversation_and_their_merge_fields_checked() {
        UUID account = account("TELEGRAM", "Bot");
        Thread thread = thread(account, "TELEGRAM", null);
        String path = "/rest/v1/canned_responses";

        ours.admin().api().body(Map.of("short_code", "hi", "text", "Hi {{contact.shoe_size}}")).post(path).then().statusCode(400).body("errors.field", contains("text"));
        String id = ours.admin().api().body(Map.of("short_code", "hi", "text", "Hi {{contact.first_name}}, {{agent.name}} here. {{contact.email|-}}")).post(path)
                .then().statusCode(201).extract().path("id");
        ours.admin().api().body(Map.of("short_code", "hi", "text", "Again")).post(path).then().statusCode(409).body("code", equalTo("short_code_taken"));
        ours.agent().api().body(Map.of("short_code", "no", "text", "No")).post(path).then().statusCode(403);

        ours.agent().api().body(Map.of("conversation_id", thread.conversationId())).post(path + "/" + id + "/text").then().statusCode(200)
                .body("text", equalTo("Hi Ann, " + ours.agent().name() + " here. -"));
    }

    @Test
    void a_response_of_a_team_is_offered_to_its_members() {
        UUID team = team("Insiders", ours.owner().id());
        ours.admin().api().body(Map.of("short_code", "inside", "text", "Psst", "team_id", team)).post("/rest/v1/canned_responses").then().statusCode(201);
        ours.admin().api().body(Map.of("short_code", "all", "text", "Hello")).post("/rest/v1/canned_responses").then().statusCode(201);

        ours.agent().api().get("/rest/v1/canned_responses").then().body("items.short_code", contains("all"));
        ours.admin().api().get("/rest/v1/canned_responses").then().body("items.short_code", contains("all", "inside"));
    }

    @Test
    void tickets_are_numbered_and_changed() {
        String first = ours.agent().api().body(Map.of("subject", "Broken lamp")).post("/rest/v1/tickets").then().statusCode(201)
                .body("number", equalTo(1)).body("status", equalTo("open")).extract().path("id");
        ours.agent().api().body(Map.of("subject", "Broken cup")).post("/rest/v1/tickets").then().statusCode(201).body("number", equalTo(2));

        ours.agent().api().body(Map.of("status", "resolved", "assignee_id", ours.admin().id())).patch("/rest/v1/tickets/" + first).then().statusCode(200)
                .body("status", equalTo("resolved")).body("assignee_id", equalTo(ours.admin().id().toString()));
        ours.agent().api().body(Map.of("assignee_id", UUID.randomUUID())).patch("/rest/v1/tickets/" + first).then().statusCode(400).body("errors.field", contains("assignee_id"));
        ours.agent().api().get("/rest/v1/tickets?status=open").then().body("items.subject", contains("Broken cup"));
        ours.agent().api().body(Map.of("subject", "x", "conversation_id", UUID.randomUUID())).post("/rest/v1/tickets").then().statusCode(400);
    }
}
