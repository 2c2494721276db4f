package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.channel.ConnectsByOAuth.Code;
import dev.tributary.channel.ConnectsByOAuth.Consent;
import dev.tributary.channel.ConnectsByOAuth.Request;
import dev.tributary.channel.Settings;
import dev.tributary.conversation.Scene;
import dev.tributary.platform.Secret;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.VirtualThreads;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Mailboxes of Google and Microsoft: tokens are refreshed in time, replaced where the provider replaces them, and given up where it says so. */
@QuarkusTest
@WithTestResource(MailServer.class)
class EmailOAuthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final URI BACK = URI.create("https://inbox.example.com/rest/v1/oauth/callback");

    @Inject
    EmailAdapter adapter;

    @Inject
    EmailOAuth oauth;

    @Inject
    EmailConnection connection;

    @Inject
    MailSessions sessions;

    @Inject
    SecretBox secrets;

    @Test
    void google_keeps_its_refresh_token_and_one_refresh_serves_reading_and_sending() {
        ChannelAccount account = account(EmailSettings.GOOGLE);
        MailServer.tokens().answers(200, body("response-oauth-google-refresh.json"));

        assertThat(token(account)).isEqualTo("ya29.test");
        assertThat(token(account)).isEqualTo("ya29.test");

        assertThat(MailServer.tokens().forms()).singleElement().asString().contains("grant_type=refresh_token").contains("refresh_token=stored-refresh-token");
        assertThat(sealed(account)).isNull();
    }

    @Test
    void microsoft_gives_a_new_refresh_token_and_it_is_kept() {
        ChannelAccount account = account(EmailSettings.MICROSOFT);
        MailServer.tokens().answers(200, body("response-oauth-microsoft-refresh.json"));

        assertThat(token(account)).isEqualTo("eyJ0eXAi.test.token");

        assertThat(MailServer.tokens().forms().getFirst()).startsWith("/common/oauth2/v2.0/token?").contains("SMTP.Send");
        assertThat(secrets.open(sealed(account), AccountDirectory.sealContext(account.organizationId(), account.id(), EmailSettings.OAUTH_REFRESH_TOKEN)))
                .isEqualTo("M.C5xx.new-refresh-token");
    }

    @Test
    void an_ended_consent_disconnects_with_the_hint_and_no_secret() {
        ChannelAccount account = account(EmailSettings.MICROSOFT);
        JsonNode golden = EmailFixtures.json("response-oauth-invalid-grant.json");
        MailServer.tokens().answers(golden.path("status").asInt(), golden.path("body").toString());

        Connection answer = connection.prove(account).await().atMost(PATIENCE);

        assertThat(answer.state()).isEqualTo(Connection.State.DISCONNECTED);
        ChannelProblem problem = answer.problem().orElseThrow();
        assertThat(problem.hint()).isEqualTo(golden.path("expect").path("hint").asText());
        assertThat(problem.toString()).doesNotContain("stored-refresh-token").doesNotContain("client-secret");
    }

    @Test
    void the_server_is_shown_the_token_as_xoauth2_wants_it() throws Exception {
        ChannelAccount account = account(EmailSettings.GOOGLE);
        MailServer.tokens().answers(200, body("response-oauth-google-refresh.json"));
        MailServer.scripted().answers("", "");

        VirtualThreads.call(() -> {
            MailSessions.Line line = sessions.smtp(account, false);
            try (var transport = line.session().getTransport("smtp")) {
                transport.connect(line.host(), line.port(), line.user(), line.secret());
            }
            return true;
        }).await().atMost(PATIENCE);

        String response = Base64.getEncoder().encodeToString("user=support@shop.example\u0001auth=Bearer ya29.test\u0001\u0001".getBytes(StandardCharsets.US_ASCII));
        assertThat(MailServer.scripted().commands()).contains("AUTH XOAUTH2 " + response);
    }

    @Test
    void a_google_consent_asks_for_access_while_nobody_is_there_and_fills_in_the_mailbox() {
        // Given
        ChannelAccount account = account(EmailSettings.GOOGLE);
        MailServer.tokens().answers(200, consent("https://mail.google.com/ openid", "anna@shop.example"));

        // When
        String page = adapter.consentPage(new Request("google", BACK, "the-state", Optional.of("the-challenge")), account);
        Consent consent = adapter.redeem(new Code("google", new Secret("the-code"), BACK, Optional.of(new Secret("the-verifier"))), account).await().atMost(PATIENCE);

        // Then
        assertThat(page).startsWith("https://accounts.google.com/o/oauth2/v2/auth?client_id=client-id&")
                .contains("access_type=offline", "prompt=consent", "state=the-state", "code_challenge=the-challenge", "scope=https%3A%2F%2Fmail.google.com%2F+openid+email")
                .doesNotContain("client-secret");
        Choice choice = choices(consent).getFirst();
        assertThat(choice.id()).isEqualTo("anna@shop.example");
        assertThat(choice.settings()).containsEntry(EmailSettings.IMAP_HOST, TextNode.valueOf("imap.gmail.com")).containsEntry(EmailSettings.AUTH_TYPE, TextNode.valueOf("oauth_google"));
        assertThat(choice.secrets().get(EmailSettings.OAUTH_REFRESH_TOKEN).reveal()).isEqualTo("fresh-refresh-token");
        assertThat(MailServer.tokens().forms()).singleElement().asString().contains("grant_type=authorization_code", "code=the-code", "code_verifier=the-verifier");
    }

    @Test
    void a_microsoft_consent_opens_the_persons_mailbox_and_the_shared_one_that_was_named() {
        ChannelAccount account = account(EmailSettings.MICROSOFT);
        MailServer.tokens().answers(200, consent("https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send", "Olga@Shop.example"));

        Consent consent = redeem(account, "microsoft");

        assertThat(adapter.consentPage(new Request("microsoft", BACK, "s", Optional.empty()), account)).contains("/common/oauth2/v2.0/authorize?", "prompt=select_account", "SMTP.Send+offline_access");
        assertThat(choices(consent)).extracting(Choice::id).containsExactly("olga@shop.example", "support@shop.example");
        assertThat(choices(consent).get(1).settings()).containsEntry(EmailSettings.IMAP_USER, TextNode.valueOf("support@shop.example"));
        assertThat(MailServer.tokens().forms().getFirst()).startsWith("/common/oauth2/v2.0/token?");
    }

    @Test
    void a_consent_that_leaves_out_the_mail_or_the_time_after_is_refused_with_what_to_do() {
        ChannelAccount account = account(EmailSettings.GOOGLE);

        MailServer.tokens().answers(200, consent("openid email", "anna@shop.example"));
        assertThat(refusal(redeem(account, "google")).hint()).contains("tick the permission to read and send mail");
        MailServer.tokens().answers(200, consent("https://mail.google.com/", "anna@shop.example").replace("refresh_token", "other"));
        assertThat(refusal(redeem(account, "google")).cause().code()).isEqualTo("no_refresh_token");
        MailServer.tokens().answers(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Bad code the-code\"}");
        assertThat(refusal(redeem(account, "google")).hint()).contains("start again");
        MailServer.tokens().answers(200, "<html>no JSON</html>");
        assertThat(refusal(redeem(account, "google")).code()).isEqualTo("permission_missing");
    }

    @Test
    void a_token_that_the_mailbox_refuses_is_fetched_anew_by_the_next_sign_in() {
        ChannelAccount account = account(EmailSettings.GOOGLE, MailServer.refusing().port());
        MailServer.tokens().answers(200, body("response-oauth-google-refresh.json"));

        Connection first = connection.prove(account).await().atMost(PATIENCE);
        connection.prove(account).await().atMost(PATIENCE);

        assertThat(first.problem().orElseThrow().code()).isEqualTo("credentials_rejected");
        assertThat(MailServer.tokens().forms()).hasSize(2);
    }

    private Consent redeem(ChannelAccount account, String offer) {
        return adapter.redeem(new Code(offer, new Secret("the-code"), BACK, Optional.empty()), account).await().atMost(PATIENCE);
    }

    private static List<Choice> choices(Consent consent) {
        return ((Consent.Granted) consent).choices();
    }

    private static ChannelProblem refusal(Consent consent) {
        return ((Consent.Refused) consent).problem();
    }

    private static String consent(String scope, String address) {
        return "{\"access_token\":\"a\",\"expires_in\":3599,\"refresh_token\":\"fresh-refresh-token\",\"scope\":\"" + scope + "\",\"id_token\":\"" + TokenService.idToken(address) + "\"}";
    }

    private String token(ChannelAccount account) {
        return VirtualThreads.call(() -> oauth.accessToken(account)).await().atMost(PATIENCE);
    }

    private static String body(String fixture) {
        return EmailFixtures.json(fixture).path("body").toString();
    }

    private static String sealed(ChannelAccount account) {
        return Scene.text("select sealed_settings ->> 'oauth_refresh_token' from channel_account where id = ?", account.id());
    }

    private static ChannelAccount account(String type) {
        return account(type, MailServer.server().getImap().getPort());
    }

    private static ChannelAccount account(String type, int imapPort) {
        Mailbox mailbox = Mailbox.with(Map.of());
        Map<String, JsonNode> values = new HashMap<>(EmailFixtures.settings());
        values.put(EmailSettings.AUTH_TYPE, TextNode.valueOf(type));
        values.put(EmailSettings.IMAP_HOST, TextNode.valueOf("127.0.0.1"));
        values.put(EmailSettings.IMAP_PORT, IntNode.valueOf(imapPort));
        values.put(EmailSettings.IMAP_TLS, TextNode.valueOf("none"));
        values.put(EmailSettings.SMTP_HOST, TextNode.valueOf("127.0.0.1"));
        values.put(EmailSettings.SMTP_PORT, IntNode.valueOf(MailServer.scripted().port()));
        values.put(EmailSettings.SMTP_TLS, TextNode.valueOf("none"));
        values.put(EmailSettings.OAUTH_CLIENT_ID, TextNode.valueOf("client-id"));
        Map<String, Secret> secrets = Map.of(
                EmailSettings.OAUTH_REFRESH_TOKEN, new Secret("stored-refresh-token"), EmailSettings.OAUTH_CLIENT_SECRET, new Secret("client-secret"));
        return new ChannelAccount(mailbox.id(), mailbox.organization().id(), "EMAIL", "Mail", new Settings(values, secrets), "key", URI.create("https://inbox.example.com/webhooks/email/key"));
    }
}
