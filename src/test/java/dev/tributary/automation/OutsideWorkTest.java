package dev.tributary.automation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookSignature;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules do after the commit: webhooks, and answers by a language model. */
@QuarkusTest
@WithTestResource(FakeModel.class)
class OutsideWorkTest extends RuleScenario {

    private static final Map<String, Object> ALWAYS = Map.of("always", true);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** What this test's customer says, so that no other test's request is answered by its stub. */
    private final String question = "Question " + ours.id();

    private Thread thread;

    @BeforeEach
    void aCustomer() {
        thread = thread(account("TELEGRAM", "Bot"), "TELEGRAM", null);
    }

    private void modelAnswers(ResponseDefinitionBuilder answer) {
        FakeModel.server().stubFor(post(urlEqualTo("/v1/chat/completions")).withRequestBody(containing(ours.id().toString())).willReturn(answer));
    }

    private static ResponseDefinitionBuilder words(String text) {
        return aResponse().withHeader("Content-Type", "application/json")
                .withBody("{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"" + text + "\"}}]}");
    }

    private List<Object> said(String authorType, String direction) {
        return query("select text from message where conversation_id = ? and author_type = ? and direction = ?", thread.conversationId(), authorType, direction);
    }

    private void awaitAction(UUID message, String outcome) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(trace(message).getString("items[0].rules[0].actions[0].outcome")).isEqualTo(outcome));
    }

    @Test
    void the_ai_answers_from_the_prompt_the_conversation_and_what_people_usually_say() {
        modelAnswers(words("We open at nine."));
        ours.admin().api().body(Map.of("ai_prompt", "Be kind.", "ai_daily_replies", 10)).put("/rest/v1/automation_settings").then().statusCode(200);
        ours.admin().api().body(Map.of("short_code", "hours", "text", "Nine to five.")).post("/rest/v1/canned_responses").then().statusCode(201);
        rule("AI", ALWAYS, action("ai_response", "instructions", "Be brief."));

        UUID message = receives(thread, question);

        awaitAction(message, "done");
        assertThat(said("ai", "outbound")).containsExactly("We open at nine.");
        LoggedRequest request = FakeModel.server().findAll(postRequestedFor(urlEqualTo("/v1/chat/completions")).withRequestBody(containing(ours.id().toString()))).getFirst();
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-test");
        assertThat(request.getBodyAsString()).contains("Be kind.", "Be brief.", "Nine to five.", question);
    }

    @Test
    void a_streamed_answer_is_put_together() {
        modelAnswers(aResponse().withHeader("Content-Type", "text/event-stream").withBody("""
                data: {"choices": [{"delta": {"role": "assistant"}}]}

                data: {"choices": [{"delta": {"content": "We open "}}]}

                data: {"choices": [{"delta": {"content": "at nine."}}]}

                data: [DONE]
                """));
        rule("AI", ALWAYS, action("ai_response"));

        awaitAction(receives(thread, question), "done");
        assertThat(said("ai", "outbound")).containsExactly("We open at nine.");
    }

    @Test
    void an_unsure_ai_hands_over_and_is_silent_from_then_on() {
        modelAnswers(aResponse().withBody("""
                {"choices": [{"message": {"content": null, "tool_calls": [
                    {"id": "1", "type": "function", "function": {"name": "hand_over_to_person", "arguments": "{\\"reason\\": \\"It is about a contract.\\"}"}}]}}]}"""));
        rule("AI", ALWAYS, action("ai_response"));

        awaitAction(receives(thread, question), "done");
        assertThat(said("ai", "outbound")).isEmpty();
        assertThat(said("ai", "note")).containsExactly("A person is needed: It is about a contract.");
        UUID next = receives(thread, question + " again");
        assertThat(trace(next).getString("items[0].rules[0].actions[0].outcome")).isEqualTo("skipped");
    }

    @Test
    void a_customer_who_asks_for_a_person_gets_one_without_the_ai_being_asked() {
        rule("AI", ALWAYS, action("ai_response"));

        UUID message = receives(thread, "Can I talk to a human?");

        assertThat(trace(message).getString("items[0].rules[0].actions[0].detail")).contains("handed over");
        assertThat(said("ai", "note")).hasSize(1);
        assertThat(query("select count(*) from automation_job where organization_id = ?", ours.id())).containsExactly(0L);
    }

    @Test
    void an_agents_answer_stops_the_ai_even_while_it_writes() {
        modelAnswers(words("Too late.").withFixedDelay(1_500));
        rule("AI", ALWAYS, action("ai_response"));

        UUID message = receives(thread, question);
        ours.agent().api().body(Map.of("text", "I am here.")).post("/rest/v1/conversations/" + thread.conversationId() + "/messages").then().statusCode(201);

        awaitAction(message, "done");
        assertThat(said("ai", "outbound")).isEmpty();
        assertThat(trace(receives(thread, question + " thanks")).getString("items[0].rules[0].actions[0].detail")).contains("person has taken over");
    }

    @Test
    void an_ai_that_fails_or_is_too_slow_leaves_the_conversation_to_people() {
        modelAnswers(aResponse().withStatus(500));
        rule("AI", ALWAYS, action("ai_response"));
        UUID message = receives(thread, question);
        awaitAction(message, "failed");
        assertThat(said("ai", "note")).hasSize(1);

        aCustomer();
        modelAnswers(words("Slow.").withFixedDelay(5_000));
        UUID slow = receives(thread, question);
        awaitAction(slow, "failed");
        assertThat(trace(slow).getString("items[0].rules[0].actions[0].detail")).contains("did not answer");
        assertThat(said("ai", "outbound")).isEmpty();
    }

    @Test
    void a_budget_that_is_used_up_hands_over() {
        modelAnswers(words("One."));
        ours.admin().api().body(Map.of("ai_daily_replies", 1)).put("/rest/v1/automation_settings").then().statusCode(200).body("ai_available", equalTo(true));
        rule("AI", ALWAYS, action("ai_response"));
        awaitAction(receives(thread, question), "done");

        aCustomer();
        awaitAction(receives(thread, question), "failed");
        assertThat(said("ai", "note")).hasSize(1);
    }

    @Test
    void an_answer_of_which_the_model_is_not_sure_goes_to_a_person() {
        modelAnswers(aResponse().withHeader("Content-Type", "text/event-stream").withBody("""
                data: {"choices": [{"delta": {"content": "Maybe "}, "logprobs": {"content": [{"token": "Maybe ", "logprob": -2.5}]}}]}

                data: {"choices": [{"delta": {"content": "nine."}, "logprobs": {"content": [{"token": "nine.", "logprob": -1.5}]}}]}

                data: [DONE]
                """));
        rule("AI", ALWAYS, action("ai_response"));

        UUID message = receives(thread, question);

        awaitAction(message, "done");
        assertThat(trace(message).getString("items[0].rules[0].actions[0].told.code")).isEqualTo("ai_handed_over");
        assertThat(said("ai", "outbound")).isEmpty();
        assertThat(said("ai", "note")).containsExactly("A person is needed: The AI was not sure.");
    }

    @Test
    void an_ai_that_has_talked_much_within_an_hour_hands_over() {
        modelAnswers(words("Again."));
        rule("AI", ALWAYS, action("ai_response"));
        for (int count = 0; count < 3; count++) {
            awaitAction(receives(thread, question), "done");
        }

        UUID message = receives(thread, question);

        awaitAction(message, "failed");
        assertThat(trace(message).getString("items[0].rules[0].actions[0].told.code")).isEqualTo("ai_many");
        assertThat(said("ai", "outbound")).hasSize(3);
        assertThat(said("ai", "note")).hasSize(1);
    }

    @Test
    void a_customer_who_asks_for_a_person_while_the_ai_writes_is_not_answered_by_it() {
        modelAnswers(words("Too late.").withFixedDelay(1_500));
        rule("AI", ALWAYS, action("ai_response"));

        UUID message = receives(thread, question);
        receives(thread, "I want to speak to a human");

        awaitAction(message, "done");
        assertThat(said("ai", "outbound")).isEmpty();
        assertThat(said("ai", "note")).hasSize(1);
    }

    @Test
    void what_the_ai_says_is_marked_as_its() {
        modelAnswers(words("Nine."));
        rule("AI", ALWAYS, action("ai_response"));

        awaitAction(receives(thread, question), "done");

        List<Map<String, Object>> authors = ours.agent().api().get("/rest/v1/conversations/" + thread.conversationId() + "/messages").then().statusCode(200)
                .extract().jsonPath().getList("items.findAll { it.direction == 'outbound' }.author");
        assertThat(authors).singleElement().satisfies(author -> assertThat(author).containsEntry("type", "ai").containsEntry("name", "AI"));
    }

    @Test
    void an_answer_that_cannot_be_read_leaves_the_conversation_to_people() {
        modelAnswers(aResponse().withHeader("Content-Type", "text/html").withBody("<h1>Bad gateway</h1> data"));
        rule("AI", ALWAYS, action("ai_response"));

        awaitAction(receives(thread, question), "failed");
        assertThat(said("ai", "note")).hasSize(1);
    }

    @Test
    void a_ticket_is_handed_on_to_a_help_desks_webhook_and_named_by_the_next_webhook() {
        String path = "/desk/" + ours.id();
        String url = "http://localhost:" + FakeModel.server().port() + path;
        FakeModel.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(204)));
        FakeModel.server().stubFor(post(urlEqualTo(path + "/rule")).willReturn(aResponse().withStatus(204)));
        rule("Desk", ALWAYS, action("create_ticket", "subject", "Broken lamp", "help_desk", url), action("call_webhook", "url", url + "/rule"));

        UUID message = receives(thread, question);

        awaitAction(message, "done");
        JsonObject ticket = bodyOf(path).getJsonObject("data").getJsonObject("ticket");
        assertThat(bodyOf(path).getString("type")).isEqualTo("automation.ticket_opened");
        assertThat(ticket.getString("subject")).isEqualTo("Broken lamp");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bodyOf(path + "/rule").getJsonObject("data").getJsonObject("ticket").getInteger("number")).isEqualTo(ticket.getInteger("number")));
    }

    private JsonPath opened(int answer, String path) {
        FakeModel.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(answer)));
        String desk = "http://localhost:" + FakeModel.server().port() + path;
        ours.admin().api().body(Map.of("ai_daily_replies", 10, "help_desk", desk)).put("/rest/v1/automation_settings").then().statusCode(200).body("help_desk", equalTo(desk));
        String id = ours.agent().api().body(Map.of("subject", "Broken lamp", "conversation_id", thread.conversationId())).post("/rest/v1/tickets").then().statusCode(201)
                .body("help_desk.name", equalTo("localhost:" + FakeModel.server().port())).extract().path("id");
        await().atMost(PATIENCE).until(() -> !"queued".equals(ours.agent().api().get("/rest/v1/tickets/" + id).path("help_desk.state")));
        return ours.agent().api().get("/rest/v1/tickets/" + id).jsonPath();
    }

    @Test
    void a_ticket_that_somebody_opens_is_handed_on_to_the_workspaces_help_desk() {
        String path = "/people/" + ours.id();

        JsonPath ticket = opened(204, path);

        assertThat(ticket.getString("help_desk.state")).isEqualTo("done");
        JsonObject told = bodyOf(path).getJsonObject("data");
        assertThat(told.getJsonObject("ticket").getString("id")).isEqualTo(ticket.getString("id"));
        assertThat(told.getString("conversation_id")).isEqualTo(thread.conversationId().toString());
        assertThat(told.getJsonObject("facts").getString("channel_type")).isEqualTo("TELEGRAM");
        assertThat(told.getValue("rule")).isNull();
    }

    @Test
    void a_help_desk_that_refuses_a_ticket_is_shown_with_its_words_and_the_ticket_stays() {
        JsonPath ticket = opened(410, "/people/" + ours.id());

        assertThat(ticket.getString("status")).isEqualTo("open");
        assertThat(ticket.getString("help_desk.state")).isEqualTo("failed");
        assertThat(ticket.getString("help_desk.detail")).contains("410");
    }

    @Test
    void a_help_desk_has_a_mail_address_or_an_https_address() {
        ours.admin().api().body(Map.of("ai_daily_replies", 10, "help_desk", "ftp://desk")).put("/rest/v1/automation_settings").then().statusCode(400)
                .body("errors.field", contains("help_desk"));
    }

    private static JsonObject bodyOf(String path) {
        return new JsonObject(FakeModel.server().findAll(postRequestedFor(urlEqualTo(path))).getFirst().getBodyAsString());
    }

    @Test
    void a_webhook_is_signed_with_the_workspaces_key_and_tried_again() {
        String path = "/hook/" + ours.id();
        String secret = ours.admin().api().post("/rest/v1/automation_settings/webhook_secret").then().statusCode(200).extract().path("webhook_secret");
        FakeModel.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(204)));
        UUID rule = rule("Hook", ALWAYS, action("call_webhook", "url", "http://localhost:" + FakeModel.server().port() + path));

        UUID message = receives(thread, question);

        awaitAction(message, "done");
        LoggedRequest request = FakeModel.server().findAll(postRequestedFor(urlEqualTo(path)).withRequestBody(matchingJsonPath("$.data.message_id"))).getFirst();
        JsonObject body = new JsonObject(request.getBodyAsString());
        assertThat(body.getJsonObject("data").getJsonObject("rule").getString("id")).isEqualTo(rule.toString());
        assertThat(body.getJsonObject("data").getJsonObject("facts").getString("text")).isEqualTo(question);
        Map<String, String> expected = WebhookSignature.headers(
                List.of(WebhookKey.parse(secret)), request.getHeader("webhook-id"), Instant.ofEpochSecond(Long.parseLong(request.getHeader("webhook-timestamp"))), request.getBody());
        expected.forEach((name, value) -> assertThat(request.getHeader(name)).isEqualTo(value));
    }

    @Test
    void a_webhook_that_is_refused_for_good_fails_with_the_receivers_words() {
        String path = "/hook/" + ours.id();
        FakeModel.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(410)));
        rule("Hook", ALWAYS, action("call_webhook", "url", "http://localhost:" + FakeModel.server().port() + path));

        UUID message = receives(thread, question);

        awaitAction(message, "failed");
        assertThat(trace(message).getString("items[0].rules[0].actions[0].detail")).contains("410");
    }
}
