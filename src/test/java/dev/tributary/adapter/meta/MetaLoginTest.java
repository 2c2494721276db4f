package dev.tributary.adapter.meta;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FEATURES, use case 2, and its like: Messenger, Instagram and WhatsApp connected by consent, against the sandbox. */
@QuarkusTest
class MetaLoginTest {

    private static final String ACCOUNTS = "/rest/v1/channel_accounts/";
    private static final String APPS = "/sandbox/meta/control/apps";
    private static final String ADA = "Continue as Ada Admin";
    private static final String RITA = "Continue as Rita Rival";
    private static final String NO_MESSAGES = "Continue without messages";
    private static final String CANCEL = "Cancel";

    private TestOrganization ours;
    private JsonPath app;

    @BeforeEach
    void an_app() {
        ours = TestOrganizations.create();
        app = given().contentType(ContentType.JSON).body(Map.of("name", "Acme Outdoor")).post(APPS).then().statusCode(201).extract().jsonPath();
    }

    @Test
    void messenger_is_connected_by_choosing_a_page_and_talks_at_once() {
        // Given
        String account = waiting("MESSENGER", Map.of());
        String page = app.getString("pages[0].id");

        // When
        consent(account, "", ADA, "choose");

        // Then
        choices(account).body("items.label", contains("Acme Outdoor", "Acme Outdoor Outlet", "A friend's café"))
                .body("items.is_selectable", contains(true, true, false))
                .body("items[2].obstacle", containsString("role on this Page"));
        pick(account, page)
                .body("connection.state", equalTo("connected"))
                .body("settings.page_id", equalTo(page))
                .body("settings.page_name", equalTo("Acme Outdoor"))
                .body("is_active", equalTo(true));

        // When
        given().contentType(ContentType.JSON).body(Map.of("to", page, "text", "Is the tent waterproof?")).post(appPath("/messages")).then().statusCode(201);

        // Then
        eventually(() -> ours.agent().api().get("/rest/v1/conversations").then().body("items", hasSize(1)).body("items[0].last_message.preview", equalTo("Is the tent waterproof?")));
        String conversation = ours.agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");
        String answer = ours.agent().api().body(Map.of("text", "It is.")).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");
        eventually(() -> given().get(appPath("/sent")).then().body("items.message.text", hasItem("It is.")).body("items.from", hasItem(page)));
        eventually(() -> ours.agent().api().get("/rest/v1/messages/" + answer).then().body("delivery_status", equalTo("read")));

        // When
        ours.agent().api().body(Map.of("carousel", List.of(Map.of("title", "Two-person tent"), Map.of("title", "Family tent"))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).body("content.carousel.title", contains("Two-person tent", "Family tent"));

        // Then
        eventually(() -> given().get(appPath("/sent")).then()
                .body("items.findAll { it.message.attachment }.message.attachment.payload.elements.flatten().title", contains("Two-person tent", "Family tent")));

        // When
        given().contentType(ContentType.JSON).body(Map.of("code", 10, "subcode", 2018278)).post(appPath("/failure")).then().statusCode(201);
        String late = ours.agent().api().body(Map.of("text", "Anything else?")).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");

        // Then
        eventually(() -> ours.agent().api().get("/rest/v1/messages/" + late).then().body("error.code", equalTo("reply_window_closed")));
    }

    @Test
    void people_are_called_by_their_names_once_facebook_tells_them() {
        // Given
        String account = waiting("MESSENGER", Map.of());
        consent(account, "", RITA, "connected");
        String page = stored(account).extract().path("settings.page_id");

        // When
        writes(page, "7400000000000123", "Hello");
        writes(page, "7400000000000120", "I tell nobody who I am");

        // Then
        eventually(() -> people().body("items.contact.name", hasItems("Marta Messenger", "Facebook user 0120")));

        // When
        writes(page, "7400000000000123", "Are you there?");

        // Then
        eventually(() -> people().body("items.last_message.preview", hasItem("Are you there?")));
        people().body("items.contact.name", hasItem("Marta Messenger"));
    }

    private void writes(String page, String from, String text) {
        given().contentType(ContentType.JSON).body(Map.of("to", page, "from", from, "text", text)).post(appPath("/messages")).then().statusCode(201);
    }

    private ValidatableResponse people() {
        return ours.agent().api().get("/rest/v1/conversations").then().statusCode(200);
    }

    @Test
    void a_consent_that_leaves_out_messages_or_is_refused_says_so() {
        String account = waiting("MESSENGER", Map.of());

        consent(account, "", NO_MESSAGES, "failed");
        choices(account).body("problem.code", equalTo("permission_missing")).body("problem.detail", containsString("pages_messaging"));

        consent(account, "", CANCEL, "failed");
        choices(account).body("problem.code", equalTo("consent_refused"));

        ours.admin().api().body(Map.of("settings", Map.of("app_secret", "not the app's secret"))).patch(ACCOUNTS + account).then().statusCode(200);
        consent(account, "", ADA, "failed");
        choices(account).body("problem.code", equalTo("misconfigured")).body("problem.hint", containsString("redirect")).body("problem.detail", not(containsString("not the app's secret")));
    }

    @Test
    void a_revoked_consent_is_mended_in_place_by_somebody_who_manages_the_page() {
        // Given
        String account = waiting("MESSENGER", Map.of());
        consent(account, "", ADA, "choose");
        pick(account, app.getString("pages[0].id"));

        // When
        given().contentType(ContentType.JSON).body(Map.of()).post(appPath("/revoke")).then().statusCode(201);

        // Then
        ours.admin().api().post(ACCOUNTS + account + "/test").then()
                .body("connection.state", equalTo("disconnected"))
                .body("connection.problem.code", equalTo("credentials_rejected"))
                .body("connection.problem.hint", containsString("Reconnect"));

        // When
        consent(account, "", RITA, "failed");

        // Then
        choices(account).body("problem.code", equalTo("other_account")).body("problem.detail", containsString("Rival Outdoor"));

        // When
        consent(account, "", ADA, "connected");

        // Then
        stored(account).body("connection.state", equalTo("connected")).body("connection.problem", nullValue()).body("settings.page_id", equalTo(app.getString("pages[0].id")));
    }

    @Test
    void instagram_is_connected_by_its_own_login_for_sixty_days() {
        String account = waiting("INSTAGRAM", Map.of());

        consent(account, "?offer=instagram", ADA, "connected");

        stored(account)
                .body("connection.state", equalTo("connected"))
                .body("connection.expires_at", notNullValue())
                .body("settings.mode", equalTo("instagram_login"))
                .body("settings.username", equalTo("@acme.outdoor"))
                .body("settings.ig_account_id", equalTo(app.getString("instagram_id")))
                .body("authorized_by", equalTo("instagram"));
    }

    @Test
    void on_instagram_carousels_and_reactions_leave_and_people_have_their_pictures() {
        // Given
        String account = waiting("INSTAGRAM", Map.of());
        consent(account, "?offer=facebook", ADA, "choose");
        String instagram = app.getString("pages[0].instagram_id");
        pick(account, instagram).body("connection.state", equalTo("connected"));
        String mid = given().contentType(ContentType.JSON).body(Map.of("to", instagram, "object", "instagram", "from", "7400000000000125", "text", "Which tents are there?"))
                .post(appPath("/messages")).then().statusCode(201).extract().path("id");
        eventually(() -> people().body("items", hasSize(1)));
        String conversation = people().extract().path("items[0].id");

        // When
        ours.agent().api().body(Map.of("carousel", List.of(Map.of("title", "Two-person tent", "buttons", List.of(Map.of("id", "two", "title", "This one"))), Map.of("title", "Family tent"))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201);
        String theirs = ours.agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then().extract().path("items.find { it.direction == 'inbound' }.id");
        ours.agent().api().body(Map.of("emoji", "❤️")).put("/rest/v1/messages/" + theirs + "/reaction").then().statusCode(200).body("reactions.emoji", contains("❤️"));
        ours.agent().api().delete("/rest/v1/messages/" + theirs + "/reaction").then().statusCode(200);

        // Then
        eventually(() -> given().get(appPath("/sent")).then()
                .body("items.findAll { it.message }.message.attachment.payload.elements.flatten().title", contains("Two-person tent", "Family tent"))
                .body("items.findAll { it.message }.message.attachment.payload.template_type", contains("generic"))
                .body("items.findAll { it.sender_action =~ /react/ }.sender_action", contains("react", "unreact"))
                .body("items.findAll { it.sender_action =~ /react/ }.payload.message_id", contains(mid, mid))
                .body("items.find { it.sender_action == 'react' }.payload.reaction", equalTo("love")));
        eventually(() -> people().body("items[0].contact.name", equalTo("Ines Insta")).body("items[0].contact.avatar_url", notNullValue()));
        byte[] picture = ours.agent().api().get(people().extract().<String>path("items[0].contact.avatar_url").replaceFirst("^https?://[^/]+", "")).then().statusCode(200).extract().asByteArray();
        assertTrue(picture.length > 0);
    }

    @Test
    void instagram_is_connected_by_the_page_that_it_is_linked_to() {
        String account = waiting("INSTAGRAM", Map.of());

        consent(account, "?offer=facebook", ADA, "choose");
        choices(account).body("items.detail", hasItems("Acme Outdoor", "Acme Outdoor Outlet"));

        pick(account, app.getString("pages[1].instagram_id"))
                .body("connection.state", equalTo("connected"))
                .body("connection.expires_at", nullValue())
                .body("settings.mode", equalTo("facebook_page"))
                .body("settings.page_id", equalTo(app.getString("pages[1].id")));
    }

    @Test
    void whatsapp_is_connected_by_choosing_a_number() {
        String account = waiting("WHATSAPP_CLOUD", Map.of("config_id", app.getString("config_id")));
        String number = app.getString("numbers[1].id");

        consent(account, "", ADA, "choose");

        choices(account).body("items", hasSize(2)).body("items.detail", contains("Acme Outdoor", "Acme Outdoor returns"));
        pick(account, number)
                .body("connection.state", equalTo("connected"))
                .body("settings.phone_number_id", equalTo(number))
                .body("settings.waba_id", equalTo(app.getString("numbers[1].waba_id")));
    }

    @Test
    void the_doctor_names_rights_data_access_and_the_standing_of_the_business() {
        String messenger = waiting("MESSENGER", Map.of());
        consent(messenger, "", RITA, "connected");
        examine(messenger)
                .body("checks.find { it.code == 'scopes' }.grade", equalTo("ok"))
                .body("checks.find { it.code == 'data_access' }.detail", containsString("until"))
                .body("checks.find { it.code == 'redirect_address' }.detail", containsString("/rest/v1/oauth/callback"));

        String whatsapp = waiting("WHATSAPP_CLOUD", Map.of("config_id", app.getString("config_id")));
        consent(whatsapp, "", ADA, "choose");
        pick(whatsapp, app.getString("numbers[0].id"));
        examine(whatsapp)
                .body("checks.find { it.code == 'business_verification' }.grade", equalTo("warning"))
                .body("checks.find { it.code == 'business_verification' }.hint", containsString("Security Centre"))
                .body("checks.find { it.code == 'quality' }.grade", equalTo("ok"));

        given().contentType(ContentType.JSON).body(Map.of()).post(appPath("/revoke")).then().statusCode(201);
        examine(messenger).body("grade", equalTo("error")).body("checks.find { it.code == 'scopes' }.grade", equalTo("error"));
    }

    private ValidatableResponse examine(String account) {
        return ours.admin().api().post(ACCOUNTS + account + "/health").then().statusCode(200);
    }

    @Test
    void the_buttons_are_drawn_from_the_channel_types() {
        ours.agent().api().get("/rest/v1/channel_types").then()
                .body("items.find { it.type == 'MESSENGER' }.oauth.label", contains("Facebook"))
                .body("items.find { it.type == 'MESSENGER' }.oauth[0].needs", contains("app_id", "app_secret"))
                .body("items.find { it.type == 'INSTAGRAM' }.oauth.label", contains("Instagram", "Facebook"))
                .body("items.find { it.type == 'WHATSAPP_CLOUD' }.oauth[0].needs", contains("app_id", "app_secret", "config_id"))
                .body("items.find { it.type == 'TELEGRAM' }.oauth", hasSize(0));
    }

    private String waiting(String type, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("app_id", app.getString("app_id"), "app_secret", app.getString("app_secret")));
        settings.putAll(more);
        Map<String, ?> body = Map.of("name", "Acme on " + type, "type", type, "is_active", false, "settings", settings);
        return ours.admin().api().body(body).post("/rest/v1/channel_accounts").then().statusCode(201).extract().path("id");
    }

    /** Goes to the provider's page as a browser would, takes the named way, and comes back. */
    private void consent(String account, String query, String way, String end) {
        String url = ours.admin().browser().post(ACCOUNTS + account + "/oauth" + query).then().statusCode(200).extract().path("authorize_url");
        assertTrue(url.startsWith("http://localhost:8080/sandbox/meta/"), url);
        String page = given().urlEncodingEnabled(false).get(path(url)).then().statusCode(200).header("content-security-policy", notNullValue()).extract().asString();
        Matcher link = Pattern.compile("href=\"([^\"]+)\">" + Pattern.quote(way) + "<").matcher(page);
        assertTrue(link.find(), page);
        String back = link.group(1).replace("&amp;", "&").replaceFirst("#.*", "");
        ours.admin().browser().urlEncodingEnabled(false).redirects().follow(false).get(path(back)).then()
                .statusCode(303)
                .header("Location", equalTo("http://localhost:8080/settings/channels/" + account + "?oauth=" + end));
    }

    private static String path(String url) {
        URI uri = URI.create(url);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private ValidatableResponse choices(String account) {
        return ours.admin().browser().get(ACCOUNTS + account + "/oauth/choices").then().statusCode(200);
    }

    private ValidatableResponse pick(String account, String id) {
        return ours.admin().browser().body(Map.of("id", id)).post(ACCOUNTS + account + "/oauth/choices").then().statusCode(200);
    }

    private ValidatableResponse stored(String account) {
        return ours.agent().api().get(ACCOUNTS + account).then().statusCode(200);
    }

    private String appPath(String path) {
        return APPS + "/" + app.getString("app_id") + path;
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(check);
    }
}
