package dev.tributary.channel;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.lessThan;

import dev.tributary.TestUser;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A bot at the sandbox's Telegram, with what a test wants to know of it. */
record TestBot(long id, String token) {

    private static final String CONTROL = "/sandbox/telegram/control/bots";
    private static final long FIRST_ID = 1_000_000_000L;

    static TestBot create() {
        TestBot bot = unknown();
        given().contentType(ContentType.JSON).body(Map.of("token", bot.token(), "name", "Test bot", "username", "test_" + bot.id() + "_bot")).post(CONTROL).then().statusCode(201);
        return bot;
    }

    /** One that Telegram does not know, or no longer. */
    static TestBot unknown() {
        long id = ThreadLocalRandom.current().nextLong(FIRST_ID, 9 * FIRST_ID);
        return new TestBot(id, id + ":TEST" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** As /revoke at BotFather does. */
    void revoke() {
        given().delete(CONTROL + "/" + id).then().statusCode(lessThan(300));
    }

    /** As when another program calls deleteWebhook. */
    void loseWebhook() {
        given().contentType(ContentType.JSON).body("{}").post("/sandbox/telegram/bot" + token + "/deleteWebhook").then().statusCode(200);
    }

    /** As Telegram knows it; empty while there is none. */
    String webhookUrl() {
        return given().contentType(ContentType.JSON).body("{}").post("/sandbox/telegram/bot" + token + "/getWebhookInfo").then().statusCode(200).extract().path("result.url");
    }

    /** @return the chat's id */
    long openChat(String firstName) {
        return control("/chats", Map.of("type", "private", "first_name", firstName)).extract().jsonPath().getLong("id");
    }

    void customerWrites(long chat, String text) {
        control("/chats/" + chat + "/messages", Map.of("text", text));
    }

    void customerBlocks(long chat) {
        control("/chats/" + chat + "/block", Map.of());
    }

    private ValidatableResponse control(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(CONTROL + "/" + id + path).then().statusCode(lessThan(300));
    }

    ValidatableResponse connect(TestUser user, String name) {
        return user.api().body(Map.of("name", name, "type", "TELEGRAM", "settings", Map.of("bot_token", token))).post("/rest/v1/channel_accounts").then();
    }
}
