package dev.tributary.adapter.whatsapplite;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.tributary.TestOrganization;
import dev.tributary.adapter.FakeScenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A phone is linked through a fake gateway, customers write to it, and the link is lost and found again; whichever gateway it is. */
abstract class LinkedPhoneScenario extends FakeScenario {

    static final String CONTROL = "/sandbox/gateway/control/gateways";

    String number;

    /** As the settings call it. */
    abstract String dialect();

    /** What a picture looks like in the gateway's words. */
    abstract Map<String, ?> picture();

    /** What the channel says when the phone ended the link. */
    abstract String unlinked();

    @BeforeEach
    void a_linked_phone() {
        a_gateway();
        scan();
        eventually(() -> stored().body("connection.state", equalTo("connected")));
    }

    private void a_gateway() {
        JsonPath made = made(CONTROL, "gateway_id", Map.of());
        number = "1555" + (1_000_000 + Math.abs(ours.hashCode() % 8_000_000));
        opened("WHATSAPP_LITE", Map.of(
                        "dialect", dialect(), "base_url", made.getString("base_url"), "api_key", made.getString("api_key"), "risk_accepted", true, "groups_enabled", true))
                .body("connection.problem.detail", startsWith("needs_qr"));
    }

    @Test
    void a_phone_is_linked_by_its_code_and_the_number_is_known() {
        // Given
        a_gateway();

        // When
        String first = qr().body("state", equalTo("needs_qr")).body("qr", startsWith("data:image/png;base64,")).extract().path("qr");

        // Then
        qr().body("qr", not(equalTo(first)));

        // When
        scan();

        // Then
        eventually(() -> stored().body("connection.state", equalTo("connected")).body("settings.sender_id", equalTo("+" + number)));
        qr().body("state", equalTo("connected"));
    }

    @Test
    void what_the_shop_writes_on_its_phone_is_shown_once() {
        // Given
        control("/messages", Map.of("text", "Hello?"));
        String conversation = conversation();

        // When
        control("/messages", Map.of("text", "Answered from the phone", "from_me", true));

        // Then
        eventually(() -> messages(conversation).body("items.text", hasItems("Hello?", "Answered from the phone")).body("items", hasSize(2)));
    }

    @Test
    void a_message_whose_answer_was_lost_is_known_by_its_echo_and_shown_once() {
        // Given
        control("/messages", Map.of("text", "Hello?"));
        String conversation = conversation();
        control("/failure", Map.of("lost", true));

        // When
        String message = answer(conversation, "Good morning");

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("read")).body("error", nullValue()));
        messages(conversation).body("items.text", contains("Good morning", "Hello?"));
        sent().body("items", hasSize(1));
    }

    @Test
    void a_reaction_of_ours_leaves_and_is_taken_back() {
        // Given
        String id = control("/messages", Map.of("text", "Thank you!")).getString("id");
        String conversation = conversation();
        String theirs = messages(conversation).extract().path("items[0].id");

        // When
        ours.agent().api().body(Map.of("emoji", "👍")).put("/rest/v1/messages/" + theirs + "/reaction").then().statusCode(200).body("reactions[0].emoji", equalTo("👍"));
        ours.agent().api().delete("/rest/v1/messages/" + theirs + "/reaction").then().statusCode(200).body("reactions", hasSize(0));

        // Then
        eventually(() -> sent().body("items.reaction", contains("👍", "")));
        reactedTo(id);
    }

    abstract void reactedTo(String id);

    @Test
    void a_phone_that_unlinks_turns_the_channel_red_and_a_fresh_code_links_it_again() {
        // When
        control("/unlink", Map.of());

        // Then
        eventually(() -> stored().body("connection.state", equalTo("disconnected")).body("connection.problem.hint", equalTo(unlinked())));
        eventually(() -> qr().body("state", equalTo("needs_qr")).body("qr", startsWith("data:image/png")));

        // When
        scan();

        // Then
        eventually(() -> stored().body("connection.state", equalTo("connected")));
    }

    @Test
    void what_is_written_while_the_line_is_down_leaves_when_it_is_back() {
        // Given
        control("/messages", Map.of("text", "Hello?"));
        String conversation = conversation();
        control("/drop", Map.of());
        eventually(() -> stored().body("connection.state", equalTo("connecting")));

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
        // When
        ours.admin().api().delete("/rest/v1/channel_accounts/" + account + "/qr").then().statusCode(204);

        // Then
        fake("").body("state", equalTo("closed"));
        ours.agent().api().get("/rest/v1/channel_accounts/" + account + "/qr").then().statusCode(403);
    }

    @Test
    void a_number_that_another_channel_has_is_not_linked_twice() {
        // Given
        String firstAccount = account;
        TestOrganization first = ours;
        String taken = number;

        // When
        a_gateway();
        number = taken;
        scan();

        // Then
        eventually(() -> stored().body("connection.state", equalTo("disconnected")).body("connection.problem.detail", startsWith("provider_account_taken")));
        first.admin().api().get("/rest/v1/channel_accounts/" + firstAccount).then().body("connection.state", equalTo("connected"));
    }

    @Test
    void a_picture_is_asked_for_and_kept() {
        // When
        control("/messages", Map.of("text", "Look", "data", picture()));

        // Then
        String conversation = conversation();
        eventually(() -> messages(conversation).body("items[0].text", equalTo("Look")).body("items[0].attachments[0].state", equalTo("stored")));
    }

    void scan() {
        control("/scan", Map.of("number", number));
    }

    private ValidatableResponse qr() {
        return ours.admin().api().get("/rest/v1/channel_accounts/" + account + "/qr").then().statusCode(200);
    }
}
