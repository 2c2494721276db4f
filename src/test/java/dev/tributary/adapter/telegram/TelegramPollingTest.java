package dev.tributary.adapter.telegram;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An installation whose address Telegram refuses, because it is not public: the bot's updates are asked for. */
@QuarkusTest
class TelegramPollingTest extends TelegramScenario {

    @Override
    Map<String, ?> bot() {
        return Map.of("name", "Acme Support", "strict", true);
    }

    @Test
    void a_refused_address_does_not_keep_a_customer_from_being_heard_and_answered() {
        // When
        account().body("connection.state", equalTo("connected")).body("settings.updates_by", equalTo("polling"));
        say(Map.of("text", "Where is my order?"));

        // Then
        String conversation = conversation();
        messages(conversation).body("items.text", equalTo(List.of("Where is my order?")));
        answer(conversation, Map.of("text", "On its way."));
        eventually(() -> phone().body("items.text", hasItem("On its way.")));
        journal().body("items.outcome", equalTo(List.of("applied")));
    }

    @Test
    void what_arrives_while_sessions_end_and_begin_is_there_once_and_in_order() {
        // When
        IntStream.range(0, 12).forEach(number -> {
            say(Map.of("text", "Message " + number));
            if (number % 4 == 3) {
                String conversation = conversation();
                eventually(() -> messages(conversation).body("items", hasSize(number + 1)));
                // another setting, so another session
                ours.admin().api().body(Map.of("settings", Map.of("accept_groups", number % 8 == 3))).patch("/rest/v1/channel_accounts/" + account).then().statusCode(200);
            }
        });

        // Then
        List<String> newestFirst = IntStream.range(0, 12).mapToObj(number -> "Message " + number).collect(java.util.stream.Collectors.toList());
        Collections.reverse(newestFirst);
        String conversation = conversation();
        eventually(() -> messages(conversation).body("items.text", equalTo(newestFirst)));
        journal().body("items.outcome", equalTo(Collections.nCopies(12, "applied")));
    }

    @Test
    void the_stored_offset_is_the_last_update_that_was_journalled() {
        // When
        long update = say(Map.of("text", "Hello")).getLong("update_id");
        conversation();

        // Then
        eventually(() -> given().get(CONTROL + "/" + bot + "/calls").then()
                .body("items.findAll { it.method == 'getUpdates' }.parameters.offset", hasItem((int) update + 1)));
    }

    @Test
    void once_telegram_takes_our_address_it_delivers_there() {
        // Given
        say(Map.of("text", "Asked for"));
        String conversation = conversation();
        control("/" + bot + "/strict", Map.of("strict", false));

        // When
        ours.admin().api().post("/rest/v1/channel_accounts/" + account + "/test").then().statusCode(200).body("connection.state", equalTo("connected"));

        // Then
        account().body("settings.updates_by", equalTo("webhook"));
        say(Map.of("text", "Delivered"));
        eventually(() -> messages(conversation).body("items.text", equalTo(List.of("Delivered", "Asked for"))));
        account().body("connection.state", equalTo("connected"));
    }

    private ValidatableResponse account() {
        return ours.admin().api().get("/rest/v1/channel_accounts/" + account).then().statusCode(200);
    }

    private ValidatableResponse journal() {
        return ours.admin().api().get("/rest/v1/channel_accounts/" + account + "/journal").then().statusCode(200);
    }
}
