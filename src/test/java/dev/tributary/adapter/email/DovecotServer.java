package dev.tributary.adapter.email;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts Dovecot where it is installed; the egress guard lets it through although it is local. */
public final class DovecotServer implements QuarkusTestResourceLifecycleManager {

    private static Dovecot server;
    private static TokenService tokens;
    private static ScriptedSmtp smtp;

    static Dovecot server() {
        return server;
    }

    /** Where access tokens come from, and who tells the mail server whose they are. */
    static TokenService tokens() {
        return tokens;
    }

    @Override
    public Map<String, String> start() {
        if (Dovecot.installed().isEmpty()) {
            return Map.of();
        }
        tokens = TokenService.start();
        server = Dovecot.start(tokens.url() + "/introspect?token=");
        smtp = ScriptedSmtp.withStartTls(Dovecot.IDENTITY.context());
        return Map.of(
                "tributary.egress.allow", "127.0.0.1:%1$d,127.0.0.1:%2$d,localhost:%1$d,localhost:%2$d,localhost:%3$d".formatted(server.port(), server.securePort(), smtp.port()),
                "tributary.email.google-token-url", tokens.url() + "/token",
                "tributary.email.google-imap-host", "localhost",
                "tributary.email.google-smtp-host", "localhost",
                "tributary.email.consent-imap-port", Integer.toString(server.securePort()),
                "tributary.email.consent-smtp-port", Integer.toString(smtp.port()));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
            tokens.stop();
            smtp.stop();
        }
    }
}
