package dev.tributary.adapter.meta;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

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

/** A customer on the fake WhatsApp and an agent on the REST interface talk to each other through the whole service. */
@QuarkusTest
class WhatsAppEndToEndTest {

    private static final String CONTROL = "/sandbox/meta/control/numbers";

    TestOrganization ours;
    String number;
    String account;

    @BeforeEach
    void a_connected_number() {
        ours = TestOrganizations.create();
        JsonPath credentials = given().contentType(ContentType.JSON).body(Map.of("name", "Acme Outdoor")).post(CONTROL).then().statusCode(201).extract().jsonPath();
        number = credentials.getString("phone_number_id");
        account = ours.admin().api()
                .body(Map.of("name", "WhatsApp", "type", "WHATSAPP_CLOUD", "settings", credentials.getMap("")))
                .post("/rest/v1/channel_accounts").then()
                .statusCode(201)
                .body("connection.state", equalTo("connected"))
                .body("settings.verified_name", equalTo("Acme Outdoor"))
                .extract().path("id");
    }

    @Test
    void a_customer_writes_an_agent_answers_and_the_receipts_come_in_any_order() {
        // Given
        control("/receipts", Map.of("scrambled", true));
        control("/messages", Map.of("text", "Is order 4711 on its way?"));
        String conversation = conversation();

        // When
        String message = answer(conversation, Map.of("text", "It is."));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("read")));
        sent().body("items[0].to", equalTo("447700900123")).body("items[0].text.body", equalTo("It is."));
    }

    @Test
    void after_a_day_free_text_is_refused_and_a_template_leaves() {
        // Given
        control("/messages", Map.of("text", "Hello", "hours_ago", 25));
        String conversation = conversation();
        ours.admin().api().post("/rest/v1/channel_accounts/" + account + "/templates/sync").then().statusCode(200).body("items.name", hasItems("order_update", "big_sale"));

        // When
        ours.agent().api().body(Map.of("text", "Hello?")).post("/rest/v1/conversations/" + conversation + "/messages").then()
                .statusCode(409).body("code", equalTo("reply_window_closed")).body("hint", containsString("template"));
        String message = answer(conversation, Map.of("template", Map.of("name", "order_update", "language", "en_GB", "values", Map.of("body.1", "Ada", "body.2", "4711"))));

        // Then
        message(message).body("kind", equalTo("template")).body("text", equalTo("Hi Ada, your order 4711 is on its way."));
        eventually(() -> message(message).body("delivery_status", equalTo("read")));
        sent().body("items[0].template.components[0].parameters.text", equalTo(List.of("Ada", "4711")));
    }

    @Test
    void a_template_that_is_refused_or_not_filled_is_not_queued() {
        // Given
        control("/messages", Map.of("text", "Hello"));
        String conversation = conversation();
        ours.admin().api().post("/rest/v1/channel_accounts/" + account + "/templates/sync").then().statusCode(200);

        // Then
        refused(conversation, Map.of("name", "big_sale", "language", "en_GB")).body("errors.field", contains("template"));
        refused(conversation, Map.of("name", "order_update", "language", "en_GB", "values", Map.of("body.1", "Ada"))).body("errors.field", contains("template.values.body.2"));
        refused(conversation, Map.of("name", "nobody_knows", "language", "en_GB")).body("errors.field", contains("template"));
    }

    @Test
    void an_expired_token_turns_the_channel_red_with_its_hint_and_a_new_one_mends_it() {
        // Given
        control("/messages", Map.of("text", "Hello"));
        String conversation = conversation();
        control("/expire", Map.of());

        // When
        String message = answer(conversation, Map.of("text", "Are you there?"));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("failed")).body("error.code", equalTo("credentials_rejected")));
        eventually(() -> health().body("grade", equalTo("error"))
                .body("checks.find { it.code == 'connection' }.hint", containsString("Update the access token in channel settings")));

        // When
        String fresh = control("/renew", Map.of()).getString("access_token");
        ours.admin().api().body(Map.of("settings", Map.of("access_token", fresh))).patch("/rest/v1/channel_accounts/" + account).then()
                .statusCode(200).body("connection.state", equalTo("connected"));
        ours.agent().api().post("/rest/v1/messages/" + message + "/retry").then();

        // Then
        health().body("checks.find { it.code == 'connection' }.grade", equalTo("ok"));
    }

    @Test
    void each_refusal_has_its_own_hint() {
        // Given
        control("/messages", Map.of("text", "Hello"));
        String conversation = conversation();
        control("/failure", Map.of("code", 131026));

        // When
        String message = answer(conversation, Map.of("text", "Are you there?"));

        // Then
        eventually(() -> message(message)
                .body("error.code", equalTo("recipient_unreachable"))
                .body("error.hint", equalTo("This number cannot receive WhatsApp messages; use another channel")));
    }

    @Test
    void the_doctor_names_what_is_well_and_what_is_not() {
        // Given
        control("/messages", Map.of("text", "Hello"));
        conversation();

        // Then
        ours.admin().api().post("/rest/v1/channel_accounts/" + account + "/health").then()
                .statusCode(200)
                .body("checks.code", hasItems("in_use", "connection", "last_event", "templates"))
                .body("checks.findAll { it.code == 'last_event' }.grade", hasItem("ok"));
    }

    private ValidatableResponse refused(String conversation, Map<String, ?> template) {
        return ours.agent().api().body(Map.of("template", template)).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(400);
    }

    private JsonPath control(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(CONTROL + "/" + number + path).then().statusCode(201).extract().jsonPath();
    }

    private ValidatableResponse sent() {
        return given().get(CONTROL + "/" + number + "/sent").then().statusCode(200);
    }

    private ValidatableResponse health() {
        return ours.agent().api().get("/rest/v1/channel_accounts/" + account + "/health").then().statusCode(200);
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
