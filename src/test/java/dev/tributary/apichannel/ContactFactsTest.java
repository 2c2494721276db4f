package dev.tributary.apichannel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tributary.webhook.WebhookReceiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers say of the people who write, and what becomes of it here. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class ContactFactsTest extends ApiChannelScenario {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] PNG = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private int messages;

    @BeforeEach
    void the_receiver_takes_everything() {
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(200)));
    }

    @Test
    void a_contact_that_a_message_makes_is_told_once_and_before_its_conversation() {
        // Given
        Channel channel = connectedChannel("contact.created", "contact.updated", "conversation.created");

        // When
        says(channel, "\"name\":\"Anna\"");
        says(channel, "\"name\":\"Anna\"");
        says(channel, "\"name\":\"Anna Schmidt\"");

        // Then
        await().atMost(PATIENCE).until(() -> told("contact.updated").size() == 1);
        assertEquals(1, told("contact.created").size());
        assertEquals("cust-77", told("contact.created").getFirst().getString("data.contact.external_id"));
        assertEquals("Anna Schmidt", told("contact.updated").getFirst().getString("data.contact.name"));
        assertEquals(1, told("conversation.created").size());
    }

    @Test
    void what_a_later_message_says_is_taken_over_also_for_a_contact_without_a_name() {
        // Given
        Channel channel = channel();
        String conversation = says(channel, "\"email\":\"anna@example.com\"");
        assertEquals("anna@example.com", contact(conversation).getString("email"));

        // When
        says(channel, "\"email\":\"anna.schmidt@example.com\",\"phone\":\"+4915112345678\",\"locale\":\"de\",\"custom\":{\"plan\":\"pro\"}");

        // Then
        JsonPath known = contact(conversation);
        assertEquals("anna.schmidt@example.com", known.getString("email"));
        assertEquals("+4915112345678", known.getString("phone"));
        assertEquals("de", known.getString("locale"));
        assertEquals("pro", known.getString("attributes.plan"));
        assertEquals("cust-77", known.getString("name"));
        says(channel, "\"phone\":null,\"custom\":{\"plan\":null,\"seats\":\"5\"},\"name\":\"Anna\"");
        JsonPath after = contact(conversation);
        assertNull(after.getString("phone"));
        assertEquals("anna.schmidt@example.com", after.getString("email"), "what is left out stays");
        assertEquals(Map.of("seats", "5"), after.getMap("attributes"));
        assertEquals("Anna", after.getString("name"));
        assertEquals(0, after.getList("identities.findAll { it.kind == 'phone' }").size());
    }

    @Test
    void the_same_words_again_do_not_undo_what_an_agent_wrote() {
        // Given
        Channel channel = channel();
        String conversation = says(channel, "\"name\":\"Anna\",\"phone\":\"+4915112345678\"");
        String id = contact(conversation).getString("id");
        ours.agent().api().body(Map.of("phone", "+4915199999999", "name", "Anna Schmidt")).patch("/rest/v1/contacts/" + id).then().statusCode(200);

        // When
        says(channel, "\"name\":\"Anna\",\"phone\":\"+4915112345678\"");

        // Then
        assertEquals("+4915199999999", contact(conversation).getString("phone"));
        assertEquals("Anna Schmidt", contact(conversation).getString("name"));
    }

    @Test
    void an_address_that_another_contact_has_proved_is_not_taken_from_them() {
        // Given
        Channel channel = channel();
        says(channel, "cust-1", "\"email\":\"shared@example.com\"");
        String conversation = says(channel, "cust-2", "\"name\":\"Bea\"");

        // When
        says(channel, "cust-2", "\"name\":\"Bea\",\"email\":\"shared@example.com\"");

        // Then
        assertNull(contact(conversation).getString("email"));
    }

    @Test
    void a_number_in_its_other_national_spelling_is_the_same_person_on_another_channel() {
        // Given
        Channel one = channel();
        Channel other = channel(Map.of());

        // When
        String first = contact(says(one, "cust-1", "\"phone\":\"+5511987654321\"")).getString("id");
        String second = contact(says(other, "user-9", "\"phone\":\"+551187654321\"")).getString("id");

        // Then
        assertEquals(first, second);
    }

    @Test
    void a_redelivered_older_message_does_not_turn_a_profile_back() {
        // Given
        Channel channel = channel();
        String older = event("x-old", "cust-77", "\"name\":\"Anna\"");
        String conversation = posted(channel, older).getString("results[0].conversation_id");
        says(channel, "\"name\":\"Anna Schmidt\"");

        // When
        posted(channel, older);

        // Then
        assertEquals("Anna Schmidt", contact(conversation).getString("name"));
    }

    @Test
    void a_picture_is_fetched_shown_replaced_and_taken_back() {
        // Given
        WebhookReceiver.server().stubFor(get(urlEqualTo(path + "/a.png")).willReturn(aResponse().withHeader("Content-Type", "text/plain").withBody(PNG)));
        WebhookReceiver.server().stubFor(get(urlEqualTo(path + "/b.png")).willReturn(aResponse().withBody(PNG)));
        WebhookReceiver.server().stubFor(get(urlEqualTo(path + "/page")).willReturn(aResponse().withHeader("Content-Type", "image/png").withBody("<html></html>")));
        Channel channel = connectedChannel("contact.updated");

        // When
        String conversation = says(channel, "\"avatar_url\":\"" + WebhookReceiver.url(path + "/a.png") + "\"");

        // Then
        await().atMost(PATIENCE).until(() -> contact(conversation).getString("avatar_url") != null);
        String first = contact(conversation).getString("avatar_url");
        assertArrayEquals(PNG, ours.agent().api().get(first).then().statusCode(200).contentType("image/png").extract().asByteArray());
        await().atMost(PATIENCE).until(() -> told("contact.updated").size() == 1);
        assertEquals(1, told("contact.updated").stream().filter(event -> event.getString("data.contact.avatar_url").contains("/api/v1/files/")).count());
        says(channel, "\"avatar_url\":\"" + WebhookReceiver.url(path + "/b.png") + "\"");
        await().atMost(PATIENCE).untilAsserted(() -> assertNotEquals(first, contact(conversation).getString("avatar_url")));
        ours.agent().api().get(first).then().statusCode(404);
        String second = contact(conversation).getString("avatar_url");
        says(channel, "\"avatar_url\":\"" + WebhookReceiver.url(path + "/page") + "\"");
        await().atMost(PATIENCE).untilAsserted(() -> ours.agent().api().get("/rest/v1/contacts/" + contact(conversation).getString("id")).then().body("avatar_url", equalTo(second)));
        says(channel, "\"avatar_url\":null");
        assertNull(contact(conversation).getString("avatar_url"));
        ours.agent().api().get(second).then().statusCode(404);
    }

    private String says(Channel channel, String facts) {
        return says(channel, "cust-77", facts);
    }

    private String says(Channel channel, String externalId, String facts) {
        return posted(channel, event("x-" + messages++ + "-" + UUID.randomUUID(), externalId, facts)).getString("results[0].conversation_id");
    }

    private static String event(String id, String externalId, String facts) {
        return "{\"type\":\"message.created\",\"data\":{\"external_message_id\":\"%s\",\"contact\":{\"external_id\":\"%s\",%s},\"content\":{\"type\":\"text\",\"text\":\"Hello\"}}}"
                .formatted(id, externalId, facts);
    }

    private JsonPath contact(String conversation) {
        String id = ours.agent().api().get("/rest/v1/conversations/" + conversation).then().statusCode(200).extract().path("contact.id");
        return ours.agent().api().get("/rest/v1/contacts/" + id).then().statusCode(200).extract().jsonPath();
    }

    private List<JsonPath> told(String type) {
        return WebhookReceiver.received(path).stream()
                .map(request -> JsonPath.from(request.getBodyAsString()))
                .filter(body -> type.equals(body.getString("type")))
                .toList();
    }
}
