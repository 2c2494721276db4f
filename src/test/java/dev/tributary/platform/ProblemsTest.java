package dev.tributary.platform;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer is a problem that tells a person what to do. */
@QuarkusTest
class ProblemsTest {

    private static final String PROBE = "/rest/v1/probe";

    private TestUser user;

    @BeforeEach
    void sign_in() {
        user = TestOrganizations.create().admin();
    }

    @Test
    void a_good_request_goes_through_in_our_dialect_of_json() {
        post("{\"first_name\":\"Ada\",\"count\":3,\"is_open\":true,\"at\":\"2026-01-31T12:00:00.5+01:00\"}")
                .statusCode(200)
                .body("first_name", equalTo("Ada"))
                .body("is_open", equalTo(true))
                .body("at", equalTo("2026-01-31T11:00:00.500Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"first_name\":\"Ada\"", "{first_name:1}", "{\"first_name\":\"A\"}}", "{\"inner\":[", "nope", "{\"first_name\":\"Ada\",}", "{\"first_name\": \"\u0001\"}"})
    void malformed_json_is_told_where(String json) {
        problem(post(json), 400, "malformed_json").body("detail", matchesPattern("At line \\d+, column \\d+: .*"));
    }

    @Test
    void a_field_that_is_given_twice_is_malformed() {
        problem(post("{\"first_name\":\"Ada\",\"first_name\":\"Eve\"}"), 400, "malformed_json").body("detail", containsString("first_name"));
    }

    @Test
    void a_body_that_is_not_utf8_is_malformed() {
        problem(request().body(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}).post(PROBE).then(), 400, "malformed_json");
    }

    @Test
    void an_unknown_field_is_named_with_those_that_are_known() {
        problem(post("{\"first_name\":\"Ada\",\"lastname\":\"L\"}"), 400, "unknown_field")
                .body("errors[0].field", equalTo("lastname"))
                .body("hint", containsString("first_name"));
        problem(post("{\"inner\":[{\"label\":\"a\"},{\"lable\":\"b\"}]}"), 400, "unknown_field").body("errors[0].field", equalTo("inner[1].lable"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"count\":\"three\"}|count|a whole number",
                "{\"count\":\"3\"}|count|a whole number",
                "{\"count\":3.5}|count|a whole number",
                "{\"count\":99999999999}|count|a whole number",
                "{\"is_open\":\"yes\"}|is_open|true or false",
                "{\"is_open\":1}|is_open|true or false",
                "{\"color\":\"green\"}|color|one of red, dark_blue",
                "{\"color\":0}|color|one of red, dark_blue",
                "{\"at\":\"yesterday\"}|at|a time such as 2026-01-31T12:00:00Z",
                "{\"some_id\":\"42\"}|some_id|a UUID",
                "{\"first_name\":7}|first_name|a text",
                "{\"first_name\":true}|first_name|a text",
                "{\"first_name\":{}}|first_name|a text",
                "{\"inner\":{}}|inner|a list",
                "{\"inner\":[3]}|inner[0]|an object",
                "{\"inner\":[{\"size\":\"big\"}]}|inner[0].size|a whole number"
            })
    void a_wrong_type_is_named_with_the_right_one(String json, String field, String expected) {
        problem(post(json), 400, "wrong_type").body("errors[0].field", equalTo(field)).body("errors[0].message", equalTo("must be " + expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3", "\"text\"", "true"})
    void a_body_of_another_form_is_refused(String json) {
        problem(post(json), 400, "wrong_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "   "})
    void no_body_is_refused(String json) {
        problem(post(json), 400, "body_missing");
    }

    @Test
    void all_invalid_fields_are_listed_by_the_names_that_were_sent() {
        problem(post("{\"first_name\":\"longer than ten\",\"inner\":[{\"label\":\"\"}]}"), 400, "validation_failed")
                .body("errors.field", hasItems("first_name", "inner[0].label"))
                .body("errors.message", everyItem(notNullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/v1/nothing", "/rest/nothing", "/rest", "/api/nothing", "/api/v1/nothing/else", "/webhooks", "/rest/v1/probe/not-a-uuid", "/rest/v1/probe/1-1-1-1-1"})
    void what_is_not_there_is_a_problem_too(String path) {
        problem(request().get(path).then(), 404, "not_found");
    }

    @Test
    void another_method_another_form_another_type() {
        problem(request().delete(PROBE).then(), 405, "method_not_allowed");
        request().put("/rest/v1/contacts/" + java.util.UUID.randomUUID()).then().statusCode(405).header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH");
        problem(request().accept("image/png").get(PROBE + "/" + user.id()).then(), 406, "not_acceptable");
        problem(given().header("Authorization", "Bearer " + user.apiToken()).contentType("text/csv").body("a;b").post(PROBE).then(), 415, "unsupported_media_type");
        problem(given().header("Authorization", "Bearer " + user.apiToken()).header("Content-Type", "nonsense").body("{}".getBytes()).post(PROBE).then(), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource({"count=many,count", "count=1.5,count", "at=tomorrow,at", "color=green,color", "open=perhaps,open", "ids=1,ids"})
    void a_query_parameter_that_cannot_be_read_is_named(String query, String name) {
        problem(request().get(PROBE + "/" + user.id() + "?" + query).then(), 400, "validation_failed").body("errors.field", hasItem(name));
    }

    @Test
    void good_query_parameters_are_read() {
        request().get(PROBE + "/" + user.id() + "?count=3&color=dark_blue&open=true&at=2026-01-31T12:00:00Z&ids=" + user.id() + "&ids=" + user.id())
                .then()
                .statusCode(200)
                .body("color", equalTo("DARK_BLUE"))
                .body("ids", equalTo("2"));
    }

    @Test
    void what_is_too_large_is_refused_before_it_is_read() throws IOException {
        String answer = raw("POST " + PROBE + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{");

        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("application/problem+json") && answer.contains("\"code\":\"too_large\""), answer);
    }

    @Test
    void a_bug_is_told_without_its_insides_but_with_an_incident() {
        problem(request().get(PROBE + "/boom/now").then(), 500, "internal_error")
                .body("incident", notNullValue())
                .body("detail", not(containsString("jdbc")))
                .body("detail", not(containsString("Exception")));
    }

    /** For what an HTTP client would not send. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ValidatableResponse post(String json) {
        return request().body(json).post(PROBE).then();
    }

    private RequestSpecification request() {
        return user.api();
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .header("Content-Type", startsWith("application/problem+json"))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("urn:tributary:problem:" + code))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("hint", notNullValue())
                .body("instance", startsWith("/"))
                .body(not(containsString("dev.tributary")))
                .body(not(containsString("com.fasterxml")));
    }
}
