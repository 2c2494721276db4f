package dev.tributary.adapter.meta;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A customer on the fake 360dialog and an agent on the REST interface talk to each other through the whole service. */
@QuarkusTest
class DialogEndToEndTest {

    private static final String CONTROL = "/sandbox/dialog/control/numbers";

    TestOrganization ours;
    String number;
    String account;

    @BeforeEach
    void a_connected_number() {
        ours = TestOrganizations.create();
        JsonPath made = given().contentType(ContentType.JSON).body(Map.of()).post(CONTROL).then().statusCode(201).extract().jsonPath();
        number = made.getString("number_id");
        account = ours.admin().api()
                .body(Map.of("name", "360", "type", "WHATSAPP_360DIALOG", "settings", Map.of("api_key", made.getString("api_key"))))
                .post("/rest/v1/channel_accounts").then()
                .statusCode(201)
                .body("connection.state", equalTo("connected"))
                .extract().path("id");
    }

    @Test
    void a_customer_writes_an_agent_answers_and_the_receipts_come_in_any_order() {
        // Given
        control("/receipts", Map.of("scrambled", true));
        control("/messages", Map.of("text", "Hej, är ni öppna?"));
        String conversation = conversation();

        // When
        String message = answer(conversation, Map.of("text", "Ja!"));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("read")));
        sent().body("items[0].to", equalTo("46700123456"));
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

    private JsonPath control(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(CONTROL + "/" + number + path).then().statusCode(201).extract().jsonPath();
    }

    private ValidatableResponse sent() {
        return given().get(CONTROL + "/" + number + "/sent").then().statusCode(200);
    }

    private ValidatableResponse message(String id) {
        return ours.agent().api().get("/rest/v1/messages/" + id).then().statusCode(200);
    }

    private String answer(String conversation, Map<String, ?> message) {
        return ours.agent().api().body(message).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
    }

    private String conversation() {
        eventually(() -> ours.agent().api().get("/rest/v1/conversations").then().body("items", hasSize(1)));
        return ours.agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(check);
    }
}
