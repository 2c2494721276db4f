package dev.tributary.contact;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.TestUser;
import dev.tributary.channel.ScriptedAdapter;
import dev.tributary.conversation.Scene;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People: written down, found, corrected, merged, deleted. */
@QuarkusTest
class ContactTest {

    private static final String CONTACTS = "/rest/v1/contacts";

    private Scene scene;
    private TestUser agent;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
        scene = Scene.create();
        agent = scene.organization().agent();
    }

    @Test
    void a_contact_is_written_down_and_found_by_the_beginning_of_a_word() {
        // Given
        String id = create(Map.of("name", "Łukasz Kowalski", "email", "Lukasz@Example.org", "phone", "+49 30 901820")).extract().path("id");

        // Then
        agent.api().get(CONTACTS + "/" + id).then().statusCode(200)
                .body("email", equalTo("lukasz@example.org")).body("phone", equalTo("+4930901820"))
                .body("identities.kind", containsInAnyOrder("email", "phone")).body("crm", nullValue());
        agent.api().queryParam("q", "kowal").get(CONTACTS).then().body("items.id", contains(id));
        agent.api().queryParam("q", "nobody").get(CONTACTS).then().body("items", hasSize(0));
    }

    @Test
    void wrong_addresses_are_refused_by_name_and_taken_ones_name_their_holder() {
        create(Map.of("name", "A", "email", "not an address"), 400).body("errors.field", contains("email"));
        create(Map.of("name", "A", "phone", "030 901820"), 400).body("errors.field", contains("phone"));
        String holder = create(Map.of("name", "A", "email", "a@example.org")).extract().path("id");
        create(Map.of("name", "B", "email", "A@example.org"), 409).body("code", equalTo("contact_email_taken")).body("contact_id", equalTo(holder));
    }

    @Test
    void a_change_keeps_what_it_does_not_name_and_null_takes_away() {
        // Given
        String id = create(Map.of("name", "Anna", "email", "anna@example.org", "attributes", Map.of("plan", "gold", "city", "Ulm"))).extract().path("id");
        Map<String, Object> change = new HashMap<>();
        change.put("email", null);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("plan", null);
        change.put("attributes", attributes);

        // When
        agent.api().body(change).patch(CONTACTS + "/" + id).then().statusCode(200);

        // Then
        agent.api().get(CONTACTS + "/" + id).then()
                .body("name", equalTo("Anna")).body("email", nullValue()).body("identities", hasSize(0)).body("attributes", equalTo(Map.of("city", "Ulm")));
    }

    @Test
    void merging_gives_everything_to_the_other_one() {
        // Given
        UUID conversation = scene.conversation();
        String source = Scene.text("select contact_id::text from conversation where id = ?", conversation);
        String target = create(Map.of("name", "Anna Schmidt-Meier", "email", "anna@example.org")).extract().path("id");

        // When
        agent.api().body(Map.of("into", target)).post(CONTACTS + "/" + source + "/merge").then().statusCode(200)
                .body("id", equalTo(target)).body("identities", hasSize(2));

        // Then
        agent.api().get(CONTACTS + "/" + target + "/conversations").then().statusCode(200).body("items.id", contains(conversation.toString()));
        agent.api().get(CONTACTS + "/" + source).then().statusCode(200).body("id", equalTo(target));
        agent.api().body(Map.of("into", target)).post(CONTACTS + "/" + target + "/merge").then().statusCode(400);
    }

    @Test
    void deleting_is_for_admins_and_leaves_nothing() {
        // Given
        UUID conversation = scene.conversation();
        scene.inbound(conversation, "my secret");
        String id = Scene.text("select contact_id::text from conversation where id = ?", conversation);
        agent.api().delete(CONTACTS + "/" + id).then().statusCode(403);

        // When
        scene.organization().admin().api().delete(CONTACTS + "/" + id).then().statusCode(204);

        // Then
        assertEquals(0, Scene.count("select count(*) from message where conversation_id = ?", conversation));
        agent.api().get(CONTACTS + "/" + id).then().statusCode(404);
    }

    @Test
    void a_directory_is_imported_line_by_line_and_recognises_who_is_there() {
        // Given
        String contact = create(Map.of("name", "Anna", "email", "anna@example.org")).extract().path("id");
        String csv = """
                name,kind,email,phone,url
                "Schmidt, Anna",client,Anna@example.org,,https://crm.example/1
                ,lead,x@example.org,,
                Boris,friend,,,
                Clara,lead,,+4930901820,
                """;

        // When
        agent.api().contentType("text/csv").body(csv).post("/rest/v1/crm_records/import").then().statusCode(200)
                .body("imported", equalTo(2)).body("refused.message", contains("name is empty", "kind must be one of client, contact, lead"));

        // Then
        agent.api().get(CONTACTS + "/" + contact).then().body("crm.kind", equalTo("client")).body("crm.name", equalTo("Schmidt, Anna"));
        agent.api().contentType("text/csv").body("a,b\n1,2").post("/rest/v1/crm_records/import").then().statusCode(400).body("code", equalTo("csv_invalid"));
    }

    private io.restassured.response.ValidatableResponse create(Map<String, ?> contact) {
        return create(contact, 201);
    }

    private io.restassured.response.ValidatableResponse create(Map<String, ?> contact, int status) {
        return agent.api().body(contact).post(CONTACTS).then().statusCode(status);
    }
}
