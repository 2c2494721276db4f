package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.Settings;
import dev.tributary.channel.ThreadKey;
import dev.tributary.platform.Secret;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail over lines that are encrypted, and over those that only say so. */
@QuarkusTest
@WithTestResource(SecureServers.class)
class SecureSendingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    EmailAdapter adapter;

    @BeforeEach
    void servers_that_take_everything() {
        SecureServers.all().forEach(server -> server.answers("", ""));
    }

    @Test
    void a_mail_leaves_over_tls_from_the_first_byte() {
        assertThat(send(SecureServers.tls(), "localhost", "tls", true)).isInstanceOf(SendOutcome.Sent.class);

        assertThat(SecureServers.tls().commands()).anyMatch(command -> command.startsWith("AUTH ")).doesNotContain("STARTTLS");
    }

    @Test
    void a_mail_leaves_after_starttls_and_nothing_secret_is_said_before() {
        assertThat(send(SecureServers.startTls(), "localhost", "starttls", true)).isInstanceOf(SendOutcome.Sent.class);

        List<String> verbs = SecureServers.startTls().commands().stream().map(command -> command.split(" ")[0]).toList();
        assertThat(verbs).startsWith("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL");
    }

    @Test
    void a_server_without_starttls_is_told_no_password() {
        SendOutcome outcome = send(SecureServers.plain(), "localhost", "starttls", true);

        assertThat(outcome).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> assertThat(refused.problem().detail()).startsWith("starttls_missing"));
        assertThat(SecureServers.plain().commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    @Test
    void what_was_said_before_the_handshake_counts_for_nothing() {
        SecureServers.startTls().answers("STARTTLS", "220 go ahead\r\n250-injected\r\n250 AUTH PLAIN");

        SendOutcome outcome = send(SecureServers.startTls(), "localhost", "starttls", true);

        assertThat(outcome).isNotInstanceOf(SendOutcome.Refused.class);
    }

    @Test
    void a_certificate_of_nobody_that_is_known_or_of_another_host_keeps_the_mail_waiting() {
        assertThat(cause(send(SecureServers.tls(), "localhost", "tls", false))).isEqualTo("tls_untrusted");
        assertThat(cause(send(SecureServers.startTls(), "localhost", "starttls", false))).isEqualTo("tls_untrusted");
        assertThat(cause(send(SecureServers.tls(), "127.0.0.1", "tls", true))).isEqualTo("tls_wrong_host");
        assertThat(cause(send(SecureServers.startTls(), "127.0.0.1", "starttls", true))).isEqualTo("tls_wrong_host");
        assertThat(SecureServers.tls().commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    /** A certificate that is itself the trusted one is believed for as long as it is named: only an authority's can expire. */
    @Test
    void a_certificate_that_has_expired_is_told_from_one_that_nobody_knows() {
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX path validation failed");
        handshake.initCause(new CertPathValidatorException("validity check failed", new CertificateExpiredException("NotAfter: Sun Nov 01 00:00:00 UTC 2026")));

        ChannelProblem problem = MailErrors.problem(new MessagingException("could not connect", handshake));

        assertThat(problem.cause().code()).isEqualTo("tls_expired");
        assertThat(MailErrors.isTls(problem)).isTrue();
    }

    private static String cause(SendOutcome outcome) {
        return ((SendOutcome.Deferred) outcome).cause().code();
    }

    private SendOutcome send(ScriptedSmtp server, String host, String tls, boolean trusted) {
        return send(server, host, tls, trusted ? SecureServers.certificate() : "");
    }

    private SendOutcome send(ScriptedSmtp server, String host, String tls, String certificate) {
        Map<String, JsonNode> values = new HashMap<>(EmailFixtures.settings());
        values.put(EmailSettings.SMTP_HOST, TextNode.valueOf(host));
        values.put(EmailSettings.SMTP_PORT, IntNode.valueOf(server.port()));
        values.put(EmailSettings.SMTP_TLS, TextNode.valueOf(tls));
        if (!certificate.isEmpty()) {
            values.put(EmailSettings.TRUSTED_CERTIFICATE, TextNode.valueOf(certificate));
        }
        ChannelAccount account = new ChannelAccount(
                new UUID(8, 1), new UUID(8, 2), "EMAIL", "Mail", new Settings(values, Map.of(EmailSettings.IMAP_PASSWORD, new Secret("secret"))), "key",
                URI.create("https://inbox.example.com/webhooks/email/key"));
        return adapter.send(message(), account).await().atMost(PATIENCE);
    }

    private static OutboundMessage message() {
        OutgoingMail mail = new OutgoingMail(
                "Hello", List.of(new Address("Anna", "anna@customer.example")), List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), "t".repeat(26), Optional.empty(), false);
        return new OutboundMessage(
                new UUID(1, 2), new UUID(1, 1), new ThreadKey("mail:x"), "anna@customer.example", new UUID(1, 3), Optional.of("Hello"), Optional.empty(), List.of(), List.of(),
                Optional.empty(), Optional.empty(), new OutboundMessage.Author("user", "Olga"), Instant.now(), 1, List.of(), Optional.of(mail), Optional.empty(), Optional.empty());
    }
}
