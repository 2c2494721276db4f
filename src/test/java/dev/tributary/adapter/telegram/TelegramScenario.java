package dev.tributary.adapter.telegram;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
/** A bot at the fake Telegram, connected as an admin connects it, with one customer; and what they and an agent do. */
abstract class TelegramScenario {

    static final String CONTROL = "/sandbox/telegram/control/bots";
    static final Duration SOON = Duration.ofSeconds(30);

    TestOrganization ours;
    String account;
    long bot;
    String customer;

    @BeforeEach
    void a_connected_bot_with_one_customer() {
        ours = TestOrganizations.create();
        JsonPath made = control("", bot());
        bot = made.getLong("id");
        account = ours.admin().api()
                .body(Map.of("name", "Support", "type", "TELEGRAM", "settings", Map.of("bot_token", made.getString("token"))))
                .post("/rest/v1/channel_accounts").then()
                .statusCode(201).body("connection.state", equalTo("connected"))
                .extract().path("id");
        customer = control("/" + bot + "/chats", Map.of("first_name", "Ada", "last_name", "Lovelace")).getString("id");
    }

    /** What is asked of the fake BotFather. */
    Map<String, ?> bot() {
        return Map.of("name", "Acme Support");
    }

    JsonPath say(Map<String, ?> message) {
        return control("/" + bot + "/chats/" + customer + "/messages", message);
    }

    static JsonPath control(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(CONTROL + path).then().statusCode(201).extract().jsonPath();
    }

    /** The only one, once it is there. */
    String conversation() {
        eventually(() -> ours.agent().api().get("/rest/v1/conversations").then().body("items", hasSize(1)));
        return ours.agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");
    }

    ValidatableResponse messages(String conversation) {
        return ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(200);
    }

    ValidatableResponse message(String id) {
        return ours.agent().api().get("/rest/v1/messages/" + id).then().statusCode(200);
    }

    String answer(String conversation, Map<String, ?> message) {
        return ours.agent().api().body(new HashMap<>(message)).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
    }

    ValidatableResponse phone() {
        return given().get(CONTROL + "/" + bot + "/chats/" + customer + "/messages").then().statusCode(200);
    }

    static void eventually(ThrowingRunnable check) {
        await().atMost(SOON).untilAsserted(check);
    }
}
