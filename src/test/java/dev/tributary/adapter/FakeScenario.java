package dev.tributary.adapter;

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
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** A customer at a provider's fake and an agent on the REST interface, who talk to each other through the whole service. */
public abstract class FakeScenario {

    private static final String ACCOUNTS = "/rest/v1/channel_accounts";

    protected TestOrganization ours;
    protected String account;
    private String fake;

    /** What the last answer looks like at the provider. */
    protected abstract void leftAs(String text);

    @Test
    void a_customer_writes_an_agent_answers_and_the_receipts_come_in_any_order() {
        // Given
        control("/receipts", Map.of("scrambled", true));
        control("/messages", Map.of("text", "Do you have it in green?"));
        String conversation = conversation();

        // When
        String message = answer(conversation, "We do.");

        // Then
        eventually(() -> message(message).body("delivery_status", equalTo("read")));
        leftAs("We do.");
        messages(conversation).body("items", hasSize(2));
    }

    /**
     * One of the fake's accounts, with an organization of ours.
     *
     * @param path of the fake's control interface
     * @param id what the account is called there
     */
    protected JsonPath made(String path, String id, Map<String, ?> wanted) {
        ours = TestOrganizations.create();
        JsonPath made = given().contentType(ContentType.JSON).body(wanted).post(path).then().statusCode(201).extract().jsonPath();
        fake = path + "/" + made.getString(id);
        return made;
    }

    protected ValidatableResponse opened(String type, Map<String, ?> settings) {
        ValidatableResponse created = ours.admin().api().body(Map.of("name", type, "type", type, "settings", settings)).post(ACCOUNTS).then().statusCode(201);
        account = created.extract().path("id");
        return created;
    }

    protected JsonPath control(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(fake + path).then().statusCode(201).extract().jsonPath();
    }

    protected ValidatableResponse fake(String path) {
        return given().get(fake + path).then().statusCode(200);
    }

    protected ValidatableResponse sent() {
        return fake("/sent");
    }

    protected ValidatableResponse stored() {
        return ours.admin().api().get(ACCOUNTS + "/" + account).then().statusCode(200);
    }

    protected ValidatableResponse message(String id) {
        return ours.agent().api().get("/rest/v1/messages/" + id).then().statusCode(200);
    }

    protected ValidatableResponse messages(String conversation) {
        return ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(200);
    }

    protected String answer(String conversation, String text) {
        return answer(conversation, Map.of("text", text));
    }

    protected String answer(String conversation, Map<String, ?> message) {
        return ours.agent().api().body(message).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
    }

    protected String conversation() {
        eventually(() -> ours.agent().api().get("/rest/v1/conversations").then().body("items", hasSize(1)));
        return ours.agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");
    }

    protected static void eventually(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(check);
    }
}
