package dev.tributary;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.identity.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A tenant never sees another. The routes are those of the service's own OpenAPI document, so a new one is tried like the
 * others; if its path names a thing that {@link TenantRows} does not make, the test fails until it does.
 */
@QuarkusTest
class CrossTenantTest {
    private static final String BASE = "/rest/v1/";

    /** Answer without a caller, and why. */
    private static final Map<String, String> PUBLIC = Map.of(
            "GET /rest/v1/sign_in_methods", "what the sign-in page offers",
            "POST /rest/v1/session/oidc/backchannel_logout", "the identity provider comes with a token that it signed",
            "POST /rest/v1/session", "signing in",
            "GET /rest/v1/session/oidc", "signing in through an identity provider",
            "GET /rest/v1/oauth/callback", "where a provider sends the browser back to; carries a state that was handed out");

    /** Parameters that are words, not ids. */
    private static final Map<String, String> WORDS = Map.of("{field}", "api_key");

    /** Request bodies that are fine, so that a refusal is for the id and not for the body. */
    private static final Map<String, Object> BODIES = Map.of(
            "POST /rest/v1/conversations/{id}/messages", Map.of("text", "hello"),
            "POST /rest/v1/channel_accounts/{id}/oauth/choices", Map.of("id", "a page"),
            "POST /rest/v1/channel_accounts/{id}/refills", Map.of("from", "2026-11-01", "to", "2026-11-02"),
            "PUT /rest/v1/messages/{id}/reaction", Map.of("emoji", "👍"),
            "POST /rest/v1/canned_responses/{id}/text", Map.of("conversation_id", UUID.randomUUID()),
            "POST /rest/v1/contacts/{id}/merge", Map.of("into", UUID.randomUUID()),
            "POST /rest/v1/webhook_subscriptions/{id}/replay",
            Map.of("from", "2026-01-01T00:00:00Z", "to", "2026-01-02T00:00:00Z"));

    /** Routes that take something else than JSON, and a body of theirs: otherwise the refusal is for the form and not for the caller. */
    private static final Map<String, Map.Entry<String, String>> FORMS = Map.of(
            "POST /rest/v1/attachments", Map.entry("multipart/form-data; boundary=b", "--b--\r\n"),
            "POST /rest/v1/crm_records/import", Map.entry("text/csv", "name\n"));

    private record Route(Method method, String path) {
        String name() {
            return method + " " + path;
        }

        boolean hasId() {
            return path.contains("{");
        }

        boolean isWrite() {
            return method != Method.GET;
        }
    }

    private TestOrganization theirs;
    private TestOrganization ours;
    private Map<String, UUID> rows;
    private List<Route> routes;

    @BeforeEach
    void twoTenants() throws SQLException {
        theirs = TestOrganizations.create();
        ours = TestOrganizations.create();
        rows = TenantRows.of(theirs);
        routes = routes();
    }

    private static List<Route> routes() {
        Map<String, Map<String, ?>> paths = given().accept(ContentType.JSON).get("/q/openapi?format=json").jsonPath().getMap("paths");
        Set<String> methods = Set.of("get", "post", "put", "patch", "delete");
        List<Route> routes = new ArrayList<>();
        paths.forEach((path, operations) -> operations.keySet().stream()
                .filter(operation -> path.startsWith("/rest/") && methods.contains(operation))
                .forEach(method -> routes.add(new Route(Method.valueOf(method.toUpperCase(Locale.ROOT)), path))));
        return routes;
    }

    @Test
    void the_route_table_is_there() {
        assertTrue(routes.size() > 20, "routes: " + routes.size());
    }

    @Test
    void nothing_answers_without_a_caller() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes) {
            int status = call(given().contentType(ContentType.JSON), route, path(route)).statusCode();
            boolean isOpen = PUBLIC.containsKey(route.name());
            if (!isOpen && status != 401) {
                wrong.add(route.name() + " answered " + status + " to nobody");
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void another_tenants_id_is_not_found_whatever_is_done_to_it() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes.stream().filter(Route::hasId).toList()) {
            for (Role role : Role.values()) {
                RequestSpecification caller = isForPeople(route) ? ours.user(role).browser() : ours.user(role).api();
                Response answer = call(caller, route, path(route));
                boolean isRefused = isNotFound(answer) || (role == Role.AGENT && answer.statusCode() == 403);
                if (!isRefused) {
                    wrong.add(route.name() + " answered " + answer.statusCode() + " to a foreign " + role + ": " + answer.asString());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void a_list_holds_nothing_of_another_tenant() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes.stream().filter(route -> !route.isWrite() && !route.hasId()).toList()) {
            String answer = ours.owner().browser().redirects().follow(false).get(route.path()).asString();
            rows.forEach((collection, id) -> {
                if (answer.contains(id.toString())) {
                    wrong.add(route.name() + " shows another tenant's " + collection);
                }
            });
        }
        assertEquals(List.of(), wrong);
    }

    /** Without this, ids that do not exist at all would make the tests above pass. */
    @Test
    void the_tenant_itself_finds_what_others_do_not() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes.stream().filter(route -> !route.isWrite() && route.hasId()).toList()) {
            Response answer = theirs.owner().browser().get(path(route));
            if (answer.statusCode() == 404 && !isGoneByItself(route)) {
                wrong.add(route.name() + " answered 404 to its owner: " + answer.asString());
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** By the route, which was reached: an address that no class answers is another kind of 404. */
    private static boolean isNotFound(Response answer) {
        return answer.statusCode() == 404 && !answer.asString().contains("nothing at this address");
    }

    private static boolean isForPeople(Route route) {
        return route.path().startsWith(BASE + "session");
    }

    /** Things that are there only at certain moments: a file that was fetched, a mail as it came, a code to scan. */
    private static boolean isGoneByItself(Route route) {
        return Set.of(BASE + "attachments/{id}", BASE + "messages/{id}/source", BASE + "channel_accounts/{id}/qr", BASE + "channel_accounts/{id}/oauth/choices").contains(route.path());
    }

    /** Each parameter is the id of the thing that the segment before it names. */
    private String path(Route route) {
        String[] segments = route.path().split("/");
        for (int i = 1; i < segments.length; i++) {
            if (WORDS.containsKey(segments[i])) {
                segments[i] = WORDS.get(segments[i]);
            } else if (segments[i].startsWith("{")) {
                UUID id = rows.get(segments[i - 1]);
                assertTrue(id != null, route.name() + " names a thing that TenantRows does not make: " + segments[i - 1]);
                segments[i] = id.toString();
            }
        }
        return String.join("/", segments);
    }

    private static Response call(RequestSpecification request, Route route, String path) {
        Map.Entry<String, String> form = FORMS.get(route.name());
        if (form != null) {
            request = request.contentType(form.getKey()).body(form.getValue().getBytes(StandardCharsets.UTF_8));
        } else if (route.isWrite() && route.method() != Method.DELETE) {
            request = request.body(BODIES.getOrDefault(route.name(), Map.of()));
        }
        return request.redirects().follow(false).request(route.method(), path);
    }
}
