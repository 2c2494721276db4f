package dev.tributary.adapter.telegram;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A customer on the fake Telegram and an agent on the REST interface talk to each other through the whole service. */
@QuarkusTest
class TelegramEndToEndTest extends TelegramScenario {

    @Test
    void what_a_customer_writes_is_a_message_of_a_conversation() {
        // When
        say(Map.of("text", "Where is my order?"));

        // Then
        String conversation = conversation();
        messages(conversation)
                .body("items", hasSize(1))
                .body("items[0].direction", equalTo("inbound"))
                .body("items[0].text", equalTo("Where is my order?"))
                .body("items[0].author.name", equalTo("Ada Lovelace"));
        ours.agent().api().get("/rest/v1/conversations/" + conversation).then()
                .body("channel_type", equalTo("TELEGRAM"))
                .body("contact.name", equalTo("Ada Lovelace"))
                .body("unread_count", equalTo(1))
                .body("reply_window", nullValue());
    }

    @Test
    void every_kind_a_customer_can_send_is_filed_as_that_kind() {
        // When
        say(Map.of("kind", "photo", "caption", "The box was damaged"));
        say(Map.of("kind", "document", "file", Map.of("name", "a.txt", "content_type", "text/plain", "base64", "SGk=")));
        say(Map.of("kind", "voice"));
        say(Map.of("kind", "sticker"));
        say(Map.of("kind", "venue"));
        say(Map.of("kind", "contact", "user_id", Long.parseLong(customer), "phone_number", "+14155550123"));
        say(Map.of("kind", "raw", "content", Map.of("hologram", Map.of())));

        // Then
        String conversation = conversation();
        eventually(() -> messages(conversation)
                .body("items.kind", equalTo(List.of("unsupported", "contact", "location", "sticker", "audio", "file", "image"))));
        messages(conversation)
                .body("items[1].content.contacts[0].phones", hasItem("+14155550123"))
                .body("items[2].content.title", equalTo("Tour Eiffel"))
                .body("items[3].content.emoji", equalTo("👍"))
                .body("items[6].text", equalTo("The box was damaged"));
    }

    @Test
    void edits_reactions_and_a_block_reach_the_inbox() {
        // Given
        long message = say(Map.of("text", "Where is order 1042?")).getLong("message.message_id");
        String conversation = conversation();

        // When
        control("/" + bot + "/chats/" + customer + "/edits", Map.of("message_id", message, "text", "Where is order 1043?"));
        control("/" + bot + "/chats/" + customer + "/reactions", Map.of("message_id", message, "emoji", "👍"));

        // Then
        eventually(() -> messages(conversation)
                .body("items", hasSize(1))
                .body("items[0].text", equalTo("Where is order 1043?"))
                .body("items[0].edited_at", org.hamcrest.Matchers.notNullValue())
                .body("items[0].reactions.emoji", equalTo(List.of("👍"))));
    }

    @Test
    void files_that_customers_send_are_fetched_and_kept() {
        // When
        say(Map.of("kind", "document", "file", Map.of("name", "a.txt", "content_type", "text/plain", "base64", "SGk=")));

        // Then
        String conversation = conversation();
        eventually(() -> messages(conversation).body("items[0].attachments[0].state", equalTo("stored")));
        String url = messages(conversation).extract().path("items[0].attachments[0].url");
        byte[] bytes = ours.agent().api().get(url).then().statusCode(200).extract().asByteArray();
        assertArrayEquals("Hi".getBytes(java.nio.charset.StandardCharsets.UTF_8), bytes);
    }

    @Test
    void an_answer_reaches_the_customer() {
        // Given
        say(Map.of("text", "Hello"));
        String conversation = conversation();

        // When
        String message = answer(conversation, Map.of("text", "Hello Ada"));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("sent")));
        phone().body("items[1].text", equalTo("Hello Ada"));
    }

    @Test
    void a_place_a_contact_card_and_a_poll_go_out_and_the_vote_comes_back() {
        // Given
        say(Map.of("text", "Where are you?"));
        String conversation = conversation();

        // When
        String place = answer(conversation, Map.of("location", Map.of("latitude", 48.8584, "longitude", 2.2945, "title", "Shop", "address", "5 Avenue Anatole")));
        answer(conversation, Map.of("location", Map.of("latitude", 1.5, "longitude", -2.5)));
        answer(conversation, Map.of("contacts", List.of(Map.of("name", "Warehouse", "phones", List.of("+14155550123")))));
        String poll = answer(conversation, Map.of("poll", Map.of("question", "When shall we come?", "options", List.of("Morning", "Evening"))));

        // Then
        eventually(() -> message(poll).body("delivery_status", equalTo("sent")));
        message(place).body("kind", equalTo("location")).body("content.title", equalTo("Shop"));
        message(poll).body("kind", equalTo("poll")).body("content.question", equalTo("When shall we come?")).body("content.options.text", equalTo(List.of("Morning", "Evening")));
        phone().body("items.findAll { it.from.is_bot }.venue.title", hasItem("Shop"))
                .body("items.findAll { it.from.is_bot }.location.latitude", hasItem(1.5f))
                .body("items.findAll { it.from.is_bot }.contact.phone_number", hasItem("+14155550123"))
                .body("items.findAll { it.from.is_bot }.poll.question", hasItem("When shall we come?"));
        String pollId = phone().extract().path("items.findAll { it.poll != null }[0].poll.id");
        given().contentType(ContentType.JSON)
                .body("{\"poll_answer\":{\"poll_id\":\"%s\",\"user\":{\"id\":%s,\"is_bot\":false,\"first_name\":\"Ada\"},\"option_ids\":[1]}}".formatted(pollId, customer))
                .post(CONTROL + "/" + bot + "/updates").then().statusCode(201);
        eventually(() -> messages(conversation).body("items[0].text", equalTo("Voted for option 2")).body("items[0].reply_to_id", equalTo(poll)));
    }

    @Test
    void what_is_no_place_and_no_poll_is_refused_at_its_field() {
        // Given
        say(Map.of("text", "Hello"));
        String path = "/rest/v1/conversations/" + conversation() + "/messages";

        // Then
        Map<String, Object> place = Map.of("latitude", 1, "longitude", 2);
        Map.of(
                        Map.<String, Object>of("location", Map.of("latitude", 91, "longitude", 0)), "location.latitude",
                        Map.<String, Object>of("poll", Map.of("question", "Well?", "options", List.of("Yes"))), "poll.options",
                        Map.<String, Object>of("location", place, "private", true), "location",
                        Map.<String, Object>of("location", place, "poll", Map.of("question", "Well?", "options", List.of("Yes", "No"))), "location")
                .forEach((message, field) -> ours.agent().api().body(message).post(path).then().statusCode(400).body("errors.field", hasItem(field)));
    }

    @Test
    void a_file_goes_out_and_long_text_goes_out_in_pieces_in_order() {
        // Given
        say(Map.of("text", "Hello"));
        String conversation = conversation();
        String file = ours.agent().api().contentType(ContentType.MULTIPART)
                .multiPart("file", "a.txt", "Hi".getBytes(java.nio.charset.StandardCharsets.UTF_8), "text/plain")
                .post("/rest/v1/attachments").then().statusCode(201).extract().path("id");

        // When
        String first = answer(conversation, Map.of("text", "With a file", "attachments", List.of(file)));
        String second = answer(conversation, Map.of("text", "A long story. ".repeat(400)));

        // Then
        eventually(() -> message(first).body("delivery_status", equalTo("sent")));
        eventually(() -> message(second).body("delivery_status", equalTo("sent")));
        phone()
                .body("items", hasSize(4))
                .body("items[1].caption", equalTo("With a file"))
                .body("items[1].document.file_name", equalTo("a.txt"))
                .body("items[2].text.length()", greaterThan(3000))
                .body("items[3].text", containsString("A long story."));
    }

    @Test
    void a_pressed_button_comes_back_with_its_label_and_its_own_id_however_long() {
        // Given
        say(Map.of("text", "Hello"));
        String conversation = conversation();
        String longId = "order:" + "1042-".repeat(30);
        String question = answer(conversation, Map.of("text", "Which order?", "buttons", List.of(Map.of("id", longId, "title", "Order 1042"))));
        eventually(() -> message(question).body("delivery_status", equalTo("sent")));
        JsonPath shown = phone().extract().jsonPath();

        // When
        control("/" + bot + "/chats/" + customer + "/presses", Map.of(
                "message_id", shown.getLong("items[1].message_id"),
                "callback_data", shown.getString("items[1].reply_markup.inline_keyboard[0][0].callback_data")));

        // Then
        eventually(() -> messages(conversation)
                .body("items[0].kind", equalTo("postback"))
                .body("items[0].text", equalTo("Order 1042"))
                .body("items[0].content.payload", equalTo(longId))
                .body("items[0].reply_to_id", equalTo(question)));
        eventually(() -> given().get(CONTROL + "/" + bot + "/calls").then().body("items.method", hasItem("answerCallbackQuery")));
    }

    @Test
    void a_customer_who_blocked_the_bot_is_a_failure_with_its_hint() {
        // Given
        say(Map.of("text", "Hello"));
        String conversation = conversation();
        control("/" + bot + "/chats/" + customer + "/block", Map.of());

        // When
        String message = answer(conversation, Map.of("text", "Hello Ada"));

        // Then
        eventually(() -> message(message)
                .body("delivery_status", equalTo("failed"))
                .body("error.code", equalTo("recipient_unreachable"))
                .body("error.detail", containsString("bot was blocked by the user"))
                .body("error.hint", equalTo("The customer blocked this bot; they must unblock it to receive messages")));
    }

    @Test
    void a_pause_and_an_outage_are_waited_out_and_the_message_goes_once() {
        // Given
        say(Map.of("text", "Hello"));
        String conversation = conversation();
        control("/" + bot + "/chats/" + customer + "/failure", Map.of("kind", "flood", "seconds", 1));

        // When
        String message = answer(conversation, Map.of("text", "Hello Ada"));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("sent")));
        phone().body("items", hasSize(2));
    }

    @Test
    void a_line_that_drops_after_the_message_left_is_told_and_not_tried_again() {
        // Given
        say(Map.of("text", "Hello"));
        String conversation = conversation();
        control("/" + bot + "/chats/" + customer + "/failure", Map.of("kind", "drop"));

        // When
        String message = answer(conversation, Map.of("text", "Hello Ada"));

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("failed")).body("error.code", equalTo("may_have_been_sent")));
        phone().body("items", hasSize(2));
    }

    @Test
    void after_trouble_in_the_middle_of_a_long_text_only_the_rest_goes_out() {
        // Given
        say(Map.of("text", "Hello"));
        String conversation = conversation();
        control("/" + bot + "/chats/" + customer + "/failure", Map.of("kind", "error", "code", 400, "description", "Bad Request: not enough rights to send text messages to the chat", "after", 1));

        // When
        String message = answer(conversation, Map.of("text", "A long story. ".repeat(400)));
        eventually(() -> message(message).body("delivery_status", equalTo("failed")).body("error.code", equalTo("permission_missing")));
        ours.agent().api().post("/rest/v1/messages/" + message + "/retry").then().statusCode(200);

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("sent")));
        phone().body("items", hasSize(3));
    }

    @Test
    void a_profile_picture_is_shown_with_the_contact() {
        // Given
        control("/" + bot + "/chats/" + customer + "/picture", Map.of());

        // When
        say(Map.of("text", "Hello"));

        // Then
        String contact = ours.agent().api().get("/rest/v1/conversations/" + conversation()).then().extract().path("contact.id");
        eventually(() -> ours.agent().api().get("/rest/v1/contacts/" + contact).then().body("avatar_url", org.hamcrest.Matchers.notNullValue()));
        String url = ours.agent().api().get("/rest/v1/contacts/" + contact).then().extract().path("avatar_url");
        ours.agent().api().get(url).then().statusCode(200).contentType("image/png");
    }

    @Test
    void archiving_the_account_takes_the_webhook_down() {
        // When
        ours.admin().api().delete("/rest/v1/channel_accounts/" + account).then().statusCode(org.hamcrest.Matchers.lessThan(300));

        // Then
        eventually(() -> given().get(CONTROL + "/" + bot).then().body("webhook.is_set", equalTo(false)));
    }

    @Test
    void groups_are_ignored_until_they_are_switched_on() {
        // Given
        String group = control("/" + bot + "/chats", Map.of("type", "supergroup", "title", "Neighbours")).getString("id");

        // When
        control("/" + bot + "/chats/" + group + "/messages", Map.of("text", "Ignored"));
        eventually(() -> ours.admin().api().get("/rest/v1/channel_accounts/" + account + "/journal").then().body("items[0].reason", equalTo("groups_off")));
        ours.admin().api().body(Map.of("settings", Map.of("accept_groups", true))).patch("/rest/v1/channel_accounts/" + account).then().statusCode(200);
        control("/" + bot + "/chats/" + group + "/messages", Map.of("text", "Hello all"));

        // Then
        messages(conversation()).body("items.text", equalTo(List.of("Hello all")));
    }
}
