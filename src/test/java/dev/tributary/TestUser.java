package dev.tributary;

import static io.restassured.RestAssured.given;

import dev.tributary.identity.Caller;
import dev.tributary.identity.Role;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A user of a test's own organization, signed in already and with an API token.
 *
 * @param sessionCookie the value of {@code tributary_session}
 * @param csrfToken     to be sent as X-CSRF-Token with changes made by the cookie
 * @param apiToken      unlimited: may do what the role may
 */
public record TestUser(
        UUID organizationId,
        UUID id,
        Role role,
        String name,
        String email,
        String password,
        UUID sessionId,
        String sessionCookie,
        String csrfToken,
        UUID tokenId,
        String apiToken) {

    /** A program's JSON request. */
    public RequestSpecification api() {
        return given().header("Authorization", "Bearer " + apiToken).contentType(ContentType.JSON);
    }

    /** A browser's JSON request, allowed to change things. */
    public RequestSpecification browser() {
        return browserWithoutCsrfToken().header("X-CSRF-Token", csrfToken);
    }

    public RequestSpecification browserWithoutCsrfToken() {
        return given().cookie("tributary_session", sessionCookie).contentType(ContentType.JSON);
    }

    /** For calling beans directly. */
    public Caller caller() {
        return new Caller(
                organizationId, Optional.of(id), Optional.empty(), role, Set.of(Caller.EVERY_SCOPE), name);
    }
}
