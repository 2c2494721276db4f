package dev.tributary.adapter.whatsapplite;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A phone is linked through the fake gateway, customers write to it, and the link is lost and found again. */
@QuarkusTest
class WhatsAppLiteEndToEndTest {

    private static final String CONTROL = "/sandbox/gateway/control/gateways";

    TestOrganization ours;
    String gateway;
    String account;
    String number;

    @BeforeEach
    void a_gateway_and_its_channel() {
        ours = TestOrganizations.create();
        number = "1555" + (1_000_000 + Math.abs(ours.hashCode() % 8_000_000));
        JsonPath made = given().contentType(ContentType.JSON).body(Map.of()).post(CONTROL).then().statusCode(201).extract().jsonPath();
        gateway = made.getString("gateway_id");
        account = ours.admin().api()
                .body(Map.of("name", "Shop phone", "type", "WHATSAPP_LITE", "settings",
                        Map.of("base_url", made.getString("base_url"), "api_key", made.getString("api_key"), "risk_accepted", true, "groups_enabled", true)))
                .post("/rest/v1/channel_accounts").then()
                .statusCode(201)
                .body("connection.problem.detail", startsWith("needs_qr"))
                .extract().path("id");
    }

    @Test
    void a_phone_is_linked_by_its_code_and_the_number_is_known() {
        // When
        String first = qr().body("state", equalTo("needs_qr")).body("qr", startsWith("data:image/png;base64,")).extract().path("qr");

        // Then
        qr().body("qr", not(equalTo(first)));

        // When
        scan();

        // Then
        eventually(() -> connection().body("connection.state", equalTo("connected")).body("settings.sender_id", equalTo("+" + number)));
        qr().body("state", equalTo("connected"));
    }

    @Test
    void a_customer_writes_an_agent_answers_and_the_receipts_come_in_any_order() {
        // Given
        scan();
        control("/receipts", Map.of("scrambled", true));
        control("/messages", Map.of("text", "Do you have it in green?"));
        String conversation = conversation();

        // When
        String message = answer(conversation, "We do.");

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("read")));
        sent().body("items.find { it.call == 'sendText' }.number", equalTo("14155550142")).body("items.find { it.call == 'sendText' }.text", equalTo("We do."));
        messages(conversation).body("items", hasSize(2));
    }

    @Test
    void what_the_shop_writes_on_its_phone_is_shown_once() {
        // Given
        scan();
        control("/messages", Map.of("text", "Hello?"));
        String conversation = conversation();

        // When
        control("/messages", Map.of("text", "Answered from the phone", "from_me", true));

        // Then
        eventually(() -> messages(conversation).body("items.text", hasItems("Hello?", "Answered from the phone")).body("items", hasSize(2)));
    }

    @Test
    void a_phone_that_unlinks_turns_the_channel_red_and_a_fresh_code_links_it_again() {
        // Given
        scan();
        eventually(() -> connection().body("connection.state", equalTo("connected")));

        // When
        control("/unlink", Map.of());

        // Then
        eventually(() -> connection().body("connection.state", equalTo("disconnected")).body("connection.problem.hint", equalTo("Unlinked on the phone: scan a new QR code")));
        qr().body("state", equalTo("needs_qr")).body("qr", startsWith("data:image/png"));

        // When
        scan();

        // Then
        eventually(() -> connection().body("connection.state", equalTo("connected")));
    }

    @Test
    void what_is_written_while_the_line_is_down_leaves_when_it_is_back() {
        // Given
        scan();
        control("/messages", Map.of("text", "Hello?"));
        String conversation = conversation();
        control("/drop", Map.of());
        eventually(() -> connection().body("connection.state", equalTo("connecting")));

        // When
        String message = answer(conversation, "One moment");

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("queued")));

        // When
        control("/return", Map.of());

        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> message(message).body("delivery_status", equalTo("read")));
    }

    @Test
    void an_admin_unlinks_the_phone_from_here() {
        // Given
        scan();
        eventually(() -> connection().body("connection.state", equalTo("connected")));

        // When
        ours.admin().api().delete("/rest/v1/channel_accounts/" + account + "/qr").then().statusCode(204);

        // Then
        given().get(CONTROL + "/" + gateway).then().body("state", equalTo("close"));
        ours.agent().api().get("/rest/v1/channel_accounts/" + account + "/qr").then().statusCode(403);
    }

    @Test
    void a_number_that_another_channel_has_is_not_linked_twice() {
        // Given
        scan();
        eventually(() -> connection().body("connection.state", equalTo("connected")));
        String firstAccount = account;
        TestOrganization first = ours;
        String taken = number;

        // When
        a_gateway_and_its_channel();
        number = taken;
        scan();

        // Then
        eventually(() -> connection().body("connection.state", equalTo("disconnected")).body("connection.problem.detail", startsWith("provider_account_taken")));
        first.admin().api().get("/rest/v1/channel_accounts/" + firstAccount).then().body("connection.state", equalTo("connected"));
    }

    @Test
    void a_group_is_one_conversation_under_its_name() {
        // Given
        scan();
        control("/events", Map.of("event", "groups.upsert", "data", Map.of("id", "120363025246125486@g.us", "subject", "Drivers")));
        eventually(() -> connection().body("settings.group_names", containsNames()));

        // When
        for (String author : List.of("201001234567", "201007654321")) {
            control("/messages", Map.of("from", "120363025246125486@g.us", "name", "Driver " + author, "text", "Ready", "data", Map.of("key", Map.of("participant", author + "@s.whatsapp.net"))));
        }

        // Then
        String conversation = conversation();
        eventually(() -> messages(conversation).body("items", hasSize(2)));
    }

    @Test
    void a_picture_is_asked_for_and_kept() {
        // Given
        scan();

        // When
        Map<String, Object> picture = new HashMap<>();
        picture.put("imageMessage", Map.of("mimetype", "image/png", "caption", "Look"));
        control("/messages", Map.of("data", Map.of("messageType", "imageMessage", "message", picture)));

        // Then
        String conversation = conversation();
        eventually(() -> messages(conversation).body("items[0].text", equalTo("Look")).body("items[0].attachments[0].state", equalTo("stored")));
    }

    @Test
    void a_number_without_whatsapp_says_so() {
        // Given
        scan();
        control("/messages", Map.of("from", "14155550000", "text", "Hello?"));
        String conversation = conversation();

        // When
        String message = answer(conversation, "Hi");

        // Then
        eventually(() -> message(message).body("error.code", equalTo("recipient_unreachable")).body("error.hint", containsString("no WhatsApp")));
    }

    private static org.hamcrest.Matcher<Map<?, ?>> containsNames() {
        return org.hamcrest.Matchers.aMapWithSize(1);
    }

    private void scan() {
        control("/scan", Map.of("number", number));
    }

    private ValidatableResponse qr() {
        return ours.admin().api().get("/rest/v1/channel_accounts/" + account + "/qr").then().statusCode(200);
    }

    private ValidatableResponse connection() {
        return ours.admin().api().get("/rest/v1/channel_accounts/" + account).then().statusCode(200);
    }

    private JsonPath control(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(CONTROL + "/" + gateway + path).then().statusCode(201).extract().jsonPath();
    }

    private ValidatableResponse sent() {
        return given().get(CONTROL + "/" + gateway + "/sent").then().statusCode(200);
    }

    private ValidatableResponse message(String id) {
        return ours.agent().api().get("/rest/v1/messages/" + id).then().statusCode(200);
    }

    private ValidatableResponse messages(String conversation) {
        return ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(200);
    }

    private String answer(String conversation, String text) {
        return ours.agent().api().body(Map.of("text", text)).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
    }

    private String conversation() {
        eventually(() -> ours.agent().api().get("/rest/v1/conversations").then().body("items", hasSize(1)));
        return ours.agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(check);
    }
}
