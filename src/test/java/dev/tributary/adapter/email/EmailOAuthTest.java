package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.Connection;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mailboxes of Google and Microsoft: tokens are refreshed in time, replaced where the provider replaces them, and given up where it says so. */
@QuarkusTest
@WithTestResource(MailServer.class)
class EmailOAuthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

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
            MailSessions.Line line = sessions.smtp(account);
            try (var transport = line.session().getTransport("smtp")) {
                transport.connect(line.host(), line.port(), line.user(), line.secret());
            }
            return true;
        }).await().atMost(PATIENCE);

        String response = Base64.getEncoder().encodeToString("user=support@shop.example\u0001auth=Bearer ya29.test\u0001\u0001".getBytes(StandardCharsets.US_ASCII));
        assertThat(MailServer.scripted().commands()).contains("AUTH XOAUTH2 " + response);
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
        Mailbox mailbox = Mailbox.with(Map.of());
        Map<String, JsonNode> values = new HashMap<>(EmailFixtures.settings());
        values.put(EmailSettings.AUTH_TYPE, TextNode.valueOf(type));
        values.put(EmailSettings.IMAP_HOST, TextNode.valueOf("127.0.0.1"));
        values.put(EmailSettings.IMAP_PORT, IntNode.valueOf(MailServer.server().getImap().getPort()));
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
