package dev.tributary.automation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.conversation.OutboxSignal;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules at work on messages. */
@QuarkusTest
class RuleRunTest extends RuleScenario {

    private static final Map<String, Object> ALWAYS = Map.of("always", true);

    @Inject
    Signals signal;

    /** Counts how often the dispatcher is woken. */
    @ApplicationScoped
    static class Signals {
        private final AtomicInteger count = new AtomicInteger();

        void hear(@Observes OutboxSignal.Ready ready) {
            count.incrementAndGet();
        }

        int count() {
            return count.get();
        }
    }

    @Test
    void whatsapp_to_the_sales_number_goes_to_the_sales_team_and_is_tagged() {
        UUID sales = account("WHATSAPP_CLOUD", "Sales");
        UUID support = account("WHATSAPP_CLOUD", "Support");
        UUID team = team("Sales");
        rule(
                "Leads",
                Map.of("all", List.of(condition("channel_type", "equals", "WHATSAPP_CLOUD"), condition("channel_account", "equals", sales.toString()))),
                action("assign_team", "team_id", team.toString()),
                action("add_tags", "tags", List.of("whatsapp-lead")));

        Thread lead = thread(sales, "WHATSAPP_CLOUD", null);
        UUID message = receives(lead, "Hi, what does it cost?");
        Thread other = thread(support, "WHATSAPP_CLOUD", null);
        receives(other, "It does not work");

        assertThat(conversation(lead).getString("team.name")).isEqualTo("Sales");
        assertThat(conversation(lead).getList("tags")).containsExactly("whatsapp-lead");
        assertThat(conversation(other).getString("team")).isNull();
        JsonPath trace = trace(message);
        assertThat(trace.getString("items[0].rules[0].outcome")).isEqualTo("matched");
        assertThat(trace.getList("items[0].rules[0].decisive.field")).containsExactly("channel_type", "channel_account");
        assertThat(trace.getList("items[0].rules[0].actions.outcome")).containsExactly("done", "done");
        assertThat(trace.getList("items[0].rules[0].actions.told.code")).containsExactly("given_to_team", "tagged");
        assertThat(trace.getList("items[0].rules[0].actions[1].told.values.tags")).containsExactly("whatsapp-lead");
    }

    @Test
    void mail_with_support_in_its_subject_becomes_a_ticket_and_is_pending() {
        UUID mailbox = account("EMAIL", "Mail");
        rule(
                "Support mail",
                Map.of("all", List.of(condition("channel_type", "equals", "EMAIL"), condition("subject", "contains", "support"))),
                action("create_ticket", "priority", "high"),
                action("set_status", "status", "pending"));

        Thread asking = thread(mailbox, "EMAIL", "I need SUPPORT with my order");
        UUID message = receives(asking, "It came broken.");
        Thread other = thread(mailbox, "EMAIL", "Newsletter");
        UUID unmatched = receives(other, "News");

        assertThat(conversation(asking).getString("status")).isEqualTo("pending");
        JsonPath tickets = ours.agent().api().get("/rest/v1/tickets?conversation_id=" + asking.conversationId()).jsonPath();
        assertThat(tickets.getList("items.subject")).containsExactly("I need SUPPORT with my order");
        assertThat(tickets.getString("items[0].priority")).isEqualTo("high");
        assertThat(trace(message).getString("items[0].rules[0].actions[0].detail")).contains("#" + tickets.getInt("items[0].number"));

        receives(asking, "Are you there?");
        assertThat(ours.agent().api().get("/rest/v1/tickets?conversation_id=" + asking.conversationId()).jsonPath().getList("items")).hasSize(1);
        assertThat(trace(unmatched).getString("items[0].rules[0].outcome")).isEqualTo("not_matched");
        assertThat(trace(unmatched).getString("items[0].rules[0].decisive[0].seen")).isEqualTo("Newsletter");
        assertThat(trace(unmatched).getString("items[0].rules[0].decisive[0].field")).isEqualTo("subject");
    }

    @Test
    void one_failing_action_does_not_stop_the_rest_and_says_why() {
        UUID account = account("TELEGRAM", "Bot");
        UUID rule = rule(
                "Half broken", ALWAYS, action("add_tags", "tags", List.of("gone")), action("set_priority", "priority", "urgent"));
        execute("delete from tag where organization_id = ? and name = 'gone'", ours.id());

        Thread thread = thread(account, "TELEGRAM", null);
        UUID message = receives(thread, "Hello");

        assertThat(conversation(thread).getString("priority")).isEqualTo("urgent");
        JsonPath trace = trace(message);
        assertThat(trace.getString("items[0].rules[0].rule_id")).isEqualTo(rule.toString());
        assertThat(trace.getList("items[0].rules[0].actions.outcome")).containsExactly("failed", "done");
        assertThat(trace.getString("items[0].rules[0].actions[0].detail")).contains("tags[0]");
    }

    @Test
    void a_failure_of_the_database_undoes_its_action_alone() {
        UUID account = account("TELEGRAM", "Bot");
        UUID leaver = ours.agent().id();
        rule("Broken", ALWAYS, action("create_ticket", "assignee_id", leaver.toString()), action("set_priority", "priority", "high"));
        execute("update automation_rule_revision set actions = replace(actions::text, ?, ?)::jsonb where organization_id = ?",
                leaver.toString(), UUID.randomUUID().toString(), ours.id());

        Thread thread = thread(account, "TELEGRAM", null);
        UUID message = receives(thread, "Hello");

        assertThat(conversation(thread).getString("priority")).isEqualTo("high");
        assertThat(trace(message).getList("items[0].rules[0].actions.outcome")).containsExactly("failed", "done");
        assertThat(query("select count(*) from ticket where organization_id = ?", ours.id())).containsExactly(0L);
    }

    @Test
    void rules_run_in_their_order_and_stop_ends_it() {
        UUID account = account("TELEGRAM", "Bot");
        UUID last = rule("Last", ALWAYS, action("set_priority", "priority", "low"));
        Map<String, Object> stopper = body("First", "message.received", ALWAYS, List.of(action("set_priority", "priority", "high")));
        stopper.put("stop", true);
        UUID first = rule(stopper);
        ours.admin().api().body(Map.of("ids", List.of(first, last))).post("/rest/v1/automation_rules/order").then().statusCode(200);

        Thread thread = thread(account, "TELEGRAM", null);
        UUID message = receives(thread, "Hello");

        assertThat(conversation(thread).getString("priority")).isEqualTo("high");
        assertThat(trace(message).getList("items[0].rules.outcome")).containsExactly("matched", "not_tried");
    }

    @Test
    void rules_that_set_each_other_off_are_cut_at_depth_two() {
        UUID account = account("TELEGRAM", "Bot");
        rule("Start", ALWAYS, action("set_priority", "priority", "high"));
        rule(body("Ping", "conversation.updated", Map.of("all", List.of(condition("changed", "has", "priority"), condition("priority", "equals", "high"))),
                List.of(action("set_priority", "priority", "low"))));
        rule(body("Pong", "conversation.updated", Map.of("all", List.of(condition("changed", "has", "priority"), condition("priority", "equals", "low"))),
                List.of(action("set_priority", "priority", "high"))));

        Thread thread = thread(account, "TELEGRAM", null);
        UUID message = receives(thread, "Hello");

        JsonPath trace = trace(message);
        assertThat(trace.getList("items.depth")).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(trace.getList("items.findAll { it.halted == 'recursion' }.depth")).containsExactly(3);
        assertThat(conversation(thread).getString("priority")).isEqualTo("high");
        JsonPath recursions = ours.admin().api().get("/rest/v1/automation_recursions").then().statusCode(200).extract().jsonPath();
        assertThat(recursions.getList("items.conversation_id")).containsExactly(thread.conversationId().toString());
        assertThat(recursions.getList("items[0].rules")).containsExactly("Ping");

        rule("Put right", ALWAYS, action("set_priority", "priority", "low"));
        assertThat(ours.admin().api().get("/rest/v1/automation_recursions").jsonPath().getList("items")).isEmpty();
    }

    @Test
    void automated_mail_and_bots_are_left_alone() {
        UUID mailbox = account("EMAIL", "Mail");
        rule("Answer all", ALWAYS, action("set_priority", "priority", "high"));

        Thread thread = thread(mailbox, "EMAIL", "Out of office");
        UUID message = receives(thread, "I am away", "{\"mail\": {\"automatic\": true}}", false);

        assertThat(conversation(thread).getString("priority")).isEqualTo("normal");
        assertThat(trace(message).getString("items[0].halted")).isEqualTo("automatic");
        assertThat(trace(message).getList("items[0].rules.outcome")).containsExactly("halted");
    }

    @Test
    void a_conversation_gets_one_automatic_answer_an_hour() {
        UUID account = account("TELEGRAM", "Bot");
        rule("Welcome", ALWAYS, action("send_message", "text", "Hello {{contact.first_name}}, this is {{organization.name}}."));

        Thread thread = thread(account, "TELEGRAM", null);
        receives(thread, "Hello");
        UUID second = receives(thread, "Hello?");

        assertThat(query("select text from message where conversation_id = ? and direction = 'outbound'", thread.conversationId()))
                .containsExactly("Hello Ann, this is " + ours.name() + ".");
        assertThat(query("select author_type from message where conversation_id = ? and direction = 'outbound'", thread.conversationId())).containsExactly("automation");
        assertThat(trace(second).getString("items[0].rules[0].actions[0].outcome")).isEqualTo("skipped");
    }

    @Test
    void a_form_is_sent_where_the_channel_has_forms() {
        Map<String, Object> form = Map.of("title", "Your return to {{channel.name}}", "fields", List.of(Map.of("key", "size", "label", "Size", "type", "select", "options", List.of("S", "L"), "required", true)));
        rule("Returns", Map.of("all", List.of(condition("text", "word", "return"))), action("send_form", "form", form));

        Thread chat = thread(account("WEB_WIDGET", "Chat"), "WEB_WIDGET", null);
        receives(chat, "I want to return it");
        Thread bot = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
        UUID refused = receives(bot, "I want to return it");

        assertThat(query("select content -> 'form' -> 'fields' -> 0 ->> 'max' from message where conversation_id = ? and direction = 'outbound'", chat.conversationId())).containsExactly("254");
        assertThat(query("select content -> 'form' ->> 'title' from message where conversation_id = ? and direction = 'outbound'", chat.conversationId())).containsExactly("Your return to Chat");
        assertThat(query("select text from message where conversation_id = ? and direction = 'outbound'", bot.conversationId())).isEmpty();
        assertThat(trace(refused).getString("items[0].rules[0].actions[0].detail")).contains("Telegram has no forms");
        ours.admin().api().body(body("Wrong", "message.received", ALWAYS, List.of(action("send_form", "form", Map.of("title", "{{nobody}}", "fields", List.of(Map.of("key", "Size")))))))
                .post("/rest/v1/automation_rules").then().statusCode(400)
                .body("errors.field", org.hamcrest.Matchers.hasItems("actions[0].form.title", "actions[0].form.fields[0].key", "actions[0].form.fields[0].label"));
    }

    @Test
    void a_canned_response_is_sent_as_it_is_now() {
        UUID account = account("TELEGRAM", "Bot");
        String canned = ours.admin().api().body(Map.of("short_code", "hours", "text", "We open at nine, {{contact.first_name|friend}}."))
                .post("/rest/v1/canned_responses").then().statusCode(201).extract().path("id");
        rule("Hours", Map.of("all", List.of(condition("text", "word", "open"))), action("send_canned_response", "canned_response_id", canned));

        Thread thread = thread(account, "TELEGRAM", null);
        receives(thread, "When do you open?");

        assertThat(query("select text from message where conversation_id = ? and direction = 'outbound'", thread.conversationId()))
                .containsExactly("We open at nine, Ann.");
    }

    @Test
    void a_saved_rule_is_in_force_with_the_next_message_and_the_trace_remembers_the_old_one() {
        UUID account = account("TELEGRAM", "Bot");
        UUID rule = rule("Early", Map.of("all", List.of(condition("text", "contains", "refund"))), action("set_priority", "priority", "high"));
        Thread thread = thread(account, "TELEGRAM", null);
        UUID before = receives(thread, "Where is my money");

        ours.admin().api().body(Map.of("name", "Late", "conditions", Map.of("all", List.of(condition("text", "contains", "money"))))).patch("/rest/v1/automation_rules/" + rule)
                .then().statusCode(200);
        UUID after = receives(thread, "My money please");
        ours.admin().api().delete("/rest/v1/automation_rules/" + rule).then().statusCode(204);
        UUID deleted = receives(thread, "Money!");

        assertThat(trace(before).getString("items[0].rules[0].name")).isEqualTo("Early");
        assertThat(trace(before).getString("items[0].rules[0].decisive[0].expected")).isEqualTo("refund");
        assertThat(trace(after).getString("items[0].rules[0].outcome")).isEqualTo("matched");
        assertThat(trace(deleted).getList("items")).isEmpty();
        assertThat(conversation(thread).getString("priority")).isEqualTo("high");
    }

    @Test
    void a_persons_change_makes_rules_for_changed_conversations_look() {
        UUID account = account("TELEGRAM", "Bot");
        rule(body("Closing words", "conversation.updated",
                Map.of("all", List.of(condition("changed", "has", "status"), condition("status", "equals", "resolved"))),
                List.of(action("add_tags", "tags", List.of("done")))));
        Thread thread = thread(account, "TELEGRAM", null);

        ours.agent().api().body(Map.of("status", "resolved")).patch("/rest/v1/conversations/" + thread.conversationId()).then().statusCode(200);

        assertThat(conversation(thread).getList("tags")).containsExactly("done");
        JsonPath looks = ours.agent().api().get("/rest/v1/conversations/" + thread.conversationId() + "/automation").then().statusCode(200).extract().jsonPath();
        assertThat(looks.getList("items.event")).contains("conversation.updated");
        assertThat(looks.getList("items.rules.flatten().outcome")).contains("matched");
    }

    @Test
    void an_answer_to_a_persons_change_leaves_at_once() {
        UUID account = account("TELEGRAM", "Bot");
        rule(body("Goodbye", "conversation.updated", Map.of("all", List.of(condition("status", "equals", "resolved"))), List.of(action("send_message", "text", "Goodbye"))));
        Thread thread = thread(account, "TELEGRAM", null);
        int before = signal.count();

        ours.agent().api().body(Map.of("status", "resolved")).patch("/rest/v1/conversations/" + thread.conversationId()).then().statusCode(200);

        assertThat(signal.count()).isGreaterThan(before);
    }

    @Test
    void a_conversation_that_begins_makes_its_rules_look_first() {
        UUID account = account("TELEGRAM", "Bot");
        rule(body("New", "conversation.created", ALWAYS, List.of(action("add_tags", "tags", List.of("new")))));
        rule("Sees the tag", Map.of("all", List.of(condition("tags", "has", "new"))), action("set_priority", "priority", "high"));

        Thread thread = thread(account, "TELEGRAM", null);
        receives(thread, "Hello", null, true);

        assertThat(conversation(thread).getString("priority")).isEqualTo("high");
    }
}
