package dev.tributary.adapter.email;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SMTP servers that encrypt, or do not, or no longer rightly. Their certificate is for {@code localhost}, and no authority knows it. */
public final class SecureServers implements QuarkusTestResourceLifecycleManager {

    private static Certificates.Identity identity;
    private static Certificates.Identity old;
    private static ScriptedSmtp tls;
    private static ScriptedSmtp startTls;
    private static ScriptedSmtp plain;
    private static ScriptedSmtp expired;

    static String certificate() {
        return identity.certificate();
    }

    static String expiredCertificate() {
        return old.certificate();
    }

    static ScriptedSmtp tls() {
        return tls;
    }

    static ScriptedSmtp startTls() {
        return startTls;
    }

    static ScriptedSmtp plain() {
        return plain;
    }

    static ScriptedSmtp expired() {
        return expired;
    }

    static Stream<ScriptedSmtp> all() {
        return Stream.of(tls, startTls, plain, expired);
    }

    @Override
    public Map<String, String> start() {
        identity = Certificates.of("localhost");
        old = Certificates.of("localhost", "-startdate", "-10d", "-validity", "5");
        tls = ScriptedSmtp.withTls(identity.context());
        startTls = ScriptedSmtp.withStartTls(identity.context());
        plain = ScriptedSmtp.start();
        expired = ScriptedSmtp.withTls(old.context());
        String allowed = all()
                .flatMap(server -> Stream.of("127.0.0.1:" + server.port(), "localhost:" + server.port()))
                .collect(Collectors.joining(","));
        return Map.of("tributary.egress.allow", allowed);
    }

    @Override
    public void stop() {
        all().forEach(ScriptedSmtp::stop);
    }
}
