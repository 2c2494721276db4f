package dev.tributary.adapter.email;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts Dovecot where it is installed; the egress guard lets it through although it is local. */
public final class DovecotServer implements QuarkusTestResourceLifecycleManager {

    private static Dovecot server;

    static Dovecot server() {
        return server;
    }

    @Override
    public Map<String, String> start() {
        if (Dovecot.installed().isEmpty()) {
            return Map.of();
        }
        server = Dovecot.start();
        return Map.of("tributary.egress.allow", "127.0.0.1:" + server.port());
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }
}
