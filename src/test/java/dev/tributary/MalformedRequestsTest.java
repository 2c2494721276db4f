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
            for (String query : List.of("limit=x", "limit=-1", "limit=99999999999", "cursor=%00", "cursor=AAAA", "status=nope", "from=yesterday&to=x&interval=century", "q=%00", "q=%25_%5C%27%22", "team_id=1", "is_active=perhaps")) {
                note(broken, route, query, asOwner(ours).urlEncodingEnabled(false).get(route.path() + "?" + query));
            }
            String odd = route.path().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "not-a-uuid%27");
            note(broken, route, "odd id", asOwner(ours).urlEncodingEnabled(false).get(odd));
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
        boolean problem = answer.statusCode() < 400 || route.path().startsWith("/api/") || String.valueOf(answer.contentType()).startsWith("application/problem+json");
        if (answer.statusCode() >= 500 || !problem) {
            broken.add(answer.statusCode() + " " + route.method() + " " + route.path() + " <- " + sent + " -> " + head(answer.asString()));
        }
    }

    private static String head(String text) {
        return text.substring(0, Math.min(60, text.length()));
    }
}
