package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Whatever is sent to whichever route, the answer is a problem that a program can read, and never a 500. Generated from the API's own description. */
@QuarkusTest
class MalformedRequestsTest {

    private static final Set<String> WRITES = Set.of("post", "put", "patch");

    private static final List<String> BODIES = List.of(
            "", "{", "[", "null", "7", "\"text\"", "[]", "[{}]", "{}", "{\"no_such_field\":1}", "{\"name\":{}}", "{\"name\":[],\"type\":1,\"settings\":\"x\"}",
            "{\"text\":\"\\u0000\",\"name\":\"\\u0000\",\"type\":\"\\u0000\"}", "{\"text\":1e999}", "{\"a\":".repeat(2_000), "\u00ff\u00fe", "{\"name\":\"" + "x".repeat(100_000) + "\"}");

    private static final List<String> ODD_IDS = List.of("not-a-uuid%27", "%00", "a%00b", "%2e%2e%2f", "%C3%28");

    /** Thousands of requests: a few at a time, so that it takes seconds. */
    private static final int AT_ONCE = 4;

    private record Route(String method, String path) {

        Route with(String id) {
            return new Route(method, path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", id));
        }
    }

    /** @param what for the report */
    private record Attempt(Route route, String query, String what, byte[] body, String contentType) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void no_body_makes_a_500() throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        for (Route route : routes()) {
            for (String body : WRITES.contains(route.method()) ? BODIES : List.<String>of()) {
                for (String type : List.of("application/json", "text/plain", "multipart/form-data; boundary=x")) {
                    attempts.add(new Attempt(route, "", type + " " + head(body), body.getBytes(StandardCharsets.UTF_8), type));
                }
            }
        }
        assertThat(broken(attempts)).isEmpty();
    }

    @Test
    void no_parameter_makes_a_500() throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        for (Route route : routes().stream().filter(one -> one.method().equals("get")).toList()) {
            for (String query : List.of("limit=x", "limit=-1", "limit=99999999999", "cursor=%00", "cursor=AAAA", "status=nope", "from=yesterday&to=x&interval=century", "q=%00", "q=%25_%5C%27%22", "team_id=1", "is_active=perhaps", "tag=%00&assignee_id=%00&cursor=%00")) {
                attempts.add(new Attempt(route, "?" + query, query, new byte[0], null));
            }
            ODD_IDS.forEach(odd -> attempts.add(new Attempt(route.with(odd), "", "the id " + odd, new byte[0], null)));
        }
        ODD_IDS.forEach(odd -> attempts.add(new Attempt(new Route("post", "/webhooks/telegram/" + odd), "", "{}", "{}".getBytes(StandardCharsets.UTF_8), "text/plain")));
        assertThat(broken(attempts)).isEmpty();
    }

    private List<String> broken(List<Attempt> attempts) throws Exception {
        String token = TestOrganizations.create().owner().apiToken();
        AnswersAsDescribed description = new AnswersAsDescribed(openApi());
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<String> broken = new ArrayList<>();
            for (Future<Optional<String>> found : threads.invokeAll(attempts.stream().<Callable<Optional<String>>>map(attempt -> () -> trouble(attempt, token, description)).toList())) {
                found.get().ifPresent(broken::add);
            }
            return broken;
        }
    }

    private Optional<String> trouble(Attempt attempt, String token, AnswersAsDescribed description) throws Exception {
        URI uri = URI.create("http://localhost:" + RestAssured.port + attempt.route().path() + attempt.query());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .method(attempt.route().method().toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.ofByteArray(attempt.body()));
        if (attempt.contentType() != null) {
            request.header("Content-Type", attempt.contentType());
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String type = answer.headers().firstValue("content-type").orElse("");
        List<String> otherwise = AnswersAsDescribed.covers(uri.getPath())
                ? description.problems(attempt.route().method(), uri.getPath(), answer.statusCode(), type, answer.body())
                : List.of();
        boolean isFine = otherwise.isEmpty() && (answer.statusCode() < 400 || answer.statusCode() < 500 && isTold(attempt.route(), type, answer));
        return isFine
                ? Optional.empty()
                : Optional.of(answer.statusCode() + " " + attempt.route().method() + " " + attempt.route().path() + " <- " + attempt.what() + " -> " + head(answer.body()) + otherwise);
    }

    private static String openApi() {
        return RestAssured.get("/q/openapi?format=json").asString();
    }

    /** Every documented route below /rest and /api, with ids that nobody has. What ends the caller's own sign-in is left out. */
    private List<Route> routes() throws Exception {
        JsonNode paths = json.readTree(openApi()).get("paths");
        List<Route> routes = new ArrayList<>();
        paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (path.getKey().startsWith("/rest/") || path.getKey().startsWith("/api/")) {
                routes.add(new Route(method, path.getKey().replaceAll("\\{[^}]+}", Ids.next().toString())));
            }
        }));
        assertThat(routes).hasSizeGreaterThan(40);
        return routes;
    }

    /** A code and what to do about it; the API channel's own refusals tell both in one object, as its card says. */
    private boolean isTold(Route route, String type, HttpResponse<String> answer) throws Exception {
        JsonNode told = type.contains("json") ? json.readTree(answer.body()) : json.nullNode();
        if (route.path().startsWith("/api/v1/channels/") && type.startsWith("application/json")) {
            return told.path("error").path("code").isTextual() && told.path("error").path("text").isTextual();
        }
        return type.startsWith("application/problem+json")
                && told.path("code").isTextual() && told.path("hint").isTextual() && told.path("status").asInt() == answer.statusCode();
    }

    private static String head(String text) {
        return text.substring(0, Math.min(60, text.length()));
    }
}
