package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tributary.MovableClock;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program's way in. */
@QuarkusTest
class ApiTokenTest {
    @Inject
    MovableClock clock;

    private TestOrganization ours;

    @BeforeEach
    void anOrganization() {
        ours = TestOrganizations.create();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_token_is_shown_once_and_stored_as_a_hash() throws SQLException {
        Response made = make(Map.of("name", "CRM"));

        made.then().statusCode(201).body("token", startsWith("trb_")).body("scopes", contains("*"));
        String token = made.path("token");
        String listed = ours.admin().api().get("/rest/v1/api_tokens").then().body("items.name", hasItem("CRM")).extract().asString();
        assertFalse(listed.contains(token));
        try (Connection database = TestOrganizations.connect();
                ResultSet rows = database.createStatement().executeQuery("select count(*) from api_token t where t::text like '%" + token.substring(4) + "%'")) {
            rows.next();
            assertEquals(0, rows.getInt(1));
        }
        with(token).get("/rest/v1/session").then().statusCode(200).body("user.id", equalTo(ours.admin().id().toString())).body("csrf_token", nullValue());
    }

    @Test
    void a_scoped_token_does_what_its_scopes_say_and_no_more() {
        String token = make(Map.of("name", "reader", "scopes", List.of("users:read", "teams:write"))).path("token");

        with(token).get("/rest/v1/users").then().statusCode(200);
        with(token).get("/rest/v1/teams").then().statusCode(200);
        with(token).body(Map.of("name", "Made by a program")).post("/rest/v1/teams").then().statusCode(201);
        with(token).get("/rest/v1/audit_entries").then().statusCode(403).body("detail", equalTo("This API token lacks the scope audit:read."));
        with(token).body(Map.of("name", "x", "email", "x@example.org", "role", "agent")).post("/rest/v1/users").then().statusCode(403);
        with(token).get("/rest/v1/session").then().body("permissions", not(hasItem("users:write"))).body("permissions", hasItem("teams:read"));
    }

    @Test
    void a_token_never_does_more_than_its_user_may() {
        String token = ours.agent().apiToken();

        with(token).get("/rest/v1/api_tokens").then().statusCode(403);
        with(token).body(Map.of("name", "x")).post("/rest/v1/api_tokens").then().statusCode(403);
        String admins = make(Map.of("name", "all")).path("token");
        ours.owner().api().body(Map.of("role", "agent")).patch("/rest/v1/users/" + ours.admin().id()).then().statusCode(200);
        with(admins).get("/rest/v1/audit_entries").then().statusCode(403);
    }

    @Test
    void a_token_cannot_make_a_stronger_one() {
        String token = make(Map.of("name", "maker", "scopes", List.of("api_tokens:write"))).path("token");

        with(token).body(Map.of("name", "x", "scopes", List.of("*"))).post("/rest/v1/api_tokens").then().statusCode(403);
        with(token).body(Map.of("name", "x")).post("/rest/v1/api_tokens").then().statusCode(201).body("scopes", contains("api_tokens:write"));
    }

    @Test
    void a_revoked_token_stops_with_the_next_request() {
        Response made = make(Map.of("name", "short-lived"));
        with(made.path("token")).get("/rest/v1/session").then().statusCode(200);

        ours.admin().api().delete("/rest/v1/api_tokens/" + made.path("id")).then().statusCode(204);

        with(made.path("token")).get("/rest/v1/session").then().statusCode(401).body("code", equalTo("not_signed_in"));
        ours.admin().api().get("/rest/v1/api_tokens").then().body("items.name", not(hasItem("short-lived")));
        ours.admin().api().delete("/rest/v1/api_tokens/" + made.path("id")).then().statusCode(404);
    }

    @Test
    void a_token_expires_when_it_was_told_to() {
        Response made = make(Map.of("name", "a day", "expires_at", clock.instant().plus(Duration.ofDays(1)).toString()));
        made.then().statusCode(201);
        with(made.path("token")).get("/rest/v1/session").then().statusCode(200);

        clock.advance(Duration.ofDays(1));

        with(made.path("token")).get("/rest/v1/session").then().statusCode(401);
        make(Map.of("name", "past", "expires_at", "2020-01-01T00:00:00Z")).then().statusCode(400).body("errors.field", contains("expires_at"));
    }

    @Test
    void the_last_use_is_noted() {
        String path = "items.find { it.id == '" + ours.agent().tokenId() + "' }.last_used_at";
        ours.admin().api().get("/rest/v1/api_tokens").then().body(path, nullValue());

        ours.agent().api().get("/rest/v1/session").then().statusCode(200);

        ours.admin().api().get("/rest/v1/api_tokens").then().body(path, notNullValue());
    }

    @Test
    void unknown_scopes_are_refused_by_name() {
        make(Map.of("name", "x", "scopes", List.of("coffee:write"))).then().statusCode(400).body("errors.field", contains("scopes"));
        make(Map.of("name", "x", "scopes", List.of())).then().statusCode(400);
    }

    private Response make(Map<String, ?> token) {
        return ours.admin().api().body(token).post("/rest/v1/api_tokens");
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }
}
