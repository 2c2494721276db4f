package dev.tributary.adapter.telegram;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bot that answers for a Telegram Business account. */
@QuarkusTest
class TelegramBusinessTest extends TelegramScenario {

    private static final String OWNER = "{\"id\":555,\"is_bot\":false,\"first_name\":\"Olga\",\"username\":\"olga\"}";

    @Test
    void a_business_account_that_connects_is_known_and_an_older_telling_changes_nothing() {
        // When
        connection("bc1", 1_766_000_600, true, true);
        eventually(() -> channel().body("settings.business_connections.bc1.can_reply", equalTo(true)));
        connection("bc1", 1_766_000_500, false, false);

        // Then
        eventually(() -> ours.admin().api().get("/rest/v1/channel_accounts/" + account + "/journal").then().body("items.outcome", hasItem("duplicate")));
        channel()
                .body("settings.business_connections.bc1.name", equalTo("Olga"))
                .body("settings.business_connections.bc1.username", equalTo("olga"))
                .body("settings.business_connections.bc1.is_enabled", equalTo(true));
    }

    @Test
    void an_answer_leaves_by_the_business_account_and_no_longer_once_it_is_disconnected() {
        // Given
        connection("bc1", 1_766_000_600, true, true);
        eventually(() -> channel().body("settings.business_connections.bc1.is_enabled", equalTo(true)));
        customerWritesToTheBusiness();
        String conversation = conversation();

        // When
        String sent = answer(conversation, Map.of("text", "Hello Ada"));
        eventually(() -> message(sent).body("delivery_status", equalTo("sent")));
        connection("bc1", 1_766_000_700, false, false);
        eventually(() -> channel().body("settings.business_connections.bc1.is_enabled", equalTo(false)));
        String late = answer(conversation, Map.of("text", "Still there?"));

        // Then
        given().get(CONTROL + "/" + bot + "/calls").then().body("items.findAll { it.method == 'sendMessage' }.parameters.business_connection_id", equalTo(java.util.List.of("bc1")));
        eventually(() -> message(late)
                .body("delivery_status", equalTo("failed"))
                .body("error.code", equalTo("permission_missing"))
                .body("error.hint", containsString("Connect the bot to the business account again")));
        phone().body("items.findAll { it.from.is_bot }", hasSize(1));
    }

    @Test
    void a_business_account_without_the_right_to_reply_is_told_before_anything_is_sent() {
        // Given
        connection("bc1", 1_766_000_600, true, false);
        eventually(() -> channel().body("settings.business_connections.bc1.can_reply", equalTo(false)));
        customerWritesToTheBusiness();

        // When
        String message = answer(conversation(), Map.of("text", "Hello Ada"));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("failed")).body("error.hint", containsString("Let the bot reply")));
    }

    @Test
    void a_bot_that_writes_to_the_business_sets_no_rule_off() {
        // Given
        connection("bc1", 1_766_000_600, true, true);
        eventually(() -> channel().body("settings.business_connections.bc1.is_enabled", equalTo(true)));
        ours.admin().api()
                .body(Map.of("name", "Answer all", "event", "message.received", "conditions", Map.of("always", true), "actions", java.util.List.of(Map.of("type", "send_message", "text", "Hello"))))
                .post("/rest/v1/automation_rules").then().statusCode(201);

        // When
        writesToTheBusiness(true);

        // Then
        String message = ours.agent().api().get("/rest/v1/conversations/" + conversation() + "/messages").then().extract().path("items[0].id");
        ours.agent().api().get("/rest/v1/messages/" + message + "/automation").then().body("items.halted", equalTo(java.util.List.of("automatic")));
        ours.agent().api().get("/rest/v1/conversations/" + conversation() + "/messages").then().body("items", hasSize(1));
    }

    @Test
    void what_an_agent_read_is_read_at_the_customers_where_the_business_account_allows_it() {
        // Given
        connection("bc1", 1_766_000_600, true, true);
        eventually(() -> channel().body("settings.business_connections.bc1.can_read_messages", equalTo(false)));
        customerWritesToTheBusiness();
        String conversation = conversation();
        ours.agent().api().post("/rest/v1/conversations/" + conversation + "/read").then().statusCode(200);

        // When
        update("{\"business_connection\":{\"id\":\"bc1\",\"user\":%s,\"user_chat_id\":555,\"date\":1766000900,\"rights\":{\"can_reply\":true,\"can_read_messages\":true},\"is_enabled\":true}}"
                .formatted(OWNER));
        eventually(() -> channel().body("settings.business_connections.bc1.can_read_messages", equalTo(true)));
        update(("{\"business_message\":{\"message_id\":10,\"business_connection_id\":\"bc1\",\"date\":1766000950,\"text\":\"Hello?\","
                        + "\"from\":{\"id\":%1$s,\"is_bot\":false,\"first_name\":\"Ada\"},\"chat\":{\"id\":%1$s,\"type\":\"private\",\"first_name\":\"Ada\"}}}")
                .formatted(customer));
        eventually(() -> messages(conversation).body("items", hasSize(2)));
        ours.agent().api().post("/rest/v1/conversations/" + conversation + "/read").then().statusCode(200);

        // Then
        eventually(() -> given().get(CONTROL + "/" + bot + "/calls").then()
                .body("items.findAll { it.method == 'readBusinessMessage' }.parameters.message_id", equalTo(java.util.List.of(10))));
    }

    private io.restassured.response.ValidatableResponse channel() {
        return ours.admin().api().get("/rest/v1/channel_accounts/" + account).then().statusCode(200);
    }

    private void connection(String id, long date, boolean enabled, boolean canReply) {
        update("{\"business_connection\":{\"id\":\"%s\",\"user\":%s,\"user_chat_id\":555,\"date\":%d,\"rights\":{\"can_reply\":%s},\"is_enabled\":%s}}"
                .formatted(id, OWNER, date, canReply, enabled));
    }

    private void customerWritesToTheBusiness() {
        writesToTheBusiness(false);
    }

    private void writesToTheBusiness(boolean isBot) {
        update(("{\"business_message\":{\"message_id\":9,\"business_connection_id\":\"bc1\",\"date\":1766000650,\"text\":\"Hello\","
                        + "\"from\":{\"id\":%1$s,\"is_bot\":%2$s,\"first_name\":\"Ada\"},\"chat\":{\"id\":%1$s,\"type\":\"private\",\"first_name\":\"Ada\"}}}")
                .formatted(customer, isBot));
    }

    private void update(String update) {
        given().contentType("application/json").body(update).post(CONTROL + "/" + bot + "/updates").then().statusCode(201);
    }
}
