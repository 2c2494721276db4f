package dev.tributary.channel;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.MovableClock;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.channel.ConnectsByOAuth.Code;
import dev.tributary.channel.ConnectsByOAuth.Consent;
import dev.tributary.channel.RefreshesAccess.Renewal;
import dev.tributary.platform.Secret;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FEATURES, test case 3: start, consent, callback, choice, credentials stored, connection proven; and what goes wrong on the way. */
@QuarkusTest
class OAuthTest {

    private static final String ACCOUNTS = "/rest/v1/channel_accounts/";
    private static final String APPS = "/sandbox/meta/control/apps";
    private static final String CALLBACK = "/rest/v1/oauth/callback";

    @Inject
    OAuthRefresh refresh;

    @Inject
    ExpiryWarnings warnings;

    @Inject
    Pool database;

    @Inject
    MovableClock clock;

    private TestOrganization ours;
    private String account;
    private final String page = UUID.randomUUID().toString();

    @BeforeEach
    void an_account_that_waits_for_consent() {
        ScriptedLogin.install();
        ours = TestOrganizations.create();
        account = waiting(ours);
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    void a_consent_with_several_pages_asks_which_one_and_connects_it() {
        // Given
        grants(choice(page, "Acme Outdoor"), new Choice("other", "Acme Indoor", "", Optional.of("You may not answer messages of this page."), Map.of(), Map.of(), Optional.empty()));

        // When
        comesBack(ours.admin(), "state=" + state(start(ours.admin())) + "&code=abc", "/settings/channels/" + account + "?oauth=choose");

        // Then
        ours.admin().browser().get(ACCOUNTS + account + "/oauth/choices").then()
                .statusCode(200)
                .body("state", equalTo("choosing"))
                .body("items.label", contains("Acme Outdoor", "Acme Indoor"))
                .body("items.is_selectable", contains(true, false))
                .body("items[1].obstacle", containsString("may not answer"));
        pick(ours.admin(), "other").statusCode(409).body("code", equalTo("choice_not_possible"));
        pick(ours.admin(), "nobody").statusCode(400);
        pick(ours.admin(), page)
                .statusCode(200)
                .body("id", equalTo(account))
                .body("is_active", equalTo(true))
                .body("authorized_by", equalTo("pages"))
                .body("connection.state", equalTo("connected"))
                .body("settings.page_id", equalTo(page))
                .body("settings.token", equalTo("••••oken"))
                .body("settings.greeting", equalTo("Hello"));
        pick(ours.admin(), page).statusCode(409).body("code", equalTo("nothing_to_choose"));
    }

    @Test
    void the_only_page_is_taken_without_asking() {
        grants(choice(page, "Acme Outdoor"));

        comesBack(ours.admin(), "state=" + state(start(ours.admin())) + "&code=abc", "/settings/channels/" + account + "?oauth=connected");

        stored().body("connection.state", equalTo("connected")).body("is_active", equalTo(true));
    }

    @Test
    void the_redirect_is_ours_and_the_code_is_bound_by_pkce() throws Exception {
        // Given
        AtomicReference<Code> seen = new AtomicReference<>();
        ScriptedLogin.IT.onCode = code -> {
            seen.set(code);
            return new Consent.Granted(List.of(choice(page, "Acme")));
        };
        Map<String, String> query = query(start(ours.admin()));

        // When
        comesBack(ours.admin(), "state=" + query.get("state") + "&code=abc", "/settings/channels/" + account + "?oauth=connected");

        // Then
        assertEquals("http://localhost:8080" + CALLBACK, query.get("redirect_uri"));
        assertEquals(query.get("redirect_uri"), seen.get().redirectUri().toString());
        assertEquals("S256", query.get("code_challenge_method"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(seen.get().verifier().orElseThrow().reveal().getBytes(StandardCharsets.US_ASCII));
        assertEquals(query.get("code_challenge"), Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        assertTrue(query.get("state").length() >= 43, "256 bits");
    }

    @Test
    void a_state_is_good_for_one_browser_once_and_for_a_while() {
        grants(choice(page, "Acme"));
        String state = state(start(ours.admin()));

        comesBack(ours.owner(), "state=" + state + "&code=abc", "/settings/channels?oauth=unknown");
        comesBack(ours.admin(), "state=" + state + "x&code=abc", "/settings/channels?oauth=unknown");
        comesBack(ours.admin(), "code=abc", "/settings/channels?oauth=unknown");
        comesBack(TestOrganizations.create().admin(), "state=" + state + "&code=abc", "/settings/channels?oauth=unknown");
        comesBack(ours.agent(), "state=" + state + "&code=abc", "/settings/channels?oauth=signed_out");
        stored().body("connection.state", equalTo("disconnected"));

        comesBack(ours.admin(), "state=" + state + "&code=abc", "/settings/channels/" + account + "?oauth=connected");
        comesBack(ours.admin(), "state=" + state + "&code=abc", "/settings/channels?oauth=unknown");

        String late = state(start(ours.admin()));
        clock.advance(Duration.ofMinutes(21));
        comesBack(ours.admin(), "state=" + late + "&code=abc", "/settings/channels?oauth=unknown");
    }

    @Test
    void a_browser_that_is_not_signed_in_gets_nothing() {
        String state = state(start(ours.admin()));

        io.restassured.RestAssured.given().redirects().follow(false).get(CALLBACK + "?state=" + state + "&code=abc").then()
                .statusCode(303)
                .header("Location", endsWith("/settings/channels?oauth=signed_out"));
    }

    @Test
    void a_program_begins_and_its_user_comes_back() {
        grants(choice(page, "Acme"));
        String url = ours.admin().api().post(ACCOUNTS + account + "/oauth").then().statusCode(200).extract().path("authorize_url");

        comesBack(ours.owner(), "state=" + state(url) + "&code=abc", "/settings/channels?oauth=unknown");
        comesBack(ours.admin(), "state=" + state(url) + "&code=abc", "/settings/channels/" + account + "?oauth=connected");
    }

    @Test
    void a_refused_consent_is_told_with_what_to_do() {
        comesBack(ours.admin(), "error=access_denied&error_reason=user_denied&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=failed");
        failed("consent_refused");

        comesBack(ours.admin(), "error=invalid_scope&error_description=No%20such%20scope&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=failed");
        failed("consent_failed").body("problem.detail", containsString("No such scope")).body("problem.hint", containsString("redirect address"));

        ScriptedLogin.IT.onCode = _ -> new Consent.Refused(new ChannelProblem.PermissionMissing(new ProviderError("scopes", "messages are missing"), "Allow messages."));
        comesBack(ours.admin(), "code=abc&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=failed");
        failed("permission_missing").body("problem.hint", equalTo("Allow messages."));

        ScriptedLogin.IT.onCode = _ -> {
            throw new IllegalStateException("nobody expected this");
        };
        comesBack(ours.admin(), "code=abc&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=failed");
        failed("provider_unavailable").body("problem.detail", not(containsString("nobody expected")));

        grants();
        comesBack(ours.admin(), "code=abc&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=failed");
        failed("nothing_to_connect");
    }

    @Test
    void what_the_consent_needs_is_asked_for_before() {
        ours.admin().browser().body("{\"settings\":{\"app_secret\":null}}").patch(ACCOUNTS + account).then().statusCode(200);

        ours.admin().browser().post(ACCOUNTS + account + "/oauth").then().statusCode(400).body("errors.field", contains("settings.app_secret"));
        ours.admin().browser().post(ACCOUNTS + account + "/oauth?offer=nonsense").then().statusCode(400).body("errors.field", contains("offer"));
        ours.admin().browser().post(ACCOUNTS + account + "/oauth?offer=plain").then().statusCode(200).body("authorize_url", not(containsString("code_challenge")));
        ours.agent().browser().post(ACCOUNTS + account + "/oauth").then().statusCode(403);
    }

    @Test
    void an_account_is_switched_on_only_once_it_is_complete() {
        ours.admin().browser().body("{\"is_active\":true}").patch(ACCOUNTS + account).then().statusCode(400).body("errors.field", hasItems("settings.page_id", "settings.token"));
        ours.admin().api().body(Map.of("name", "At once", "type", ScriptedLogin.TYPE)).post("/rest/v1/channel_accounts").then()
                .statusCode(400)
                .body("errors.field", hasItems("settings.page_id", "settings.token"));
    }

    @Test
    void an_account_that_waits_for_its_consent_is_not_asked_about() {
        ours.admin().browser().post(ACCOUNTS + account + "/test").then().statusCode(409).body("code", equalTo("not_authorised"));
    }

    @Test
    void authorising_again_keeps_the_account_and_takes_no_other_one() {
        // Given
        grants(choice(page, "Acme"));
        connect();
        grants(choice("somebody-else", "Rival Outdoor"));

        // When
        comesBack(ours.admin(), "code=abc&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=failed");

        // Then
        failed("other_account").body("problem.detail", containsString("Rival Outdoor"));
        stored().body("connection.state", equalTo("connected")).body("settings.page_id", equalTo(page));

        // When
        grants(choice("somebody-else", "Rival Outdoor"), ScriptedLogin.choice(page, "Acme", "a fresh one, 4711", Optional.empty()));
        comesBack(ours.admin(), "code=abc&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=connected");

        // Then
        stored().body("id", equalTo(account)).body("settings.token", equalTo("••••4711")).body("settings.greeting", equalTo("Hello"));
    }

    @Test
    void a_page_that_another_channel_has_cannot_be_picked() {
        grants(choice(page, "Acme"));
        connect();
        String second = waiting(ours);

        String url = ours.admin().browser().post(ACCOUNTS + second + "/oauth").then().extract().path("authorize_url");
        comesBack(ours.admin(), "code=abc&state=" + state(url), "/settings/channels/" + second + "?oauth=choose");

        ours.admin().browser().get(ACCOUNTS + second + "/oauth/choices").then()
                .body("items.is_selectable", contains(false))
                .body("items[0].obstacle", containsString("has connected this account already"));
    }

    @Test
    void tokens_are_sealed_wherever_they_wait() throws Throwable {
        grants(choice(page, "Acme"), choice("other", "Other"));
        comesBack(ours.admin(), "code=abc&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=choose");
        String waiting = column("select row_to_json(a)::text as text from oauth_attempt a where channel_account_id = $1");

        pick(ours.admin(), page).statusCode(200);
        String row = column("select row_to_json(a)::text as text from channel_account a where id = $1");

        assertTrue(waiting.contains("choosing"));
        assertFalse(waiting.contains("secret-token"), waiting);
        assertTrue(row.contains(page));
        assertFalse(row.contains("secret-token"), row);
    }

    @Test
    void every_step_is_in_the_accounts_log() {
        grants(choice(page, "Acme"));
        comesBack(ours.admin(), "error=access_denied&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=failed");
        connect();

        ours.admin().api().get("/rest/v1/audit_entries?target_type=channel_account&target_id=" + account).then()
                .body("items.action", hasItems("channel_account.oauth_started", "channel_account.oauth_failed", "channel_account.oauth_connected"))
                .body("items.find { it.action == 'channel_account.oauth_failed' }.detail.code", equalTo("consent_refused"));
    }

    @Test
    void credentials_are_refreshed_between_half_and_four_fifths_of_their_life_by_one_replica() throws Throwable {
        // Given
        Instant end = clock.instant().plus(Duration.ofDays(60));
        grants(ScriptedLogin.choice(page, "Acme", "the first secret-token", Optional.of(end)));
        connect();
        ScriptedLogin.IT.onRefresh = _ -> new Renewal.Renewed(Map.of("token", new Secret("the next secret-token 22")), Optional.of(end.plus(Duration.ofDays(40))));

        // When
        clock.advance(Duration.ofDays(29));
        refreshDue();

        // Then
        assertEquals(0, ScriptedLogin.IT.refreshes(account));

        // When
        clock.advance(Duration.ofDays(19));
        VertxContextSupport.subscribeAndAwait(() -> Uni.join().all(refresh.refreshDue(), refresh.refreshDue(), refresh.refreshDue()).andFailFast());

        // Then
        assertEquals(1, ScriptedLogin.IT.refreshes(account));
        stored().body("settings.token", equalTo("••••n 22")).body("connection.state", equalTo("connected")).body("connection.expires_at", equalTo(end.plus(Duration.ofDays(40)).toString()));
        refreshDue();
        assertEquals(1, ScriptedLogin.IT.refreshes(account));
    }

    @Test
    void a_provider_that_is_down_is_asked_again_and_a_refusal_disconnects_once() throws Throwable {
        // Given
        grants(ScriptedLogin.choice(page, "Acme", "secret-token", Optional.of(clock.instant().plus(Duration.ofHours(2)))));
        connect();
        ScriptedLogin.IT.onRefresh = _ -> new Renewal.Refused(new ChannelProblem.Unavailable(new ProviderError("503", "down"), "It is tried again."));
        clock.advance(Duration.ofMinutes(97));
        refreshDue();
        stored().body("connection.state", equalTo("connected"));

        // When
        ScriptedLogin.IT.onRefresh = _ -> new Renewal.Refused(new ChannelProblem.CredentialsRejected(new ProviderError("190", "revoked"), "Authorise it again."));
        clock.advance(Duration.ofMinutes(10));
        refreshDue();
        refreshDue();

        // Then
        assertEquals(2, ScriptedLogin.IT.refreshes(account));
        stored().body("connection.state", equalTo("disconnected"))
                .body("connection.problem.code", equalTo("credentials_rejected"))
                .body("connection.problem.hint", equalTo("Authorise it again."));

        // When
        connect();

        // Then
        stored().body("connection.state", equalTo("connected")).body("connection.problem", nullValue());
    }

    @Test
    void an_instagram_token_is_exchanged_at_instagram_until_it_is_revoked() throws Throwable {
        // Given: typed by hand, so that its end is not known
        JsonPath app = given().contentType(ContentType.JSON).body(Map.of("name", "Acme")).post(APPS).then().statusCode(201).extract().jsonPath();
        String path = APPS + "/" + app.getString("app_id");
        String token = given().contentType(ContentType.JSON).body(Map.of()).post(path + "/tokens").then().statusCode(201).extract().path("access_token");
        Map<String, ?> settings = Map.of("app_id", app.getString("app_id"), "app_secret", app.getString("app_secret"), "verify_token", "a word of ours", "access_token", token);
        account = ours.admin().api().body(Map.of("name", "Insta", "type", "INSTAGRAM", "settings", settings)).post("/rest/v1/channel_accounts").then()
                .statusCode(201).body("connection.state", equalTo("connected")).body("connection.expires_at", nullValue()).extract().path("id");
        String typed = stored().extract().path("settings.access_token");

        // When
        given().contentType(ContentType.JSON).body(Map.of("code", 2, "message", "Please retry")).post(path + "/failure").then().statusCode(201);
        clock.advance(Duration.ofHours(26));
        refreshDue();

        // Then
        log("channel_account.oauth_refresh_failed").body("items.detail.code", contains("provider_unavailable"));
        stored().body("connection.state", equalTo("connected")).body("settings.access_token", equalTo(typed));

        // When
        clock.advance(Duration.ofHours(25));
        refreshDue();

        // Then
        Instant end = Instant.parse(stored().body("connection.state", equalTo("connected")).body("settings.access_token", not(equalTo(typed))).extract().path("connection.expires_at"));
        assertTrue(Duration.between(clock.instant(), end).toDays() >= 59, () -> "ends at " + end);
        ours.admin().api().post(ACCOUNTS + account + "/test").then().body("connection.state", equalTo("connected"));

        // When
        given().contentType(ContentType.JSON).body(Map.of()).post(path + "/revoke").then().statusCode(201);
        clock.advance(Duration.ofDays(50));
        refreshDue();

        // Then
        log("channel_account.oauth_refresh_failed").body("items.detail.code", contains("credentials_rejected", "provider_unavailable"));
        stored().body("connection.state", equalTo("disconnected")).body("connection.problem.code", equalTo("credentials_rejected"));
    }

    @Test
    void credentials_that_nobody_refreshes_are_warned_of_fourteen_seven_and_one_day_before_once_each() throws Throwable {
        // Given
        grants(ScriptedLogin.choice(page, "Acme", "secret-token", Optional.of(clock.instant().plus(Duration.ofDays(60)))));
        ScriptedLogin.IT.onRefresh = _ -> new Renewal.Refused(new ChannelProblem.Unavailable(new ProviderError("503", "down"), "It is tried again."));
        connect();

        // When
        warn();
        clock.advance(Duration.ofDays(47));
        refreshDue();
        warn();
        warn();
        clock.advance(Duration.ofDays(7));
        warn();
        clock.advance(Duration.ofDays(5).plusHours(12));
        VertxContextSupport.subscribeAndAwait(() -> Uni.join().all(warnings.warn(), warnings.warn()).andFailFast());

        // Then
        log("channel_account.expires_soon").body("items.detail.days", contains(1, 7, 14));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> ours.admin().api().get("/rest/v1/notifications").then()
                .body("items.findAll { it.text.contains('end within a day') }.channel_account_id", contains(account)));
        ours.agent().api().get(ACCOUNTS + account + "/health").then()
                .body("checks.find { it.code == 'expiry' }.grade", equalTo("warning"))
                .body("checks.find { it.code == 'expiry' }.hint", containsString("Authorise the channel again"));
    }

    @Test
    void a_channel_that_stops_is_one_line_of_the_audit_log() {
        // Given
        grants(choice(page, "Acme"));
        connect();
        ScriptedLogin.IT.connection = Connection.refused(new ChannelProblem.CredentialsRejected(new ProviderError("190", "revoked"), "Authorise it again."));

        // When
        ours.admin().api().post(ACCOUNTS + account + "/test").then().statusCode(200);
        ours.admin().api().post(ACCOUNTS + account + "/test").then().statusCode(200);

        // Then
        log("channel_account.disconnected").body("items.detail.code", contains("credentials_rejected")).body("items.detail.hint", contains("Authorise it again."));
    }

    private void warn() throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> warnings.warn());
    }

    private ValidatableResponse log(String action) {
        return ours.admin().api().get("/rest/v1/audit_entries?target_id=" + account + "&action=" + action).then().statusCode(200);
    }

    private static String waiting(TestOrganization organization) {
        Map<String, ?> body = Map.of("name", "Waiting", "type", ScriptedLogin.TYPE, "is_active", false, "settings", Map.of("app_secret", "an app's secret", "greeting", "Hello"));
        return organization.admin().api().body(body).post("/rest/v1/channel_accounts").then().statusCode(201).extract().path("id");
    }

    private static Choice choice(String id, String label) {
        return ScriptedLogin.choice(id, label, "a page's secret-token", Optional.empty());
    }

    private static void grants(Choice... choices) {
        ScriptedLogin.IT.onCode = _ -> new Consent.Granted(List.of(choices));
    }

    private String start(TestUser user) {
        return user.browser().post(ACCOUNTS + account + "/oauth").then().statusCode(200).extract().path("authorize_url");
    }

    private void connect() {
        comesBack(ours.admin(), "code=abc&state=" + state(start(ours.admin())), "/settings/channels/" + account + "?oauth=connected");
    }

    private static void comesBack(TestUser user, String query, String to) {
        user.browser().urlEncodingEnabled(false).redirects().follow(false).get(CALLBACK + "?" + query).then()
                .statusCode(303)
                .header("Cache-Control", equalTo("no-store"))
                .header("Location", equalTo("http://localhost:8080" + to));
    }

    private ValidatableResponse failed(String code) {
        return ours.admin().browser().get(ACCOUNTS + account + "/oauth/choices").then()
                .statusCode(200)
                .body("state", equalTo("failed"))
                .body("items", empty())
                .body("problem.code", equalTo(code));
    }

    private ValidatableResponse pick(TestUser user, String id) {
        return user.browser().body(Map.of("id", id)).post(ACCOUNTS + account + "/oauth/choices").then();
    }

    private ValidatableResponse stored() {
        return ours.agent().api().get(ACCOUNTS + account).then().statusCode(200);
    }

    private void refreshDue() throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> refresh.refreshDue());
    }

    private String column(String sql) throws Throwable {
        RowSet<Row> rows = VertxContextSupport.subscribeAndAwait(() -> database.preparedQuery(sql).execute(Tuple.of(UUID.fromString(account))));
        return rows.iterator().next().getString("text");
    }

    private static String state(String url) {
        String state = query(url).get("state");
        assertNotEquals(null, state);
        return state;
    }

    private static Map<String, String> query(String url) {
        return Arrays.stream(URI.create(url).getRawQuery().split("&")).map(pair -> pair.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
