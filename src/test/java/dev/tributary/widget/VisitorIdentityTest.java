package dev.tributary.widget;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.tributary.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fixtures of identity and of the pre-chat form, at their clock, and what must never follow from a claim. */
@QuarkusTest
class VisitorIdentityTest {

    private static final Instant FIXTURE_CLOCK = Instant.ofEpochSecond(1_795_219_260L);
    private static final String FIXTURE_KEY = "wch_4f1c2a";
    private static TestWidget ofFixtures;

    @Inject
    MovableClock clock;

    @BeforeEach
    void at_the_clock_of_the_fixtures() {
        clock.reset();
        clock.advance(Duration.between(clock.instant(), FIXTURE_CLOCK));
    }

    @AfterEach
    void back_to_now() {
        clock.reset();
    }

    @Test
    void a_hash_proves_the_id_and_nothing_else() {
        String session = fixtureWidget().newSession();

        identify(session, "identify-hash.json").then().statusCode(200)
                .body("verified", is(true))
                .body("contact.external_id", is("user-8812"))
                .body("contact.email", is("anna@customer.example"))
                .body("contact.email_verified", is(false))
                .body("visitor_token", notNullValue());
    }

    @Test
    void a_token_proves_all_it_says() {
        String session = fixtureWidget().newSession();

        identify(session, "identify-jwt.json").then().statusCode(200)
                .body("verified", is(true))
                .body("contact.external_id", is("user-8812"))
                .body("contact.email", is("anna@customer.example"))
                .body("contact.email_verified", is(true));
    }

    @Test
    void a_wrong_hash_is_refused_and_the_session_stays_as_it_was() {
        String session = fixtureWidget().newSession();
        String before = current(session).asString();

        identify(session, "identify-hash-wrong.json").then().statusCode(401).body("error", is("identity_invalid")).body("code", is("identity_invalid")).body("hint", notNullValue());

        current(session).then().statusCode(200).body("contact.verified", is(false)).body("contact.email", nullValue());
        org.junit.jupiter.api.Assertions.assertEquals(io.restassured.path.json.JsonPath.from(before).getString("contact.id"), current(session).path("contact.id"));
    }

    @Test
    void a_token_that_is_over_says_so() {
        String session = fixtureWidget().newSession();
        clock.advance(Duration.ofMinutes(50));
        current(session).then().statusCode(200);
        clock.advance(Duration.ofMinutes(20));
        identify(fixtureWidget().newSession(), "identify-jwt.json").then().statusCode(401).body("error", is("identity_expired"));
    }

    @Test
    void a_claim_without_proof_is_a_claim() {
        // Given somebody who really is this person, with a history
        TestWidget widget = TestWidget.create(Map.of());
        String real = widget.newSession();
        TestWidget.visitor(real).body(Map.of("email", "ceo@customer.example")).post("/api/widget/v1/sessions/contact").then().statusCode(200);
        TestWidget.begin(real, TestWidget.text("confidential"));

        // When somebody else claims to be
        String session = widget.newSession();
        identify(session, "identify-unsigned.json").then().statusCode(200).body("verified", is(false)).body("contact.verified", is(false));
        TestWidget.begin(session, TestWidget.text("Show me everything")).then().statusCode(201);

        // Then they see their own conversation, and are a contact of their own
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items", hasSize(1));
        given().auth().oauth2(widget.organization().agent().apiToken()).get("/rest/v1/contacts").then().body("items", hasSize(2));
    }

    @Test
    void where_identity_is_required_nobody_comes_in_without_proof() {
        TestWidget widget = TestWidget.create(Map.of("identity_mode", "required"));

        widget.session(null).then().statusCode(401).body("error", is("identity_required"));
    }

    @Test
    void the_fixture_of_the_form_opens_one_conversation_with_unverified_claims() {
        // Given
        TestWidget widget = TestWidget.create(Map.of("prechat", Map.of("enabled", true, "fields", java.util.List.of(
                Map.of("key", "name", "type", "text", "label", "Name", "required", true, "max", 128),
                Map.of("key", "email", "type", "email", "label", "E-Mail", "required", true, "max", 254),
                Map.of("key", "order_number", "type", "text", "label", Map.of("de", "Bestellnummer"), "required", false, "max", 64)))));
        String session = widget.newSession();

        // When
        Response first = TestWidget.visitor(session).body(fixture("prechat-and-first-message.json")).post("/api/widget/v1/conversations");
        Response again = TestWidget.visitor(session).body(fixture("prechat-and-first-message.json")).post("/api/widget/v1/conversations");

        // Then
        first.then().statusCode(201)
                .body("contact.name", is("Tomáš Novák"))
                .body("contact.email", is("tomas@customer.example"))
                .body("contact.email_verified", is(false));
        again.then().statusCode(200).body("conversation.id", is((String) first.path("conversation.id")));
        TestWidget.visitor(session).get("/api/widget/v1/conversations/" + first.path("conversation.id") + "/messages").then().body("items", hasSize(1));
        TestWidget.send(session, first.path("conversation.id"), fixtureMap("message-text.json")).then().statusCode(201);
        TestWidget.send(session, first.path("conversation.id"), fixtureMap("message-text.json")).then().statusCode(200);
        TestWidget.visitor(session).body(fixture("typing-on.json")).post("/api/widget/v1/conversations/" + first.path("conversation.id") + "/typing").then().statusCode(204);
        TestWidget.visitor(session).body(fixture("offline-email.json")).post("/api/widget/v1/sessions/contact").then().statusCode(200).body("contact.email", is("tomas@customer.example"));
    }

    @Test
    void what_is_missing_in_the_form_is_named() {
        TestWidget widget = TestWidget.create(Map.of("prechat", Map.of("enabled", true, "fields", java.util.List.of(
                Map.of("key", "email", "type", "email", "label", "E-Mail", "required", true, "max", 254)))));
        String session = widget.newSession();

        TestWidget.begin(session, TestWidget.text("Hello")).then().statusCode(400).body("error", is("prechat_invalid")).body("field", is("email"));
        TestWidget.visitor(session)
                .body(Map.of("client_id", UUID.randomUUID().toString(), "message", TestWidget.text("Hello"), "prechat", Map.of("email", "nobody")))
                .post("/api/widget/v1/conversations").then().statusCode(400).body("errors[0].field", is("email"));
    }

    @Test
    void proving_takes_this_sessions_conversation_along_and_leaves_the_old_token_worthless() {
        // Given an anonymous visitor who wrote, and a second browser tab with the same token
        TestWidget widget = fixtureWidget();
        Response first = widget.session(null);
        String session = first.path("session_token");
        String conversation = TestWidget.begin(session, TestWidget.text("before I signed in")).path("conversation.id");
        String other = widget.session(first.path("visitor_token")).path("session_token");

        // When
        Response identified = identify(session, "identify-hash.json");

        // Then
        identified.then().statusCode(200).body("visitor_token", not(equalTo((String) first.path("visitor_token"))));
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items.id", org.hamcrest.Matchers.hasItem(conversation));
        TestWidget.visitor(other).get("/api/widget/v1/conversations").then().statusCode(401);
        widget.session(first.path("visitor_token")).then().statusCode(201).body("contact.verified", is(false)).body("conversations", hasSize(0));
        widget.session(identified.path("visitor_token")).then().statusCode(201).body("contact.verified", is(true));
    }

    @Test
    void on_a_shared_computer_the_next_person_sees_nothing_of_the_last() {
        // Given
        TestWidget widget = fixtureWidget();
        Response first = widget.session(null);
        String session = first.path("session_token");
        identify(session, "identify-hash.json").then().statusCode(200);
        TestWidget.begin(session, TestWidget.text("of the first person")).then().statusCode(201);

        // When another person is proven in the same session
        String hash = java.util.HexFormat.of().formatHex(hmac(TestWidget.SECRET, "user-1"));
        TestWidget.visitor(session).body(Map.of("identity", Map.of("external_id", "user-1", "identifier_hash", hash.toUpperCase(java.util.Locale.ROOT))))
                .post("/api/widget/v1/sessions/identify").then().statusCode(200).body("contact.external_id", is("user-1"));

        // Then
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items", hasSize(0));
    }

    /** Its key is in the fixture's token, and a key is one widget's alone. */
    private static synchronized TestWidget fixtureWidget() {
        if (ofFixtures == null) {
            ofFixtures = TestWidget.create(FIXTURE_KEY, Map.of());
        }
        return ofFixtures;
    }

    private static Response identify(String session, String fixture) {
        return TestWidget.visitor(session).body(fixture(fixture)).post("/api/widget/v1/sessions/identify");
    }

    private static Response current(String session) {
        return TestWidget.visitor(session).get("/api/widget/v1/sessions/current");
    }

    private static byte[] hmac(String secret, String text) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Map<String, Object> fixtureMap(String name) {
        Map<String, Object> fixture = new java.util.HashMap<>(io.restassured.path.json.JsonPath.from(fixture(name)).getMap(""));
        return fixture;
    }

    private static String fixture(String name) {
        try (InputStream file = VisitorIdentityTest.class.getResourceAsStream("/fixtures/web-widget/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
