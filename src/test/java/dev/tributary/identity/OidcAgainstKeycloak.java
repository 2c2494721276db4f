package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/**
 * The same against a real Keycloak. Not part of the normal run, which its name keeps it out of: {@code ./mvnw test
 * -Dtest=OidcAgainstKeycloak}; see {@link KeycloakForTests} for what it needs.
 */
@QuarkusTest
@TestProfile(OidcAgainstKeycloak.WithKeycloak.class)
class OidcAgainstKeycloak {
    private static final String PASSWORD = "analytical engine";

    public static class WithKeycloak implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tributary.oidc.client-id", "tributary",
                    "tributary.oidc.client-secret", FakeIdentityProvider.CLIENT_SECRET,
                    "tributary.oidc.create-users", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(KeycloakForTests.class));
        }
    }

    @ConfigProperty(name = "tributary.oidc.issuer")
    String issuer;

    /** One browser: its cookies here and there, and what it was answered last. */
    private final Map<String, Map<String, String>> cookiesByHost = new HashMap<>();

    @Test
    void a_person_signs_in_at_keycloak_works_here_and_signs_out_of_both() {
        Response form = follow(get("/rest/v1/session/oidc"));
        form.then().statusCode(200).body(containsString("password"));

        Response signedIn = follow(post(Jsoup.parse(form.asString()).selectFirst("form").attr("action"), "ada"));

        signedIn.then().statusCode(303).header("Location", endsWith("/")).cookie("tributary_session", notNullValue());
        String session = signedIn.cookie("tributary_session");
        Response me = given().cookie("tributary_session", session).get("/rest/v1/session");
        me.then().statusCode(200).body("user.name", equalTo("Ada Lovelace")).body("user.email", equalTo("ada@example.org")).body("user.role", equalTo("agent"));

        follow(get("/rest/v1/session/oidc")).then().statusCode(303).cookie("tributary_session", notNullValue());

        String signOut = given().cookie("tributary_session", session).header("X-CSRF-Token", me.<String>path("csrf_token")).delete("/rest/v1/session").path("sign_out_url");
        Response there = get(signOut);
        assertEquals(302, there.statusCode(), "with the token as a hint Keycloak does not ask: " + there.asString());
        given().cookie("tributary_session", session).get("/rest/v1/session").then().statusCode(401);
        follow(get("/rest/v1/session/oidc")).then().statusCode(200).body(containsString("password"));
    }

    @Test
    void a_person_whose_address_is_not_verified_is_nobody_here() {
        Response form = follow(get("/rest/v1/session/oidc"));
        Response answer = follow(post(Jsoup.parse(form.asString()).selectFirst("form").attr("action"), "unverified"));

        answer.then().statusCode(303).header("Location", endsWith("/?problem=user_unknown"));
    }

    @Test
    void a_program_uses_keycloaks_access_token() {
        String token = accessToken("tributary", FakeIdentityProvider.CLIENT_SECRET);

        given().header("Authorization", "Bearer " + token).get("/rest/v1/session").then().statusCode(200).body("user.email", equalTo("ada@example.org"));
    }

    @Test
    void a_token_for_another_application_of_the_same_realm_is_refused() {
        String token = accessToken("another-application", "another secret");

        given().header("Authorization", "Bearer " + token).get("/rest/v1/session").then().statusCode(401);
    }

    private String accessToken(String client, String secret) {
        Response answer = given().formParam("grant_type", "password").formParam("scope", "openid").formParam("client_id", client).formParam("client_secret", secret)
                .formParam("username", "ada").formParam("password", PASSWORD)
                .post(issuer + "/protocol/openid-connect/token");
        answer.then().statusCode(200);
        return answer.path("access_token");
    }

    private Response get(String address) {
        return keep(address, browser(address).get(address));
    }

    private Response post(String address, String user) {
        return keep(address, browser(address).formParam("username", user).formParam("password", PASSWORD).post(address));
    }

    private Response follow(Response answer) {
        Response last = answer;
        for (int hop = 0; last.statusCode() == 302; hop++) {
            assertTrue(hop < 10, "redirected without end");
            last = get(last.header("Location"));
        }
        return last;
    }

    private RequestSpecification browser(String address) {
        return given().urlEncodingEnabled(false).redirects().follow(false).cookies(cookiesOf(address));
    }

    private Response keep(String address, Response answer) {
        answer.getDetailedCookies().asList().forEach(cookie -> {
            if (cookie.getMaxAge() == 0) {
                cookiesOf(address).remove(cookie.getName());
            } else {
                cookiesOf(address).put(cookie.getName(), cookie.getValue());
            }
        });
        return answer;
    }

    private Map<String, String> cookiesOf(String address) {
        String authority = address.startsWith("/") ? "here" : URI.create(address).getPort() == URI.create(issuer).getPort() ? "there" : "here";
        return cookiesByHost.computeIfAbsent(authority, ignored -> new HashMap<>());
    }
}
