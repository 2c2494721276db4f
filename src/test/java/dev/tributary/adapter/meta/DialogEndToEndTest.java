package dev.tributary.adapter.meta;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.tributary.adapter.FakeScenario;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A customer on the fake 360dialog and an agent on the REST interface talk to each other through the whole service. */
@QuarkusTest
class DialogEndToEndTest extends FakeScenario {

    private static final String CONTROL = "/sandbox/dialog/control/numbers";

    @BeforeEach
    void a_connected_number() {
        JsonPath made = made(CONTROL, "number_id", Map.of());
        opened("WHATSAPP_360DIALOG", Map.of("api_key", made.getString("api_key"))).body("connection.state", equalTo("connected"));
    }

    @Override
    protected void leftAs(String text) {
        sent().body("items[0].to", equalTo("46700123456")).body("items[0].text.body", equalTo(text));
    }

    @Test
    void places_and_contact_cards_leave_as_such() {
        // Given
        control("/messages", Map.of("text", "Where are you?"));
        String conversation = conversation();

        // When
        String place = answer(conversation, Map.of("location", Map.of("latitude", 59.33, "longitude", 18.06, "title", "Our shop")));
        String card = answer(conversation, Map.of("contacts", java.util.List.of(Map.of("name", "Olga Berg", "phones", java.util.List.of("+46700000001")))));

        // Then
        message(place).body("kind", equalTo("location")).body("content.title", equalTo("Our shop"));
        message(card).body("kind", equalTo("contact"));
        eventually(() -> sent().body("items.type", hasItem("location")).body("items.type", hasItem("contacts")));
        sent().body("items.find { it.type == 'location' }.location.name", equalTo("Our shop"))
                .body("items.find { it.type == 'contacts' }.contacts[0].phones[0].phone", equalTo("+46700000001"));
    }

    @Test
    void a_reaction_of_ours_is_taken_and_shown_and_taken_back() {
        // Given
        control("/messages", Map.of("text", "Thank you!"));
        String conversation = conversation();
        String theirs = ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().extract().path("items[0].id");

        // When
        ours.agent().api().body(Map.of("emoji", "❤️")).put("/rest/v1/messages/" + theirs + "/reaction").then().statusCode(200).body("reactions[0].emoji", equalTo("❤️"));

        // Then
        sent().body("items.find { it.type == 'reaction' }.reaction.emoji", equalTo("❤️"));
        ours.agent().api().delete("/rest/v1/messages/" + theirs + "/reaction").then().statusCode(200).body("reactions", hasSize(0));
        sent().body("items.findAll { it.type == 'reaction' }.reaction.emoji", hasItem(""));
    }

    @Test
    void the_customer_sees_that_an_agent_has_read_what_they_wrote() {
        // Given
        String wamid = control("/messages", Map.of("text", "Hello?")).getString("id");
        String conversation = conversation();

        // When
        ours.agent().api().post("/rest/v1/conversations/" + conversation + "/read").then();

        // Then
        eventually(() -> sent().body("items.find { it.status == 'read' }.message_id", equalTo(wamid)));
    }

    @Test
    void a_replaced_key_turns_the_channel_red_with_its_hint() {
        // Given
        control("/messages", Map.of("text", "Hello"));
        String conversation = conversation();
        control("/renew", Map.of());

        // When
        String message = answer(conversation, Map.of("text", "Are you there?"));

        // Then
        eventually(() -> message(message).body("error.code", equalTo("credentials_rejected")).body("error.hint", containsString("360dialog Hub")));
    }

    @Test
    void what_whatsapp_says_of_the_window_wins() {
        // Given
        control("/messages", Map.of("text", "Hello", "hours_ago", 2));
        String conversation = conversation();
        control("/failure", Map.of("code", 131047));

        // When
        String message = answer(conversation, Map.of("text", "Are you there?"));

        // Then
        eventually(() -> message(message).body("error.code", equalTo("reply_window_closed")));
        eventually(() -> ours.agent().api().get("/rest/v1/conversations/" + conversation).then().body("reply_window.open", equalTo(false)));

        // When
        control("/messages", Map.of("text", "Yes"));

        // Then
        eventually(() -> ours.agent().api().get("/rest/v1/conversations/" + conversation).then().body("reply_window.open", equalTo(true)));
    }

}
