package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-in through an identity provider, beside local accounts. */
@QuarkusTest
@TestProfile(OidcTest.WithProvider.class)
class OidcTest {
    public static class WithProvider implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tributary.oidc.client-id", FakeIdentityProvider.CLIENT_ID,
                    "tributary.oidc.client-secret", FakeIdentityProvider.CLIENT_SECRET,
                    "tributary.oidc.label", "Company account",
                    "tributary.oidc.create-users", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeIdentityProvider.class));
        }
    }

    @ConfigProperty(name = "tributary.oidc.issuer")
    String issuer;

    private TestOrganization ours;
    private String subject;

    @BeforeEach
    void anOrganization() {
        ours = TestOrganizations.create();
        subject = UUID.randomUUID().toString();
    }

    @Test
    void the_sign_in_page_offers_both() {
        given().get("/rest/v1/sign_in_methods")
                .then()
                .body("local", equalTo(true))
                .body("oidc.label", equalTo("Company account"))
                .body("oidc.url", equalTo("/rest/v1/session/oidc"));
    }

    @Test
    void the_code_flow_ends_in_a_session_like_any_other() {
        TestUser agent = ours.agent();
        provide(Map.of("sub", subject, "email", agent.email(), "email_verified", true));

        Response signedIn = codeFlow();

        signedIn.then().statusCode(303).header("Location", endsWith("/")).cookie("tributary_session", notNullValue());
        String session = signedIn.cookie("tributary_session");
        Response me = given().cookie("tributary_session", session).get("/rest/v1/session");
        me.then().statusCode(200).body("user.id", equalTo(agent.id().toString()));
        assertTrue(signedIn.getDetailedCookies().asList().stream()
                .filter(cookie -> cookie.getName().startsWith("q_session"))
                .allMatch(cookie -> cookie.getMaxAge() == 0), "the extension's own session ends");
        ours.admin().api().get("/rest/v1/audit_entries?target_id=" + agent.id()).then().body("items.action", hasItem("user.tied_to_identity_provider"));
    }

    @Test
    void signing_out_leads_to_the_providers_sign_out() {
        provide(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true));
        String session = codeFlow().cookie("tributary_session");
        String csrf = given().cookie("tributary_session", session).get("/rest/v1/session").path("csrf_token");

        given().cookie("tributary_session", session).header("X-CSRF-Token", csrf).delete("/rest/v1/session").then().statusCode(200)
                .body("sign_out_url", containsString("/logout?client_id=tributary&post_logout_redirect_uri=http"))
                .body("sign_out_url", containsString("id_token_hint="));

        given().cookie("tributary_session", session).get("/rest/v1/session").then().statusCode(401);
    }

    @Test
    void what_the_provider_ends_ends_here_and_a_local_sign_in_stays() {
        // Given
        provide(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true, "sid", "first-" + subject));
        String first = codeFlow().cookie("tributary_session");
        provide(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true, "sid", "second-" + subject));
        String second = codeFlow().cookie("tributary_session");

        // When
        ended(Map.of("sid", "first-" + subject)).then().statusCode(200).header("Cache-Control", containsString("no-store"));

        // Then
        given().cookie("tributary_session", first).get("/rest/v1/session").then().statusCode(401);
        given().cookie("tributary_session", second).get("/rest/v1/session").then().statusCode(200);
        ended(Map.of("sub", subject)).then().statusCode(200);
        given().cookie("tributary_session", second).get("/rest/v1/session").then().statusCode(401);
        ours.agent().browser().get("/rest/v1/session").then().statusCode(200);
        ended(Map.of("sub", subject)).then().statusCode(200);
    }

    @Test
    void only_a_fresh_logout_token_of_the_provider_for_us_ends_anything() {
        // Given
        provide(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true));
        String session = codeFlow().cookie("tributary_session");
        long now = java.time.Instant.now().getEpochSecond();

        // Then
        ended(Map.of("sub", subject, "aud", "another-application")).then().statusCode(400).body("errors[0].field", equalTo("logout_token"));
        ended(Map.of("sub", subject, "nonce", "n")).then().statusCode(400);
        ended(Map.of("sub", subject, "events", Map.of())).then().statusCode(400);
        ended(Map.of("sub", subject, "iat", now - 600)).then().statusCode(400);
        ended(Map.of("sub", subject, "iss", "https://another.example")).then().statusCode(400);
        ended(Map.of()).then().statusCode(400);
        logout("no.token.atall").then().statusCode(400);
        String good = logoutToken(Map.of("sub", subject));
        logout(good.substring(0, good.lastIndexOf('.')) + ".AAAA").then().statusCode(400);
        given().cookie("tributary_session", session).get("/rest/v1/session").then().statusCode(200);
    }

    private Response ended(Map<String, ?> claims) {
        return logout(logoutToken(claims));
    }

    private String logoutToken(Map<String, ?> claims) {
        Map<String, Object> all = new HashMap<>(Map.of("aud", "tributary", "jti", UUID.randomUUID().toString(), "events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())));
        all.putAll(claims);
        return accessToken(all);
    }

    private static Response logout(String token) {
        return given().contentType(ContentType.URLENC).formParam("logout_token", token).post("/rest/v1/session/oidc/backchannel_logout");
    }

    @Test
    void the_subject_counts_from_the_second_time_on_and_the_address_may_change() {
        provide(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true));
        codeFlow().then().statusCode(303);
        provide(Map.of("sub", subject, "email", "renamed-" + subject + "@example.org", "email_verified", true));

        String session = codeFlow().cookie("tributary_session");

        given().cookie("tributary_session", session).get("/rest/v1/session").then().body("user.id", equalTo(ours.agent().id().toString()));
    }

    @Test
    void an_address_that_was_not_verified_is_nobodys() {
        provide(Map.of("sub", subject, "email", ours.owner().email(), "email_verified", false));
        codeFlow().then().statusCode(303).header("Location", endsWith("/?problem=user_unknown"));
        provide(Map.of("sub", subject, "email", ours.owner().email()));
        codeFlow().then().header("Location", endsWith("/?problem=user_unknown"));
    }

    @Test
    void an_account_tied_to_one_subject_is_not_handed_to_another_with_its_address() {
        provide(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true));
        codeFlow().then().cookie("tributary_session", notNullValue());

        provide(Map.of("sub", "somebody-else-" + subject, "email", ours.agent().email(), "email_verified", true));
        codeFlow().then().header("Location", endsWith("/?problem=user_unknown"));
    }

    @Test
    void somebody_new_becomes_an_agent_even_without_a_name() {
        String email = "new-" + subject + "@example.org";
        provide(Map.of("sub", subject, "email", email, "email_verified", "true"));

        String session = codeFlow().cookie("tributary_session");

        given().cookie("tributary_session", session).get("/rest/v1/session").then().body("user.name", equalTo(email)).body("user.role", equalTo("agent"));
    }

    @Test
    void a_deactivated_user_stays_out() {
        provide(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true));
        codeFlow().then().cookie("tributary_session", notNullValue());
        ours.admin().api().body(Map.of("is_active", false)).patch("/rest/v1/users/" + ours.agent().id()).then().statusCode(200);

        codeFlow().then().header("Location", endsWith("/?problem=user_unknown"));
    }

    @Test
    void a_program_comes_with_the_providers_access_token() {
        Map<String, Object> claims = Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true, "azp", "tributary");

        bearer(accessToken(claims)).then().statusCode(200).body("user.id", equalTo(ours.agent().id().toString()));
        bearer(accessToken(claims)).then().statusCode(200);
        bearer(ours.agent().apiToken()).then().statusCode(200);
    }

    @Test
    void an_access_token_for_another_client_or_a_forged_or_expired_one_is_worth_nothing() {
        Map<String, Object> claims = new HashMap<>(Map.of("sub", subject, "email", ours.agent().email(), "email_verified", true, "azp", "tributary"));
        String good = accessToken(claims);

        String[] parts = good.split("\\.");
        String forged = parts[0] + "." + parts[1] + "." + parts[2].substring(0, 10) + (parts[2].charAt(10) == 'A' ? 'B' : 'A') + parts[2].substring(11);
        bearer(forged).then().statusCode(401).body("code", equalTo("not_signed_in"));
        claims.put("azp", "another-application");
        bearer(accessToken(claims)).then().statusCode(401);
        claims.put("azp", "tributary");
        claims.put("exp", 1_000_000_000);
        bearer(accessToken(claims)).then().statusCode(401);
        claims.remove("exp");
        claims.put("iss", "https://another.example");
        bearer(accessToken(claims)).then().statusCode(401);
    }

    @Test
    void local_accounts_go_on_working() {
        given().contentType(ContentType.JSON).body(Map.of("email", ours.agent().email(), "password", TestOrganizations.PASSWORD)).post("/rest/v1/session").then().statusCode(200);
        assertFalse(ours.agent().browser().get("/rest/v1/session").path("csrf_token").toString().isEmpty());
    }

    private void provide(Map<String, ?> claims) {
        given().baseUri(issuer).contentType(ContentType.JSON).body(claims).post("/person").then().statusCode(200);
    }

    private String accessToken(Map<String, ?> claims) {
        return given().baseUri(issuer).contentType(ContentType.JSON).body(claims).post("/access_token").path("access_token");
    }

    private static Response bearer(String token) {
        return given().header("Authorization", "Bearer " + token).get("/rest/v1/session");
    }

    /** What a browser does: follow every redirect and keep every cookie, until it is sent to the inbox or back to signing in. */
    private static Response codeFlow() {
        Map<String, String> cookies = new HashMap<>();
        String address = "/rest/v1/session/oidc";
        for (int hop = 0; hop < 6; hop++) {
            Response answer = given().urlEncodingEnabled(false).redirects().follow(false).cookies(cookies).get(address);
            if (answer.statusCode() != 302) {
                return answer;
            }
            cookies.putAll(answer.cookies());
            address = answer.header("Location");
        }
        throw new AssertionError("redirected without end, last to " + address);
    }
}
