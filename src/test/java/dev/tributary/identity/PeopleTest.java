package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users and teams: who may do what to whom. */
@QuarkusTest
class PeopleTest {
    private TestOrganization ours;

    @BeforeEach
    void anOrganization() {
        ours = TestOrganizations.create();
    }

    @Test
    void an_admin_adds_an_agent_who_signs_in_with_the_password_shown_once() {
        String email = "new-" + UUID.randomUUID() + "@example.org";

        Response added = add(ours.admin(), email, "agent");

        added.then().statusCode(201).body("initial_password", notNullValue()).body("is_active", equalTo(true)).body("presence", equalTo("offline"));
        String id = added.path("id");
        ours.admin().api().get("/rest/v1/users/" + id).then().statusCode(200).body("initial_password", nullValue());
        signIn(email, added.path("initial_password")).then().statusCode(200).body("user.id", equalTo(id));
    }

    @Test
    void an_address_signs_in_to_one_account() {
        add(ours.admin(), ours.agent().email().toUpperCase(Locale.ROOT), "agent")
                .then()
                .statusCode(409)
                .body("code", equalTo("email_taken"));
    }

    @Test
    void wrong_fields_are_all_named() {
        ours.admin()
                .api()
                .body(Map.of("name", " ", "email", "not an address", "role", "agent"))
                .post("/rest/v1/users")
                .then()
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("name", "email"));
        ours.admin().api().body(Map.of("name", "A", "email", "a@example.org", "role", "king")).post("/rest/v1/users").then().statusCode(400);
        ours.admin().api().body(Map.of("name", "A", "shoe_size", 44)).post("/rest/v1/users").then().statusCode(400);
    }

    @Test
    void an_agent_manages_nobody_but_may_change_their_own_name() {
        TestUser agent = ours.agent();

        add(agent, "x-" + UUID.randomUUID() + "@example.org", "agent").then().statusCode(403).body("code", equalTo("forbidden"));
        agent.browser().body(Map.of("name", "Me")).patch("/rest/v1/users/" + ours.admin().id()).then().statusCode(403);
        agent.browser().delete("/rest/v1/users/" + ours.admin().id()).then().statusCode(403);
        agent.browser().body(Map.of("role", "owner")).patch("/rest/v1/users/" + agent.id()).then().statusCode(403);
        agent.browser().body(Map.of("name", "Me")).patch("/rest/v1/users/" + agent.id()).then().statusCode(200).body("name", equalTo("Me"));
    }

    @Test
    void an_admin_cannot_touch_or_make_an_owner() {
        TestUser admin = ours.admin();
        String owner = "/rest/v1/users/" + ours.owner().id();

        add(admin, "x-" + UUID.randomUUID() + "@example.org", "owner").then().statusCode(403);
        admin.api().body(Map.of("role", "agent")).patch(owner).then().statusCode(403);
        admin.api().body(Map.of("email", "mine@example.org")).patch(owner).then().statusCode(403);
        admin.api().delete(owner).then().statusCode(403);
        admin.api().post(owner + "/password").then().statusCode(403);
        admin.api().body(Map.of("role", "owner")).patch("/rest/v1/users/" + admin.id()).then().statusCode(403);
        ours.owner().api().body(Map.of("role", "owner")).patch("/rest/v1/users/" + admin.id()).then().statusCode(200);
    }

    @Test
    void the_last_owner_stays() {
        TestUser owner = ours.owner();
        String self = "/rest/v1/users/" + owner.id();

        owner.api().body(Map.of("role", "admin")).patch(self).then().statusCode(409).body("code", equalTo("last_owner"));
        owner.api().body(Map.of("is_active", false)).patch(self).then().statusCode(409);
        owner.api().delete(self).then().statusCode(409);

        TestUser second = TestOrganizations.addUser(ours, Role.OWNER);
        second.api().body(Map.of("role", "admin")).patch(self).then().statusCode(200).body("role", equalTo("admin"));
    }

    @Test
    void a_removed_user_is_gone_with_sessions_and_tokens_and_may_come_back() {
        TestUser agent = ours.agent();

        ours.admin().api().delete("/rest/v1/users/" + agent.id()).then().statusCode(204);

        ours.admin().api().get("/rest/v1/users/" + agent.id()).then().statusCode(404);
        ours.admin().api().get("/rest/v1/users").then().body("items.id", not(hasItem(agent.id().toString())));
        agent.browser().get("/rest/v1/session").then().statusCode(401);
        agent.api().get("/rest/v1/session").then().statusCode(401);
        add(ours.admin(), agent.email(), "agent").then().statusCode(201).body("id", not(equalTo(agent.id().toString())));
    }

    @Test
    void a_lost_password_is_replaced_and_ends_all_sessions() {
        TestUser agent = ours.agent();

        Response reset = ours.admin().api().post("/rest/v1/users/" + agent.id() + "/password");

        reset.then().statusCode(200);
        agent.browser().get("/rest/v1/session").then().statusCode(401);
        signIn(agent.email(), TestOrganizations.PASSWORD).then().statusCode(401);
        signIn(agent.email(), reset.path("initial_password")).then().statusCode(200);
    }

    @Test
    void users_are_listed_page_by_page() {
        Response first = ours.agent().api().get("/rest/v1/users?limit=2");
        first.then().statusCode(200).body("items", hasSize(2)).body("next_cursor", notNullValue());

        Response second = ours.agent().api().queryParam("cursor", first.<String>path("next_cursor")).get("/rest/v1/users?limit=2");

        second.then().statusCode(200).body("items", hasSize(1)).body("next_cursor", nullValue());
        ours.agent().api().get("/rest/v1/users?cursor=made-up").then().statusCode(400).body("code", equalTo("cursor_invalid"));
    }

    @Test
    void a_team_has_members_of_its_own_organization_alone() {
        TestOrganization theirs = TestOrganizations.create();
        UUID agent = ours.agent().id();

        Response team = ours.admin().api().body(Map.of("name", "Sales", "member_ids", List.of(agent))).post("/rest/v1/teams");
        team.then().statusCode(201).body("member_ids", contains(agent.toString()));
        String path = "/rest/v1/teams/" + team.path("id");

        ours.admin().api().body(Map.of("member_ids", List.of(theirs.agent().id()))).patch(path).then().statusCode(400).body("errors.field", contains("member_ids"));
        ours.agent().api().get(path).then().statusCode(200).body("member_ids", contains(agent.toString()));
        ours.agent().api().get("/rest/v1/users/" + agent).then().body("team_ids", contains(team.<String>path("id")));
        UUID admin = ours.admin().id();
        ours.admin().api().body(Map.of("member_ids", List.of(admin))).patch(path).then().statusCode(200).body("member_ids", contains(admin.toString())).body("name", equalTo("Sales"));
        ours.admin().api().body(Map.of("name", "SALES")).post("/rest/v1/teams").then().statusCode(409).body("code", equalTo("team_name_taken"));
        ours.agent().api().delete(path).then().statusCode(403);
        ours.admin().api().delete(path).then().statusCode(204);
        ours.admin().api().get(path).then().statusCode(404);
    }

    @Test
    void teams_are_listed_page_by_page() {
        for (String name : List.of("A", "B", "C")) {
            ours.admin().api().body(Map.of("name", name)).post("/rest/v1/teams").then().statusCode(201);
        }
        Response first = ours.agent().api().get("/rest/v1/teams?limit=2");
        List<String> names = first.path("items.name");

        assertEquals(List.of("A", "B"), names);
        ours.agent().api().queryParam("cursor", first.<String>path("next_cursor")).get("/rest/v1/teams").then().body("items.name", contains("C"));
    }

    private static Response add(TestUser by, String email, String role) {
        return by.api().body(Map.of("name", "New", "email", email, "role", role)).post("/rest/v1/users");
    }

    private static Response signIn(String email, String password) {
        return given().contentType(ContentType.JSON).body(Map.of("email", email, "password", password)).post("/rest/v1/session");
    }
}
