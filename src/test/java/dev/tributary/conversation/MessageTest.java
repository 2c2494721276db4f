package dev.tributary.conversation;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.MovableClock;
import dev.tributary.TestUser;
import dev.tributary.channel.ScriptedAdapter;
import dev.tributary.channel.SendOutcome.Waiting;
import dev.tributary.identity.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be said, by whom, and what is refused before it was ever promised. */
@QuarkusTest
class MessageTest {

    private static final byte[] PNG = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Inject
    MovableClock clock;

    private Scene scene;
    private TestUser agent;
    private UUID conversation;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
        scene = Scene.create();
        agent = scene.organization().agent();
        conversation = scene.conversation();
        ScriptedAdapter.onSend(scene.accountId(), _ -> Uni.createFrom().item(new Waiting()));
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_message_is_queued_and_heads_the_list() {
        // When
        post(Map.of("text", "Hello Anna")).statusCode(201)
                .body("direction", equalTo("outbound")).body("kind", equalTo("text")).body("author.name", equalTo(agent.name())).body("author.type", equalTo("user"));

        // Then
        agent.api().get("/rest/v1/conversations/" + conversation).then()
                .body("last_message.preview", equalTo("Hello Anna")).body("last_message.direction", equalTo("outbound")).body("unread_count", equalTo(0));
        assertEquals(2, Scene.count("select count(*) from change_event where conversation_id = ? and kind in ('message.created', 'conversation.updated')", conversation));
    }

    @Test
    void the_same_client_id_twice_is_one_message() {
        // Given
        UUID clientId = UUID.randomUUID();

        // When
        String first = post(Map.of("text", "once", "client_id", clientId)).statusCode(201).extract().path("id");
        String second = post(Map.of("text", "once", "client_id", clientId)).statusCode(201).extract().path("id");

        // Then
        assertEquals(first, second);
        assertEquals(1, Scene.count("select count(*) from message where conversation_id = ?", conversation));
    }

    @Test
    void a_note_stays_here() {
        // When
        post(Map.of("text", "be careful", "private", true)).statusCode(201).body("direction", equalTo("note")).body("delivery_status", nullValue());

        // Then
        assertEquals(0, Scene.count("select count(*) from outbox where channel_account_id = ?", scene.accountId()));
    }

    @Test
    void what_the_channel_does_not_take_is_refused_with_its_field() {
        post(Map.of()).statusCode(400).body("errors.field", contains("text"));
        post(Map.of("text", "   ")).statusCode(400).body("errors.field", contains("text"));
        post(Map.of("text", "x".repeat(100))).statusCode(201);
        post(Map.of("text", "x".repeat(101))).statusCode(400).body("errors.field", contains("text"));
        List<Map<String, String>> buttons = List.of(Map.of("id", "1", "title", "a"), Map.of("id", "2", "title", "b"), Map.of("id", "3", "title", "c"), Map.of("id", "4", "title", "d"));
        post(Map.of("text", "choose", "buttons", buttons)).statusCode(400).body("errors.field", contains("buttons"));
        post(Map.of("text", "choose", "buttons", buttons.subList(0, 3))).statusCode(201).body("content.buttons", hasSize(3));
        post(Map.of("text", "see above", "reply_to_id", UUID.randomUUID())).statusCode(400).body("errors.field", contains("reply_to_id"));
        post(Map.of("text", "x", "attachments", List.of(UUID.randomUUID()))).statusCode(400).body("errors.field", contains("attachments[0]"));
        post(Map.of("text", "x", "template", Map.of("name", "hello", "language", "en"))).statusCode(400).body("errors.field", contains("template"));
        post(Map.of("txt", "x")).statusCode(400);
    }

    @Test
    void html_has_at_most_256_kilobytes_however_few_characters_those_are() {
        post(Map.of("html", "<p>" + "é".repeat(131_000) + "</p>", "text", "short")).statusCode(201);
        post(Map.of("html", "<p>" + "é".repeat(131_072) + "</p>", "text", "short")).statusCode(400).body("errors.field", contains("html"));
    }

    @Test
    void html_is_made_harmless_before_it_is_stored() {
        post(Map.of("html", "<p onclick=\"steal()\">Hello <b>Anna</b></p><script>steal()</script><a href=\"javascript:steal()\">x</a>")).statusCode(201)
                .body("html", not(containsString("steal")))
                .body("html", containsString("<b>Anna</b>"))
                .body("text", containsString("Hello Anna"));
    }

    @Test
    void free_text_is_accepted_until_the_window_closes_and_not_a_minute_longer() {
        // Given
        UUID before = scene.conversation("Before", Instant.now().minus(Duration.ofHours(23).plusMinutes(59)));
        UUID after = scene.conversation("After", Instant.now().minus(Duration.ofHours(24).plusMinutes(1)));

        // Then
        post(before, Map.of("text", "in time")).statusCode(201);
        post(after, Map.of("text", "too late")).statusCode(409).body("code", equalTo("reply_window_closed"));
        post(after, Map.of("text", "but we can still note it", "private", true)).statusCode(201);
        agent.api().get("/rest/v1/conversations/" + after).then().body("reply_window.open", equalTo(false));
    }

    @Test
    void an_account_that_cannot_carry_it_refuses_with_a_hint() {
        Scene.execute("update channel_account set is_active = false where id = ?", scene.accountId());
        post(Map.of("text", "x")).statusCode(409).body("code", equalTo("channel_account_inactive"));
        Scene.execute("update channel_account set is_active = true, connection_state = 'disconnected', connection_problem = '{\"hint\": \"Paste a new token.\"}' where id = ?", scene.accountId());
        post(Map.of("text", "x")).statusCode(409).body("code", equalTo("channel_account_disconnected")).body("hint", equalTo("Paste a new token."));
        Scene.execute("update channel_account set connection_state = 'connected', archived_at = now() where id = ?", scene.accountId());
        post(Map.of("text", "x")).statusCode(409).body("code", equalTo("channel_account_archived"));
    }

    @Test
    void a_closed_conversation_is_not_written_into() {
        agent.api().body(Map.of("status", "closed")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);
        post(Map.of("text", "x")).statusCode(409).body("code", equalTo("conversation_closed"));
    }

    @Test
    void a_reply_that_somebody_else_was_faster_with_is_held_back_if_the_sender_asks() {
        // Given
        String seen = post(Map.of("text", "first")).extract().path("id");
        TestUser colleague = scene.organization().user(Role.ADMIN);
        String newer = colleague.api().body(Map.of("text", "I take it")).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");

        // Then
        post(Map.of("text", "me too", "seen_message_id", seen)).statusCode(409)
                .body("code", equalTo("newer_reply_exists")).body("newer_message_ids", contains(newer));
        post(Map.of("text", "me too", "seen_message_id", newer)).statusCode(201);
        post(Map.of("text", "anyway")).statusCode(201);
    }

    @Test
    void an_uploaded_file_goes_into_one_message() {
        // Given
        String upload = agent.api().contentType(ContentType.MULTIPART).multiPart("file", "../../evil.png", PNG, "text/html").post("/rest/v1/attachments").then().statusCode(201)
                .body("kind", equalTo("image")).body("content_type", equalTo("image/png")).body("file_name", equalTo("evil.png")).extract().path("id");

        // When
        post(Map.of("attachments", List.of(upload))).statusCode(201).body("kind", equalTo("image")).body("attachments.id", contains(upload));

        // Then
        post(Map.of("attachments", List.of(upload))).statusCode(400).body("errors.field", contains("attachments[0]"));
        Scene other = Scene.create();
        other.organization().agent().api().get("/rest/v1/attachments/" + upload).then().statusCode(404);
    }

    @Test
    void a_form_that_is_none_is_refused_and_breaks_nothing() {
        String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\n.png\"\r\n\r\nx\r\n--b--\r\n";
        agent.api().contentType("multipart/form-data; boundary=b").body(form.getBytes(java.nio.charset.StandardCharsets.UTF_8)).post("/rest/v1/attachments").then()
                .statusCode(400).body("code", equalTo("multipart_malformed"));
        agent.api().contentType(ContentType.MULTIPART).multiPart("other", "x").post("/rest/v1/attachments").then().statusCode(400).body("errors.field", contains("file"));
    }

    @Test
    void a_thread_is_paged_from_its_end() {
        // Given
        for (int n = 0; n < 5; n++) {
            post(Map.of("text", "number " + n)).statusCode(201);
        }

        // When
        var first = agent.api().queryParam("limit", 3).get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.text", contains("number 4", "number 3", "number 2")).extract();

        // Then
        agent.api().queryParam("limit", 3).queryParam("cursor", (String) first.path("next_cursor")).get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.text", contains("number 1", "number 0")).body("next_cursor", nullValue());
    }

    private ValidatableResponse post(Map<String, ?> message) {
        return post(conversation, message);
    }

    private ValidatableResponse post(UUID id, Map<String, ?> message) {
        return agent.api().body(message).post("/rest/v1/conversations/" + id + "/messages").then();
    }
}
