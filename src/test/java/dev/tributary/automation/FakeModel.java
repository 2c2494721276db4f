package dev.tributary.automation;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** An OpenAI-compatible endpoint, and the receiver of rules' webhooks, on a local port. */
public final class FakeModel implements QuarkusTestResourceLifecycleManager {

    private static WireMockServer server;

    @Override
    public Map<String, String> start() {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        return Map.of(
                "tributary.ai.url", "http://localhost:" + server.port() + "/v1",
                "tributary.ai.key", "sk-test",
                "tributary.ai.timeout", "2s",
                "tributary.ai.attempts", "1",
                "tributary.ai.min-confidence", "0.5",
                "tributary.ai.conversation-replies-per-hour", "3",
                "tributary.egress.allow", "localhost:" + server.port());
    }

    @Override
    public void stop() {
        server.stop();
    }

    static WireMockServer server() {
        return server;
    }
}
