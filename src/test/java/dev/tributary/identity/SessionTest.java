package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.MovableClock;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in, staying signed in, and every way in which that ends. */
@QuarkusTest
class SessionTest {
    @Inject
    MovableClock clock;

    @Inject
    EndedSessions ended;

    @Inject
    SessionRegistry registry;

    private TestOrganization ours;
    private TestUser agent;

    @BeforeEach
    void anOrganization() {
        ours = TestOrganizations.create();
        agent = ours.agent();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use() {
        Response answer = signIn(agent.email(), TestOrganizations.PASSWORD);

        answer.then()
                .statusCode(200)
                .header("Set-Cookie", containsString("HttpOnly"))
                .header("Set-Cookie", containsString("SameSite=Lax"))
                .body("user.email", equalTo(agent.email()))
                .body("user.role", equalTo("agent"))
                .body("organization.id", equalTo(ours.id().toString()))
                .body("organization.channels_enabled", equalTo(true))
                .body("permissions", hasItem("conversations:write"))
                .body("permissions", not(hasItem("channels:write")))
                .body("csrf_token", notNullValue());
        given().cookie("tributary_session", answer.cookie("tributary_session"))
                .get("/rest/v1/session")
                .then()
                .statusCode(200)
                .body("csrf_token", equalTo(answer.path("csrf_token")));
    }

    @Test
    void the_address_may_be_written_in_any_case() {
        signIn(agent.email().toUpperCase(Locale.ROOT), TestOrganizations.PASSWORD).then().statusCode(200);
    }

    @Test
    void a_wrong_password_and_an_unknown_address_have_one_answer_in_one_time() {
        String wrong = signIn(agent.email(), "wrong password").then().statusCode(401).extract().asString();
        String unknown = signIn("nobody@example.org", "wrong password").then().statusCode(401).extract().asString();

        assertEquals(wrong, unknown);
        assertTrue(wrong.contains("credentials_invalid"));
        long known = timeOf(() -> signIn(agent.email(), "wrong password"));
        long nobody = timeOf(() -> signIn("nobody@example.org", "wrong password"));
        // A check takes tens of milliseconds and everything else a few, so leaving it out would show.
        assertTrue(nobody > known / 3, "unknown address: %d ms, known: %d ms".formatted(nobody, known));
    }

    @Test
    void a_deactivated_user_cannot_sign_in_and_is_signed_out() {
        ours.admin().api().body(Map.of("is_active", false)).patch("/rest/v1/users/" + agent.id()).then().statusCode(200);

        signIn(agent.email(), TestOrganizations.PASSWORD).then().statusCode(401).body("code", equalTo("credentials_invalid"));
        agent.browser().get("/rest/v1/session").then().statusCode(401);
        agent.api().get("/rest/v1/session").then().statusCode(401);
        assertTrue(ended.contains(agent.sessionId()));
    }

    @Test
    void nobody_is_told_to_sign_in() {
        given().get("/rest/v1/session").then().statusCode(401).body("code", equalTo("not_signed_in"));
        given().cookie("tributary_session", "made-up").get("/rest/v1/session").then().statusCode(401);
        given().header("Authorization", "Bearer trb_made-up").get("/rest/v1/session").then().statusCode(401);
    }

    @Test
    void how_to_sign_in_is_public() {
        given().get("/rest/v1/sign_in_methods")
                .then()
                .statusCode(200)
                .body("local", equalTo(true))
                .body("oidc", nullValue());
    }

    @Test
    void a_change_by_cookie_needs_the_sessions_own_csrf_token() {
        Map<String, String> away = Map.of("state", "away");

        agent.browserWithoutCsrfToken()
                .body(away)
                .put("/rest/v1/session/presence")
                .then()
                .statusCode(403)
                .body("code", equalTo("csrf_token_invalid"));
        agent.browserWithoutCsrfToken()
                .header("X-CSRF-Token", ours.admin().csrfToken())
                .body(away)
                .put("/rest/v1/session/presence")
                .then()
                .statusCode(403);
        agent.browser().body(away).put("/rest/v1/session/presence").then().statusCode(200);
        agent.browserWithoutCsrfToken().get("/rest/v1/session").then().statusCode(200);
    }

    @Test
    void a_program_needs_no_csrf_token() {
        agent.api().body(Map.of("state", "online")).put("/rest/v1/session/presence").then().statusCode(403)
                .body("code", equalTo("not_for_tokens"));
        ours.admin().api().body(Map.of("name", "Sales")).post("/rest/v1/teams").then().statusCode(201);
    }

    @Test
    void another_sites_page_cannot_sign_a_browser_in() {
        for (String origin : new String[] {"https://evil.example", "null", "not an origin"}) {
            given().contentType(ContentType.JSON)
                    .header("Origin", origin)
                    .body(Map.of("email", agent.email(), "password", TestOrganizations.PASSWORD))
                    .post("/rest/v1/session")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("origin_foreign"));
        }
    }

    @Test
    void signing_out_ends_this_session_alone() {
        String other = signIn(agent.email(), TestOrganizations.PASSWORD).cookie("tributary_session");

        agent.browser().delete("/rest/v1/session").then().statusCode(204).cookie("tributary_session", equalTo(""));

        agent.browser().get("/rest/v1/session").then().statusCode(401);
        given().cookie("tributary_session", other).get("/rest/v1/session").then().statusCode(200);
        assertTrue(ended.contains(agent.sessionId()));
        assertFalse(registry.isAlive(agent.sessionId()).await().atMost(Duration.ofSeconds(5)));
    }

    @Test
    void signing_out_everywhere_ends_every_session_but_no_api_token() {
        String other = signIn(agent.email(), TestOrganizations.PASSWORD).cookie("tributary_session");

        agent.browser().delete("/rest/v1/sessions").then().statusCode(204);

        agent.browser().get("/rest/v1/session").then().statusCode(401);
        given().cookie("tributary_session", other).get("/rest/v1/session").then().statusCode(401);
        agent.api().get("/rest/v1/session").then().statusCode(200);
        ours.admin().browser().get("/rest/v1/session").then().statusCode(200);
    }

    @Test
    void a_password_change_ends_the_other_sessions_and_says_so() {
        Response other = signIn(agent.email(), TestOrganizations.PASSWORD);
        ended.forget();

        changePassword(TestOrganizations.PASSWORD, "a better password").then().statusCode(204);

        agent.browser().get("/rest/v1/session").then().statusCode(200);
        given().cookie("tributary_session", other.cookie("tributary_session")).get("/rest/v1/session").then().statusCode(401);
        assertFalse(ended.contains(agent.sessionId()));
        assertEquals(1, ended.count());
        signIn(agent.email(), TestOrganizations.PASSWORD).then().statusCode(401);
        signIn(agent.email(), "a better password").then().statusCode(200);
    }

    @Test
    void a_password_change_needs_the_current_password_and_a_long_enough_new_one() {
        changePassword("wrong password", "a better password").then().statusCode(400).body("errors.field", contains("current_password"));
        changePassword(TestOrganizations.PASSWORD, "short").then().statusCode(400).body("errors.field", contains("new_password"));
        signIn(agent.email(), TestOrganizations.PASSWORD).then().statusCode(200);
    }

    @Test
    void a_session_that_nobody_uses_ends_and_one_in_use_ends_too_at_last() {
        clock.advance(Duration.ofDays(6));
        agent.browser().get("/rest/v1/session").then().statusCode(200);
        clock.advance(Duration.ofDays(6));
        agent.browser().get("/rest/v1/session").then().statusCode(200);
        ours.admin().browser().get("/rest/v1/session").then().statusCode(401);

        for (int day = 12; day < 30; day += 3) {
            agent.browser().get("/rest/v1/session");
            clock.advance(Duration.ofDays(3));
        }
        agent.browser().get("/rest/v1/session").then().statusCode(401);
    }

    @Test
    void people_see_and_end_their_own_sessions() {
        signIn(agent.email(), TestOrganizations.PASSWORD);
        Response sessions = agent.browser().get("/rest/v1/sessions");
        sessions.then().statusCode(200).body("items", hasSize(2)).body("items.is_current", containsInAnyOrder(true, false));
        String other = sessions.path("items.find { !it.is_current }.id");

        ours.admin().browser().delete("/rest/v1/sessions/" + other).then().statusCode(404);
        agent.browser().delete("/rest/v1/sessions/" + other).then().statusCode(204);

        agent.browser().get("/rest/v1/sessions").then().body("items", hasSize(1));
    }

    private Response signIn(String email, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", password))
                .post("/rest/v1/session");
    }

    private Response changePassword(String current, String wanted) {
        return agent.browser()
                .body(Map.of("current_password", current, "new_password", wanted))
                .put("/rest/v1/session/password");
    }

    private static long timeOf(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best / 1_000_000;
    }
}
