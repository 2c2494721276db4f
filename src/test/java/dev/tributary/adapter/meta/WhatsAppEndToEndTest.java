package dev.tributary.adapter.meta;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.adapter.FakeScenario;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A customer on the fake WhatsApp and an agent on the REST interface talk to each other through the whole service. */
@QuarkusTest
class WhatsAppEndToEndTest extends FakeScenario {

    private static final String CONTROL = "/sandbox/meta/control/numbers";

    @BeforeEach
    void a_connected_number() {
        JsonPath credentials = made(CONTROL, "phone_number_id", Map.of("name", "Acme Outdoor"));
        opened("WHATSAPP_CLOUD", credentials.getMap("")).body("connection.state", equalTo("connected")).body("settings.verified_name", equalTo("Acme Outdoor"));
    }

    @Override
    protected void leftAs(String text) {
        sent().body("items[0].to", equalTo("447700900123")).body("items[0].text.body", equalTo(text));
    }

    @Test
    void the_window_is_as_long_as_whatsapp_says() {
        // Given: somebody came from an advertisement
        control("/window", Map.of("hours", 72));
        control("/messages", Map.of("text", "Hello"));
        String conversation = conversation();
        String usual = closes(conversation);

        // When
        answer(conversation, "Welcome");

        // Then
        eventually(() -> assertTrue(Duration.between(Instant.parse(usual), Instant.parse(closes(conversation))).toHours() >= 47, () -> "closes " + closes(conversation)));
    }

    private String closes(String conversation) {
        return ours.agent().api().get("/rest/v1/conversations/" + conversation).then().extract().path("reply_window.closes_at");
    }

    @Test
    void a_number_and_an_id_that_turn_out_to_be_one_person_go_on_in_one_conversation() {
        // Given
        String id = "GB.10933554" + System.nanoTime();
        control("/messages", Map.of("text", "From my number", "name", "Ada"));
        String conversation = conversation();
        control("/messages", Map.of("text", "From my username", "name", "ada.o", "user_id", id, "hidden", true));
        eventually(() -> conversations().body("items", hasSize(2)));

        // When
        control("/messages", Map.of("text", "It is me", "name", "Ada", "user_id", id));
        eventually(() -> messages(conversation).body("items", hasSize(2)));
        control("/messages", Map.of("text", "Without my number again", "name", "Ada", "user_id", id, "hidden", true));

        // Then
        eventually(() -> messages(conversation).body("items.text", contains("Without my number again", "It is me", "From my number")));
        conversations().body("items", hasSize(2));
        String ada = conversations().extract().path("items.find { it.id == '" + conversation + "' }.contact.id");
        String other = conversations().extract().path("items.find { it.id != '" + conversation + "' }.contact.id");
        String theirs = conversations().extract().path("items.find { it.id != '" + conversation + "' }.id");
        ours.agent().api().get("/rest/v1/contacts/" + ada).then().body("possibly_same.id", contains(other)).body("possibly_same.conversation_id", contains(theirs));
        ours.agent().api().get("/rest/v1/contacts/" + other).then().body("possibly_same.id", contains(ada)).body("possibly_same.name", contains("Ada"));
    }

    private ValidatableResponse conversations() {
        return ours.agent().api().get("/rest/v1/conversations").then().statusCode(200);
    }

    @Test
    void one_person_gets_no_more_than_whatsapp_takes() {
        ours.agent().api().get("/rest/v1/channel_types").then()
                .body("items.find { it.type == 'WHATSAPP_CLOUD' }.limits.pair.seconds", equalTo(6.0f))
                .body("items.find { it.type == 'WHATSAPP_360DIALOG' }.limits.pair.burst", equalTo(45))
                .body("items.find { it.type == 'TELEGRAM' }.limits.pair", nullValue());
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

    private ValidatableResponse health() {
        return ours.agent().api().get("/rest/v1/channel_accounts/" + account + "/health").then().statusCode(200);
    }

}
