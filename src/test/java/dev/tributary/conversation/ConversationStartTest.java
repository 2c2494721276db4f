package dev.tributary.conversation;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.TestUser;
import dev.tributary.channel.ScriptedAdapter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing first, and being seen to write. */
@QuarkusTest
class ConversationStartTest {

    @Inject
    Event<AgentTyping> typing;

    private Scene scene;
    private TestUser agent;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
        scene = Scene.create();
        agent = scene.organization().agent();
    }

    @Test
    void a_conversation_cannot_be_started_where_the_window_was_never_opened_and_leaves_nothing_behind() {
        // When
        start("anna").statusCode(409).body("code", equalTo("reply_window_closed"));

        // Then
        assertEquals(0, Scene.count("select count(*) from conversation where channel_account_id = ?", scene.accountId()));
        assertEquals(0, Scene.count("select count(*) from contact where organization_id = ?", scene.organization().id()));
    }

    @Test
    void an_address_with_a_live_conversation_is_written_to_there() {
        // Given
        UUID conversation = scene.conversation();
        Scene.execute("update conversation set thread_key = 'thread:anna' where id = ?", conversation);

        // When
        start("anna").statusCode(201).body("id", equalTo(conversation.toString())).body("last_message.preview", equalTo("Hello"));

        // Then
        await().untilAsserted(() -> assertEquals(1, ScriptedAdapter.calls(scene.accountId()).size()));
    }

    @Test
    void what_the_provider_refuses_is_told_with_its_hint() {
        start("nobody").statusCode(409).body("code", equalTo("recipient_unreachable")).body("hint", equalTo("Check the address."));
        agent.api().body(Map.of("channel_account_id", UUID.randomUUID(), "address", "anna", "text", "Hello")).post("/rest/v1/conversations").then()
                .statusCode(400).body("errors.field", contains("channel_account_id"));
    }

    @Test
    void the_customer_sees_that_an_agent_is_typing() {
        // Given
        UUID conversation = scene.conversation();

        // When
        typing.fire(new AgentTyping(scene.organization().id(), conversation, agent.id(), agent.name(), true));

        // Then
        await().untilAsserted(() -> assertEquals(List.of("thread-" + conversation + " on"), ScriptedAdapter.typing(scene.accountId())));
    }

    private ValidatableResponse start(String address) {
        return agent.api().body(Map.of("channel_account_id", scene.accountId(), "address", address, "text", "Hello")).post("/rest/v1/conversations").then();
    }
}
