package dev.tributary.adapter.twilio;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A customer on the fake Twilio and an agent on the REST interface talk to each other through the whole service. */
@QuarkusTest
class TwilioEndToEndTest {

    private static final String CONTROL = "/sandbox/twilio/control/accounts";

    TestOrganization ours;
    String sid;
    String account;

    @BeforeEach
    void a_connected_sender_whose_webhook_was_entered_at_twilio() {
        ours = TestOrganizations.create();
        JsonPath made = given().contentType(ContentType.JSON).body(Map.of()).post(CONTROL).then().statusCode(201).extract().jsonPath();
        sid = made.getString("account_sid");
        JsonPath created = ours.admin().api()
                .body(Map.of("name", "Twilio", "type", "WHATSAPP_TWILIO", "settings", made.getMap("")))
                .post("/rest/v1/channel_accounts").then()
                .statusCode(201)
                .body("connection.state", equalTo("connected"))
                .extract().jsonPath();
        account = created.getString("id");
        control("/webhook", Map.of("url", created.getString("webhook_url")));
    }

    @Test
    void a_customer_writes_an_agent_answers_and_the_receipts_come_in_any_order() {
        // Given
        control("/receipts", Map.of("scrambled", true));
        control("/messages", Map.of("text", "¿Tenéis la azul?"));
        String conversation = conversation();

        // When
        String message = answer(conversation, Map.of("text", "Sí."));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("read")));
        sent().body("items[0].Body", equalTo("Sí.")).body("items[0].To", equalTo("whatsapp:+34600000123"));
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

    private JsonPath control(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(CONTROL + "/" + sid + path).then().statusCode(201).extract().jsonPath();
    }

    private ValidatableResponse sent() {
        return given().get(CONTROL + "/" + sid + "/sent").then().statusCode(200);
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
