package dev.tributary.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A provider that answers every request as it is told, for the odd answers that no sandbox gives. One for the whole run; the
 * egress guard lets it through although it is local.
 */
public final class ScriptedProvider implements QuarkusTestResourceLifecycleManager {

    private static volatile AdapterCase.Answer answer = AdapterCase.Answer.json(200, "{}");
    private static volatile Duration delay = Duration.ZERO;
    private static volatile boolean silent;
    private static volatile int requests;
    private static HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", ScriptedProvider::serve);
        server.start();
        return Map.of(
                "tributary.egress.allow", "localhost:" + server.getAddress().getPort(),
                "test.scripted-provider.url", "http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** From now on, at once, with this. */
    static void answers(AdapterCase.Answer next) {
        answer = next;
        delay = Duration.ZERO;
        silent = false;
        requests = 0;
    }

    /** From now on only after a while. */
    static void answersAfter(Duration pause, AdapterCase.Answer next) {
        answers(next);
        delay = pause;
    }

    /** From now on the connection is closed once the request was read. */
    static void hangsUp() {
        answers(AdapterCase.Answer.json(200, ""));
        silent = true;
    }

    static int requests() {
        return requests;
    }

    private static synchronized void count() {
        requests++;
    }

    private static void serve(HttpExchange exchange) throws IOException {
        count();
        AdapterCase.Answer now = answer;
        exchange.getRequestBody().readAllBytes();
        pause();
        if (silent) {
            exchange.close();
            return;
        }
        byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
        now.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void pause() {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
