package dev.tributary.webhook;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The system on the other side, on a local port that the egress guard lets through. */
public final class WebhookReceiver implements QuarkusTestResourceLifecycleManager {

    private static WireMockServer server;

    @Override
    public Map<String, String> start() {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort().containerThreads(50));
        server.start();
        return Map.of("tributary.egress.allow", "localhost:" + server.port());
    }

    @Override
    public void stop() {
        server.stop();
    }

    public static WireMockServer server() {
        return server;
    }

    /** @param path of the test's own, so that no other test's webhooks are counted */
    public static String url(String path) {
        return "http://localhost:" + server.port() + path;
    }

    /** In the order of their arrival. */
    public static List<LoggedRequest> received(String path) {
        return server.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo(path))).stream()
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .toList();
    }
}
