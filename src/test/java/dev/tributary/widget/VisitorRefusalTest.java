package dev.tributary.widget;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.tributary.platform.ProblemException;
import dev.tributary.widget.RateLimits.Limit;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal of the widget's protocol. */
@QuarkusTest
class VisitorRefusalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool database;

    @Test
    void an_admin_sees_which_websites_loaded_the_widget_and_which_were_refused() {
        // Given
        TestWidget widget = TestWidget.create(Map.of("allowed_domains", List.of("shop.example")));

        // When
        given().header("Origin", TestWidget.SITE).get("/api/widget/v1/channels/" + widget.key() + "/launcher").then().statusCode(200);
        given().header("Origin", "https://evil.example").get("/api/widget/v1/channels/" + widget.key() + "/launcher").then().statusCode(403);

        // Then
        widget.organization().admin().api().get("/rest/v1/channel_accounts/" + widget.id() + "/origins").then().statusCode(200)
                .body("items.find { it.origin == 'https://shop.example' }.is_allowed", equalTo(true))
                .body("items.find { it.origin == 'https://evil.example' }.is_allowed", equalTo(false))
                .body("items.find { it.origin == 'https://evil.example' }.last_seen_at", notNullValue());
    }

    private static final List<String> SHOP = List.of("shop.example", "*.shop.example");

    @Test
    void a_message_that_no_conversation_could_take_is_refused_by_name() {
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();

        refused(session, message("text", "   "), 400, "text_required");
        refused(session, message("text", "x".repeat(10_001)), 400, "text_too_long");
        refused(session, message("dance", "x"), 400, "type_unknown");
        refused(session, message("attachment", "no file"), 400, "attachments_invalid");
        refused(session, message("location", "nowhere"), 400, "location_invalid");
        refused(session, message("postback", "never offered"), 400, "postback_invalid");
        TestWidget.begin(session, message("text", "x".repeat(10_000))).then().statusCode(201);
    }

    @Test
    void a_website_that_is_not_on_the_list_is_refused_and_remembered() {
        TestWidget widget = TestWidget.create(Map.of("allowed_domains", SHOP));

        for (String origin : List.of("https://shop.example.evil.example", "https://evil.example", "https://evilshop.example", "null")) {
            post(widget, origin, TestWidget.SITE).then().statusCode(403).body("error", is("origin_not_allowed")).body("hint", is("Add this domain in the channel settings."));
            given().header("Origin", origin).get("/api/widget/v1/channels/" + widget.key() + "/launcher").then().statusCode(403).header("Access-Control-Allow-Origin", nullValue());
        }
        for (String origin : List.of("https://shop.example", "https://www.shop.example", "http://a.b.shop.example")) {
            post(widget, origin, origin).then().statusCode(201);
            given().header("Origin", origin).get("/api/widget/v1/channels/" + widget.key() + "/launcher").then().statusCode(200)
                    .header("Access-Control-Allow-Origin", origin).header("Access-Control-Allow-Credentials", nullValue()).header("Vary", containsString("Origin"));
        }
    }

    @Test
    void our_own_frame_on_a_foreign_website_is_refused_too() {
        TestWidget widget = TestWidget.create(Map.of("allowed_domains", SHOP));
        String ours = "http://localhost:" + io.restassured.RestAssured.port;

        post(widget, ours, "https://evil.example").then().statusCode(403);
        post(widget, ours, TestWidget.SITE).then().statusCode(201);
    }

    @Test
    void a_call_that_changes_something_names_its_origin() {
        TestWidget widget = TestWidget.create(Map.of());
        given().contentType(ContentType.JSON).body(Map.of("channel_key", widget.key())).post("/api/widget/v1/sessions").then().statusCode(403).body("error", is("origin_not_allowed"));
    }

    @Test
    void the_frames_page_says_who_may_embed_it() {
        TestWidget widget = TestWidget.create(Map.of("allowed_domains", SHOP));

        given().get("/widget/frame?channel=" + widget.key()).then().statusCode(200)
                .header("Content-Security-Policy", containsString("frame-ancestors 'self' https://shop.example http://shop.example https://*.shop.example"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
        given().get("/widget/frame?channel=wch_nobody_has_this").then().statusCode(404);
    }

    @Test
    void a_session_that_is_over_or_was_never_is_refused_alike() {
        for (String token : List.of("ws_" + "x".repeat(43), "", "vt_something")) {
            TestWidget.visitor(token).get("/api/widget/v1/conversations").then().statusCode(401).body("error", is("session_expired"));
        }
    }

    @Test
    void a_blocked_address_is_refused() {
        TestWidget widget = TestWidget.create(Map.of("blocked_ips", List.of("127.0.0.0/8", "::1")));
        widget.session(null).then().statusCode(403).body("error", is("blocked"));
    }

    @Test
    void a_blocked_contact_is_refused() throws Exception {
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        TestWidget.begin(session, TestWidget.text("Hello")).then().statusCode(201);
        try (var database = dev.tributary.TestOrganizations.connect(); var statement = database.createStatement()) {
            statement.executeUpdate("update contact set is_blocked = true where organization_id = '" + widget.organization().id() + "'");
        }
        TestWidget.begin(session, TestWidget.text("Hello?")).then().statusCode(403).body("error", is("blocked"));
    }

    @Test
    void an_unknown_channel_is_not_found_and_one_that_is_off_is_unavailable() {
        TestWidget widget = TestWidget.create(Map.of());
        given().auth().oauth2(widget.organization().admin().apiToken()).contentType(ContentType.JSON).body(Map.of("is_active", false))
                .patch("/rest/v1/channel_accounts/" + widget.id()).then().statusCode(200);

        org.awaitility.Awaitility.await().untilAsserted(() -> widget.session(null).then().statusCode(503).body("error", is("channel_inactive")).header("Retry-After", notNullValue()));
        given().get("/api/widget/v1/channels/wch_nobody_has_this/config").then().statusCode(404);
        given().get("/api/widget/v1/channels/1/config").then().statusCode(404);
    }

    @Test
    void more_than_ten_messages_in_a_row_have_to_wait() {
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        int refused = 0;
        for (int number = 0; number < 25; number++) {
            Response answer = TestWidget.begin(session, TestWidget.text("message " + number));
            if (answer.statusCode() == 429) {
                refused++;
                answer.then().body("error", is("rate_limited")).header("Retry-After", notNullValue());
            }
        }
        org.junit.jupiter.api.Assertions.assertTrue(refused >= 1, "none of 25 messages was refused");
    }

    @ParameterizedTest
    @CsvSource({"SESSIONS, 60, 3600", "MESSAGES_IN_A_ROW, 10, 10", "MESSAGES, 60, 300", "UPLOADS, 20, 3600", "CONVERSATIONS, 50, 86400", "TRANSCRIPTS, 5, 86400"})
    void each_thing_may_be_done_so_often_in_its_time(String name, int times, int seconds) throws Exception {
        // Given
        Limit limit = (Limit) Limit.class.getDeclaredField(name).get(null);
        Instant start = Instant.parse("2026-03-02T00:00:00Z");
        String subject = UUID.randomUUID().toString();
        RateLimits atTheStart = new RateLimits(database, Clock.fixed(start, ZoneOffset.UTC));

        // When
        for (int time = 0; time < times; time++) {
            atTheStart.count(limit, subject).await().atMost(PATIENCE);
        }

        // Then
        assertThatThrownBy(() -> atTheStart.count(limit, subject).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().retryAfterSeconds()).isEqualTo(seconds));
        assertThatCode(() -> atTheStart.count(limit, UUID.randomUUID()).await().atMost(PATIENCE)).doesNotThrowAnyException();
        RateLimits later = new RateLimits(database, Clock.fixed(start.plusSeconds(seconds), ZoneOffset.UTC));
        assertThatCode(() -> later.count(limit, subject).await().atMost(PATIENCE)).doesNotThrowAnyException();
    }

    @Test
    void sessions_uploads_and_conversations_are_counted_too() {
        // Given
        TestWidget widget = TestWidget.create(Map.of("one_conversation", false));
        String session = widget.newSession();
        upload(session).then().statusCode(201);
        TestWidget.begin(session, TestWidget.text("one")).then().statusCode(201);

        // When
        for (String what : List.of("sessions", "uploads", "conversations")) {
            Tuple spent = Tuple.of(what + "/" + widget.id() + "/%");
            database.preparedQuery("update widget_rate set count = 1000 where subject like $1").execute(spent).await().atMost(PATIENCE);
        }

        // Then
        widget.session(null).then().statusCode(429).body("error", is("rate_limited")).header("Retry-After", notNullValue());
        upload(session).then().statusCode(429).body("error", is("rate_limited"));
        TestWidget.begin(session, TestWidget.text("two")).then().statusCode(429).body("error", is("rate_limited"));
    }

    private static Response upload(String session) {
        return given().header("Origin", TestWidget.SITE).header("Authorization", "Bearer " + session).multiPart("file", "note.txt", "words".getBytes()).post("/api/widget/v1/uploads");
    }

    @Test
    void an_unknown_field_is_named() {
        TestWidget widget = TestWidget.create(Map.of());
        TestWidget.visitor().body(Map.of("channel_key", widget.key(), "is_admin", true)).post("/api/widget/v1/sessions").then().statusCode(400).body("errors[0].field", equalTo("is_admin"));
    }

    @Test
    void the_public_settings_hold_neither_secret_nor_domain_nor_address() {
        TestWidget widget = TestWidget.create(Map.of("allowed_domains", SHOP, "blocked_ips", List.of("203.0.113.9")));
        String config = given().get("/api/widget/v1/channels/" + widget.key() + "/config?locale=de").then().statusCode(200)
                .body("channel_key", is(widget.key())).body("name", is("Shop")).body("limits.text_chars", is(10_000)).body("identity.required", is(false)).extract().asString();
        for (String hidden : List.of(TestWidget.SECRET, "shop.example", "203.0.113.9")) {
            org.junit.jupiter.api.Assertions.assertFalse(config.contains(hidden), hidden);
        }
    }

    private static Response post(TestWidget widget, String origin, String page) {
        return given().header("Origin", origin).contentType(ContentType.JSON)
                .body(Map.of("channel_key", widget.key(), "page", Map.of("url", page + "/", "title", "")))
                .post("/api/widget/v1/sessions");
    }

    private static Map<String, Object> message(String type, String text) {
        Map<String, Object> message = new HashMap<>();
        message.put("client_id", UUID.randomUUID().toString());
        message.put("type", type);
        message.put("text", text);
        return message;
    }

    private static void refused(String session, Map<String, Object> message, int status, String code) {
        TestWidget.begin(session, message).then().statusCode(status).body("error", is(code)).body("code", is(code)).body("errors[0].field", notNullValue());
    }
}
