package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several workspaces in one installation, and the wall between them. */
@QuarkusTest
class WorkspaceTest {
    @Inject
    EndedSessions ended;

    private TestOrganization ours;

    @BeforeEach
    void anOrganization() {
        ours = TestOrganizations.create();
    }

    @Test
    void an_owner_makes_a_second_workspace_and_goes_there_with_the_same_sign_in() {
        String id = ours.owner().browser().body(Map.of("name", "Second", "time_zone", "Europe/Berlin")).post("/rest/v1/organizations").then().statusCode(201).body("initial_password", nullValue()).extract().path("id");

        ours.owner().browser().get("/rest/v1/organizations").then().body("items.id", contains(ours.id().toString(), id));
        ours.owner().browser().body(Map.of("organization_id", id)).put("/rest/v1/session/organization").then().statusCode(200).body("organization.name", equalTo("Second")).body("user.role", equalTo("owner"));

        ours.owner().browser().get("/rest/v1/session").then().body("organization.id", equalTo(id)).body("user.email", equalTo(ours.owner().email()));
        ours.owner().browser().get("/rest/v1/users").then().body("items", hasSize(1));
        ours.owner().browser().get("/rest/v1/users/" + ours.agent().id()).then().statusCode(404);
        assertTrue(ended.contains(ours.owner().sessionId()), "sockets of the first workspace are closed");
        ours.owner().browser().body(Map.of("organization_id", ours.id())).put("/rest/v1/session/organization").then().statusCode(200);
    }

    @Test
    void nobody_goes_where_they_do_not_belong() {
        TestOrganization theirs = TestOrganizations.create();
        String path = "/rest/v1/organizations/" + theirs.id();

        ours.owner().browser().body(Map.of("organization_id", theirs.id())).put("/rest/v1/session/organization").then().statusCode(404);
        ours.owner().api().get(path).then().statusCode(404);
        ours.owner().api().body(Map.of("name", "Mine")).patch(path).then().statusCode(404);
        ours.owner().api().get("/rest/v1/organizations").then().body("items", hasSize(1));
        ours.admin().api().body(Map.of("name", "x")).post("/rest/v1/organizations").then().statusCode(403);
    }

    @Test
    void a_workspace_made_for_somebody_else_is_closed_to_its_maker() {
        String email = "owner-" + UUID.randomUUID() + "@example.org";
        Response made = ours.owner().api().body(Map.of("name", "Theirs", "owner", Map.of("name", "They", "email", email))).post("/rest/v1/organizations");
        made.then().statusCode(201).body("initial_password", notNullValue());

        ours.owner().api().get("/rest/v1/organizations/" + made.path("id")).then().statusCode(404);
        given().contentType(ContentType.JSON).body(Map.of("email", email, "password", made.<String>path("initial_password"))).post("/rest/v1/session").then().statusCode(200).body("organization.id", equalTo(made.path("id"))).body("user.role", equalTo("owner"));
    }

    @Test
    void a_scoped_token_stays_in_its_own_workspace() {
        String second = ours.owner().api().body(Map.of("name", "Second")).post("/rest/v1/organizations").path("id");
        String token = ours.owner().api().body(Map.of("name", "t", "scopes", List.of("organization:write"))).post("/rest/v1/api_tokens").path("token");

        given().header("Authorization", "Bearer " + token).get("/rest/v1/organizations/" + second).then().statusCode(404);
        given().header("Authorization", "Bearer " + token).get("/rest/v1/organizations/" + ours.id()).then().statusCode(200);
        ours.owner().api().get("/rest/v1/organizations/" + second).then().statusCode(200);
    }

    @Test
    void settings_are_changed_by_admins_and_checked() {
        String path = "/rest/v1/organizations/" + ours.id();

        ours.admin().api().body(Map.of("channels_enabled", false, "locale", "de-AT", "business_hours", Map.of("monday", List.of(Map.of("from", "09:00", "to", "17:00"))))).patch(path).then().statusCode(200).body("channels_enabled", equalTo(false)).body("locale", equalTo("de-AT")).body("business_hours.monday[0].to", equalTo("17:00")).body("name", equalTo(ours.name()));
        ours.agent().api().get(path).then().statusCode(200).body("channels_enabled", equalTo(false));
        ours.agent().api().body(Map.of("name", "x")).patch(path).then().statusCode(403);
        ours.admin().api().body(Map.of("time_zone", "Mars/Base")).patch(path).then().statusCode(400).body("errors.field", contains("time_zone"));
        ours.admin().api().body(Map.of("business_hours", Map.of("monday", "9-17"))).patch(path).then().statusCode(400).body("errors.field", contains("business_hours.monday"));
        ours.admin().api().body(Map.of("locale", "??")).patch(path).then().statusCode(400);
        ours.admin().api().body(Map.of("name", "")).patch(path).then().statusCode(400);
    }

    @Test
    void a_person_of_two_workspaces_keeps_the_password_to_themselves() {
        TestOrganization theirs = TestOrganizations.create();
        Response added = theirs.admin().api().body(Map.of("name", "Guest", "email", ours.agent().email(), "role", "agent")).post("/rest/v1/users");
        added.then().statusCode(201).body("initial_password", nullValue());
        String guest = "/rest/v1/users/" + added.path("id");

        theirs.admin().api().post(guest + "/password").then().statusCode(409).body("code", equalTo("shared_sign_in"));
        theirs.admin().api().body(Map.of("email", "taken-over@example.org")).patch(guest).then().statusCode(409);
        theirs.admin().api().body(Map.of("is_active", false)).patch(guest).then().statusCode(200);
        ours.agent().browser().get("/rest/v1/session").then().statusCode(200);
        ours.agent().browser().get("/rest/v1/organizations").then().body("items.id", contains(ours.id().toString()));
    }

    @Test
    void what_happened_is_in_the_audit_log_without_secrets() {
        ours.admin().api().body(Map.of("name", "Support")).post("/rest/v1/teams").then().statusCode(201);
        String token = ours.admin().browser().body(Map.of("name", "CRM")).post("/rest/v1/api_tokens").path("token");
        String password = ours.admin().browser().post("/rest/v1/users/" + ours.agent().id() + "/password").path("initial_password");

        Response log = ours.admin().api().get("/rest/v1/audit_entries");

        log.then().statusCode(200).body("items.action", contains("user.password_reset", "api_token.created", "team.created")).body("items[2].actor.type", equalTo("api_token")).body("items[1].actor.type", equalTo("user")).body("items[1].actor.id", equalTo(ours.admin().id().toString())).body("items[1].detail.name", equalTo("CRM"));
        assertTrue(!log.asString().contains(token) && !log.asString().contains(password));
        ours.agent().api().get("/rest/v1/audit_entries").then().statusCode(403);
        ours.admin().api().get("/rest/v1/audit_entries?action=team.created").then().body("items", hasSize(1));
        ours.admin().api().get("/rest/v1/audit_entries?target_id=" + ours.agent().id()).then().body("items.action", hasItem("user.password_reset"));
        String cursor = ours.admin().api().get("/rest/v1/audit_entries?limit=1").path("next_cursor");
        ours.admin().api().queryParam("cursor", cursor).get("/rest/v1/audit_entries?limit=1").then().body("items.action", contains("api_token.created"));
    }
}
