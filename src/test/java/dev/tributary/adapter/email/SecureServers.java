package dev.tributary.adapter.email;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SMTP servers that encrypt, or do not. Their certificate is for {@code localhost}, and no authority knows it. */
public final class SecureServers implements QuarkusTestResourceLifecycleManager {

    private static Certificates.Identity identity;
    private static ScriptedSmtp tls;
    private static ScriptedSmtp startTls;
    private static ScriptedSmtp plain;

    static String certificate() {
        return identity.certificate();
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

    static Stream<ScriptedSmtp> all() {
        return Stream.of(tls, startTls, plain);
    }

    @Override
    public Map<String, String> start() {
        identity = Certificates.of("localhost");
        tls = ScriptedSmtp.withTls(identity.context());
        startTls = ScriptedSmtp.withStartTls(identity.context());
        plain = ScriptedSmtp.start();
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
