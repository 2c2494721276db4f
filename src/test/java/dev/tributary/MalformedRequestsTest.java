package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is sent to whichever route, the answer is a problem that a program can read, and never a 500. Generated from the API's own description. */
@QuarkusTest
class MalformedRequestsTest {

    private static final Set<String> WRITES = Set.of("post", "put", "patch");

    private static final List<String> BODIES = List.of(
            "", "{", "[", "null", "7", "\"text\"", "[]", "[{}]", "{}", "{\"no_such_field\":1}", "{\"name\":{}}", "{\"name\":[],\"type\":1,\"settings\":\"x\"}",
            "{\"text\":\"\\u0000\",\"name\":\"\\u0000\",\"type\":\"\\u0000\"}", "{\"text\":1e999}", "{\"a\":".repeat(2_000), "\u00ff\u00fe", "{\"name\":\"" + "x".repeat(100_000) + "\"}");

    private static final List<String> ODD_IDS = List.of("not-a-uuid%27", "%00", "a%00b", "%2e%2e%2f", "%C3%28");

    private record Route(String method, String path) {}

    @Test
    void no_body_makes_a_500() throws Exception {
        TestOrganization ours = TestOrganizations.create();
        List<String> broken = new ArrayList<>();
        for (Route route : routes()) {
            if (!WRITES.contains(route.method())) {
                continue;
            }
            for (String body : BODIES) {
                for (String type : List.of("application/json", "text/plain", "multipart/form-data; boundary=x")) {
                    Response answer = asOwner(ours).header("Content-Type", type).body(body.getBytes()).request(route.method(), route.path());
                    note(broken, route, type + " " + head(body), answer);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void no_parameter_makes_a_500() throws Exception {
        TestOrganization ours = TestOrganizations.create();
        List<String> broken = new ArrayList<>();
        for (Route route : routes()) {
            if (!route.method().equals("get")) {
                continue;
            }
            for (String query : List.of("limit=x", "limit=-1", "limit=99999999999", "cursor=%00", "cursor=AAAA", "status=nope", "from=yesterday&to=x&interval=century", "q=%00", "q=%25_%5C%27%22", "team_id=1", "is_active=perhaps", "tag=%00&assignee_id=%00&cursor=%00")) {
                note(broken, route, query, asOwner(ours).urlEncodingEnabled(false).get(route.path() + "?" + query));
            }
            for (String odd : ODD_IDS) {
                note(broken, route, "the id " + odd, asOwner(ours).urlEncodingEnabled(false).get(route.path().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", odd)));
            }
        }
        for (String odd : ODD_IDS) {
            note(broken, new Route("post", "/webhooks/telegram/" + odd), "{}", asOwner(ours).urlEncodingEnabled(false).body("{}").post("/webhooks/telegram/" + odd));
        }
        assertThat(broken).isEmpty();
    }

    /** Every documented route below /rest and /api, with ids that nobody has. What ends the caller's own sign-in is left out. */
    private static List<Route> routes() throws Exception {
        JsonNode paths = new ObjectMapper().readTree(RestAssured.get("/q/openapi?format=json").asByteArray()).get("paths");
        List<Route> routes = new ArrayList<>();
        paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (path.getKey().startsWith("/rest/") || path.getKey().startsWith("/api/")) {
                routes.add(new Route(method, path.getKey().replaceAll("\\{[^}]+}", Ids.next().toString())));
            }
        }));
        assertThat(routes).hasSizeGreaterThan(40);
        return routes;
    }

    private static RequestSpecification asOwner(TestOrganization ours) {
        return RestAssured.given().redirects().follow(false).header("Authorization", "Bearer " + ours.owner().apiToken());
    }

    private static void note(List<String> broken, Route route, String sent, Response answer) {
        if (answer.statusCode() >= 500 || answer.statusCode() >= 400 && !isTold(route, answer)) {
            broken.add(answer.statusCode() + " " + route.method() + " " + route.path() + " <- " + sent + " -> " + head(answer.asString()));
        }
    }

    /** A code and what to do about it; the API channel's own refusals tell both in one object, as its card says. */
    private static boolean isTold(Route route, Response answer) {
        if (route.path().startsWith("/api/v1/channels/") && String.valueOf(answer.contentType()).startsWith("application/json")) {
            return answer.path("error.code") instanceof String && answer.path("error.text") instanceof String;
        }
        return String.valueOf(answer.contentType()).startsWith("application/problem+json")
                && answer.path("code") instanceof String && answer.path("hint") instanceof String && answer.<Integer>path("status") == answer.statusCode();
    }

    private static String head(String text) {
        return text.substring(0, Math.min(60, text.length()));
    }
}
