package dev.tributary.adapter.email;

import static dev.tributary.adapter.email.MailAwait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.conversation.Scene;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mailboxes on a real Dovecot: what its wire says, what becomes of a mailbox that forgets its UIDs, and of one that goes down. */
@QuarkusTest
@WithTestResource(DovecotServer.class)
class RealServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestOrganization organization;
    private String user;
    private UUID account;

    /** A factory, because a machine without Dovecot has none of these tests rather than skipped ones. */
    @TestFactory
    Stream<DynamicTest> on_a_real_server() {
        return DovecotServer.server() == null
                ? Stream.empty()
                : Stream.of(
                        DynamicTest.dynamicTest("new_mail_is_told_by_the_server_at_once", this::new_mail_is_told_by_the_server_at_once),
                        DynamicTest.dynamicTest("a_mailbox_that_forgot_its_uids_loses_and_doubles_nothing", this::a_mailbox_that_forgot_its_uids_loses_and_doubles_nothing),
                        DynamicTest.dynamicTest("a_server_that_was_restarted_is_read_on", this::a_server_that_was_restarted_is_read_on),
                        DynamicTest.dynamicTest("read_mail_is_moved_where_the_setting_says", this::read_mail_is_moved_where_the_setting_says),
                        DynamicTest.dynamicTest("a_mailbox_is_read_over_tls_from_the_first_byte", this::a_mailbox_is_read_over_tls_from_the_first_byte),
                        DynamicTest.dynamicTest("a_mailbox_is_read_after_starttls", this::a_mailbox_is_read_after_starttls),
                        DynamicTest.dynamicTest("a_certificate_that_nobody_vouches_for_is_refused", this::a_certificate_that_nobody_vouches_for_is_refused),
                        DynamicTest.dynamicTest("a_certificate_for_another_host_is_refused", this::a_certificate_for_another_host_is_refused),
                        DynamicTest.dynamicTest("a_mailbox_is_read_with_an_access_token", this::a_mailbox_is_read_with_an_access_token),
                        DynamicTest.dynamicTest("a_mailbox_is_connected_by_consent_and_read", this::a_mailbox_is_connected_by_consent_and_read),
                        DynamicTest.dynamicTest("an_access_token_of_somebody_else_is_refused", this::an_access_token_of_somebody_else_is_refused),
                        DynamicTest.dynamicTest("a_wrong_password_disconnects_the_account_with_a_hint", this::a_wrong_password_disconnects_the_account_with_a_hint));
    }

    /** IDLE lasts five minutes here and nothing else looks: what comes sooner was told. */
    void new_mail_is_told_by_the_server_at_once() {
        connect(Map.of());
        for (int number = 1; number <= 3; number++) {
            deliver(number);
            int so = number;
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(subjects()).hasSize(so));
        }
    }

    void a_mailbox_that_forgot_its_uids_loses_and_doubles_nothing() throws IOException {
        connect(Map.of());
        List.of(1, 2, 3).forEach(this::deliver);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).hasSize(3));
        String validity = validity();

        DovecotServer.server().stop();
        DovecotServer.server().forgetUids(user);
        deliver(4);
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        DovecotServer.server().run();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).containsExactly("Mail 1", "Mail 2", "Mail 3", "Mail 4"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(validity()).isNotEqualTo(validity));
        assertThat(Scene.count("select count(*) from journal_event where channel_account_id = ?", account)).isEqualTo(4);
    }

    void a_server_that_was_restarted_is_read_on() throws IOException {
        connect(Map.of());
        deliver(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).hasSize(1));

        DovecotServer.server().stop();
        deliver(2);
        DovecotServer.server().run();
        deliver(3);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).containsExactly("Mail 1", "Mail 2", "Mail 3"));
        assertThat(Scene.text("select connection_state from channel_account where id = ?", account)).isEqualTo("connected");
    }

    void read_mail_is_moved_where_the_setting_says() {
        connect(Map.of("after_read", "move:Done"));
        DovecotServer.server().makeFolder(user, "Done");
        deliver(1);
        deliver(2);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).containsExactly("Mail 1", "Mail 2"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(DovecotServer.server().mails(user, "Done")).isEqualTo(2));
        assertThat(DovecotServer.server().mails(user, "")).isZero();
    }

    void a_mailbox_is_read_over_tls_from_the_first_byte() {
        connect(Map.of("imap_host", "localhost", "imap_port", DovecotServer.server().securePort(), "imap_tls", "tls", "trusted_certificate", Dovecot.certificate()));
        deliver(1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).containsExactly("Mail 1"));
    }

    void a_mailbox_is_read_after_starttls() {
        connect(Map.of("imap_host", "localhost", "imap_tls", "starttls", "trusted_certificate", Dovecot.certificate()));
        deliver(1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).containsExactly("Mail 1"));
    }

    void a_certificate_that_nobody_vouches_for_is_refused() {
        for (String tls : List.of("tls", "starttls")) {
            assertThat(refusal(Map.of("imap_host", "localhost", "imap_port", port(tls), "imap_tls", tls))).startsWith("tls_untrusted").contains("no authority that is known here");
        }
    }

    void a_certificate_for_another_host_is_refused() {
        for (String tls : List.of("tls", "starttls")) {
            assertThat(refusal(Map.of("imap_host", "127.0.0.1", "imap_port", port(tls), "imap_tls", tls, "trusted_certificate", Dovecot.certificate())))
                    .startsWith("tls_wrong_host")
                    .contains("another host name");
        }
    }

    void a_mailbox_is_read_with_an_access_token() {
        tokensAnswer("token-of-this-mailbox");
        connect(user -> DovecotServer.tokens().belongs("token-of-this-mailbox", user), withToken());
        deliver(1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).containsExactly("Mail 1"));
    }

    void a_mailbox_is_connected_by_consent_and_read() {
        // Given
        organization = TestOrganizations.create();
        user = "anna-" + organization.id() + "@shop.example";
        account = UUID.fromString(organization.admin().api()
                .body(Map.of("name", "Mail", "type", "EMAIL", "is_active", false, "settings", Map.of(
                        "oauth_client_id", "client", "oauth_client_secret", "client-secret", "trusted_certificate", Dovecot.certificate())))
                .post("/rest/v1/channel_accounts").then().statusCode(201).extract().path("id"));
        String page = organization.admin().browser().post("/rest/v1/channel_accounts/" + account + "/oauth?offer=google").then().statusCode(200).extract().path("authorize_url");
        DovecotServer.tokens().belongs("token-by-consent", user);
        DovecotServer.tokens().answers(200, "{\"access_token\":\"token-by-consent\",\"expires_in\":3599,\"refresh_token\":\"r\",\"scope\":\"https://mail.google.com/ openid\",\"id_token\":\""
                + TokenService.idToken(user) + "\"}");

        // When
        organization.admin().browser().urlEncodingEnabled(false).redirects().follow(false)
                .get("/rest/v1/oauth/callback?code=abc&state=" + page.replaceAll(".*[?&]state=([^&]+).*", "$1"))
                .then().statusCode(303).header("Location", endsWith("?oauth=connected"));

        // Then
        organization.admin().api().get("/rest/v1/channel_accounts/" + account).then()
                .body("is_active", equalTo(true))
                .body("connection.state", equalTo("connected"))
                .body("settings.address", equalTo(user))
                .body("settings.auth_type", equalTo("oauth_google"));
        await().atMost(PATIENCE).until(() -> Scene.count("select count(*) from mailbox_checkpoint where channel_account_id = ?", account) == 1);
        deliver(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects()).containsExactly("Mail 1"));
    }

    void an_access_token_of_somebody_else_is_refused() {
        tokensAnswer("token-of-nobody");

        assertThat(refusal(withToken())).startsWith("login_refused");
    }

    private static Map<String, Object> withToken() {
        return Map.of(
                "imap_host", "localhost", "imap_tls", "starttls", "trusted_certificate", Dovecot.certificate(), "auth_type", "oauth_google", "oauth_client_id", "client",
                "oauth_client_secret", "client-secret", "oauth_refresh_token", "refresh-token");
    }

    private static void tokensAnswer(String token) {
        DovecotServer.tokens().answers(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
    }

    private static int port(String tls) {
        return tls.equals("tls") ? DovecotServer.server().securePort() : DovecotServer.server().port();
    }

    /** What the account's card says then. */
    private String refusal(Map<String, Object> settings) {
        create(_ -> { }, settings);
        String problem = "connection_problem ->> 'detail' || ' ' || (connection_problem ->> 'hint')";
        await().atMost(PATIENCE).until(() -> Scene.count("select count(*) from channel_account where id = ? and connection_problem is not null", account) == 1);
        return Scene.text("select " + problem + " from channel_account where id = ?", account);
    }

    void a_wrong_password_disconnects_the_account_with_a_hint() {
        connect(Map.of("imap_password", "wrong"));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Scene.text("select connection_state || ' ' || (connection_problem ->> 'hint') from channel_account where id = ?", account))
                .startsWith("disconnected The mail server refuses the login."));
    }

    private void connect(Map<String, Object> more) {
        connect(_ -> { }, more);
    }

    private void connect(Consumer<String> before, Map<String, Object> more) {
        create(before, more);
        if (!more.containsKey("imap_password")) {
            await().atMost(PATIENCE).until(() -> Scene.count("select count(*) from mailbox_checkpoint where channel_account_id = ?", account) == 1);
        }
    }

    private void create(Consumer<String> before, Map<String, Object> more) {
        organization = TestOrganizations.create();
        user = "user-" + organization.id();
        before.accept(user);
        Map<String, Object> settings = new java.util.HashMap<>(Map.of(
                "address", user + "@shop.example", "imap_host", "127.0.0.1", "imap_port", DovecotServer.server().port(), "imap_tls", "none",
                "imap_user", user, "imap_password", Dovecot.PASSWORD));
        settings.putAll(more);
        account = UUID.fromString(organization.owner().api()
                .body(Map.of("name", "Mail", "type", "EMAIL", "settings", settings))
                .post("/rest/v1/channel_accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private void deliver(int number) {
        DovecotServer.server().deliver(user, "From: Anna <anna@customer.example>\r\nTo: " + user + "@shop.example\r\nSubject: Mail " + number + "\r\nMessage-ID: <" + number + "-" + user
                + "@customer.example>\r\n\r\nNumber " + number + "\r\n");
    }

    private List<String> subjects() {
        return Scene.texts("select subject from conversation where channel_account_id = ? order by subject", account);
    }

    private String validity() {
        return Scene.text("select uid_validity::text from mailbox_checkpoint where channel_account_id = ?", account);
    }
}
