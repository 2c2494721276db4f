package dev.tributary.adapter.twilio;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.tributary.adapter.FakeScenario;
import dev.tributary.conversation.AgentTyping;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A customer on the fake Twilio and an agent on the REST interface talk to each other through the whole service. */
@QuarkusTest
class TwilioEndToEndTest extends FakeScenario {

    private static final String CONTROL = "/sandbox/twilio/control/accounts";

    @Inject
    Event<AgentTyping> typing;

    @BeforeEach
    void a_connected_sender_whose_webhook_was_entered_at_twilio() {
        JsonPath made = made(CONTROL, "account_sid", Map.of());
        String url = opened("WHATSAPP_TWILIO", made.getMap("")).body("connection.state", equalTo("connected")).extract().path("webhook_url");
        control("/webhook", Map.of("url", url));
    }

    @Override
    protected void leftAs(String text) {
        sent().body("items[0].Body", equalTo(text)).body("items[0].To", equalTo("whatsapp:+34600000123"));
    }

    @Test
    void a_place_leaves_as_such() {
        // Given
        control("/messages", Map.of("text", "¿Dónde estáis?"));
        String conversation = conversation();

        // When
        answer(conversation, Map.of("location", Map.of("latitude", 40.41, "longitude", -3.7, "title", "Our shop")));

        // Then
        eventually(() -> sent().body("items.PersistentAction", contains("geo:40.41,-3.7|Our shop")).body("items.Body", contains("Our shop")));
    }

    @Test
    void a_contact_card_is_one_and_not_a_file_that_nobody_opens() {
        // When
        control("/messages", Map.of("card", true));

        // Then
        String conversation = conversation();
        eventually(() -> messages(conversation).body("items[0].kind", equalTo("contact"))
                .body("items[0].content.contacts[0].name", equalTo("Jon Doe"))
                .body("items[0].content.contacts[0].phones", contains("+14155550160"))
                .body("items[0].attachments[0].state", equalTo("stored")));
        ours.agent().api().get("/rest/v1/conversations").then().body("items[0].last_message.preview", equalTo("Jon Doe"));
    }

    @Test
    void the_customer_sees_that_an_agent_is_typing() {
        // Given
        ours.admin().api().body(Map.of("settings", Map.of("mark_read", true))).patch("/rest/v1/channel_accounts/" + account).then().statusCode(200);
        String theirs = control("/messages", Map.of("text", "Hola")).getString("id");
        String conversation = conversation();

        // When
        typing.fire(new AgentTyping(ours.id(), UUID.fromString(conversation), ours.agent().id(), ours.agent().name(), true));

        // Then
        eventually(() -> sent().body("items.findAll { it.call == 'typing' }.messageId", contains(theirs)));
    }

    @Test
    void an_approved_content_leaves_as_a_template() {
        // Given
        control("/messages", Map.of("text", "Hola"));
        String conversation = conversation();
        String name = ours.admin().api().post("/rest/v1/channel_accounts/" + account + "/templates/sync").then()
                .statusCode(200)
                .body("items.status", hasItems("approved", "rejected"))
                .extract().path("items.find { it.status == 'approved' }.name");

        // When
        String message = answer(conversation, Map.of("template", Map.of("name", name, "language", "en", "values", Map.of("body.1", "Luz", "body.2", "4711"))));

        // Then
        message(message).body("text", equalTo("Hi Luz, your order 4711 is on its way."));
        eventually(() -> sent().body("items[0].ContentSid", startsWith("HX")).body("items[0].ContentVariables", equalTo("{\"1\":\"Luz\",\"2\":\"4711\"}")));
    }

    @Test
    void buttons_are_prepared_once_and_a_press_comes_back() {
        // Given
        control("/messages", Map.of("text", "Hola"));
        String conversation = conversation();
        List<Map<String, String>> buttons = List.of(Map.of("id", "am", "title", "Mañana"), Map.of("id", "pm", "title", "Tarde"));

        // When
        answer(conversation, Map.of("text", "¿Cuándo?", "buttons", buttons));
        answer(conversation, Map.of("text", "¿Seguro?", "buttons", buttons));

        // Then
        eventually(() -> sent().body("items", hasSize(2)));
        String content = sent().extract().path("items[0].ContentSid");
        sent().body("items[1].ContentSid", equalTo(content)).body("items[0].ContentVariables", containsString("¿Cuándo?"));

        // When
        control("/messages", Map.of("text", "Mañana", "fields", Map.of("ButtonText", "Mañana", "ButtonPayload", "am")));

        // Then
        eventually(() -> ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().body("items[0].kind", equalTo("postback")));
    }

    @Test
    void a_forged_form_is_refused_and_a_replaced_token_says_what_to_do() {
        // Given
        control("/messages", Map.of("text", "Hola"));
        String conversation = conversation();
        control("/renew", Map.of());

        // When
        String message = answer(conversation, Map.of("text", "¿Sigues ahí?"));
        control("/messages", Map.of("text", "signed with a token that we do not know"));

        // Then
        eventually(() -> message(message).body("error.code", equalTo("credentials_rejected")));
        eventually(() -> ours.admin().api().get("/rest/v1/channel_accounts/" + account + "/journal").then().body("items[0].outcome", equalTo("rejected")));
    }

    @Test
    void outside_the_window_twilios_refusal_says_what_to_do() {
        // Given
        control("/messages", Map.of("text", "Hola"));
        String conversation = conversation();
        control("/failure", Map.of("code", 63016));

        // When
        String message = answer(conversation, Map.of("text", "¿Sigues ahí?"));

        // Then
        eventually(() -> message(message).body("error.code", equalTo("reply_window_closed")).body("error.hint", equalTo("Send an approved template")));
    }

}
