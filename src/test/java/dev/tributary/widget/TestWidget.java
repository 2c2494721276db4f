package dev.tributary.widget;

import static io.restassured.RestAssured.given;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.Ids;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** A website widget of an organization of its own, made by its admin, and a visitor's way to it. */
record TestWidget(TestOrganization organization, String id, String key) {

    static final String SITE = "https://shop.example";
    static final String SECRET = "widget-identity-secret-1";

    static TestWidget create(Map<String, Object> settings) {
        return create("wch_" + Ids.next().toString().replace("-", ""), settings);
    }

    static TestWidget create(String key, Map<String, Object> settings) {
        TestOrganization organization = TestOrganizations.create();
        Map<String, Object> all = new java.util.HashMap<>(settings);
        all.put("channel_key", key);
        all.putIfAbsent("identity_secret", SECRET);
        String id = given().auth().oauth2(organization.admin().apiToken()).contentType(ContentType.JSON)
                .body(Map.of("name", "Shop", "type", "WEB_WIDGET", "settings", all))
                .post("/rest/v1/channel_accounts").then().statusCode(201).extract().path("id");
        return new TestWidget(organization, id, key);
    }

    /** A visitor's request from the website. */
    static RequestSpecification visitor() {
        return given().header("Origin", SITE).contentType(ContentType.JSON);
    }

    static RequestSpecification visitor(String session) {
        return visitor().header("Authorization", "Bearer " + session);
    }

    Response session(String visitorToken) {
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("channel_key", key);
        body.put("visitor_token", visitorToken);
        body.put("locale", "de-DE");
        body.put("timezone", "Europe/Berlin");
        body.put("page", Map.of("url", SITE + "/cart?utm_source=mail", "title", "Cart", "referrer", "https://search.example/"));
        return visitor().body(body).post("/api/widget/v1/sessions");
    }

    /** A new visitor's session token. */
    String newSession() {
        return session(null).then().statusCode(201).extract().path("session_token");
    }

    static Map<String, Object> text(String text) {
        return Map.of("client_id", UUID.randomUUID().toString(), "type", "text", "text", text);
    }

    static Response begin(String session, Map<String, Object> message) {
        return visitor(session).body(Map.of("client_id", UUID.randomUUID().toString(), "message", message)).post("/api/widget/v1/conversations");
    }

    static Response send(String session, String conversation, Map<String, Object> message) {
        return visitor(session).body(message).post("/api/widget/v1/conversations/" + conversation + "/messages");
    }

    /** An agent's answer through the API. */
    String answer(String conversation, String text) {
        return given().auth().oauth2(organization.agent().apiToken()).contentType(ContentType.JSON)
                .body(Map.of("text", text))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
    }
}
