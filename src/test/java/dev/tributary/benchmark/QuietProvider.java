package dev.tributary.benchmark;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Telegram as it is when there is nothing to send: whoever it is asked about has no picture. */
final class QuietProvider {

    private static final byte[] NO_PICTURES = "{\"ok\":true,\"result\":{\"total_count\":0,\"photos\":[]}}".getBytes(StandardCharsets.UTF_8);

    private QuietProvider() {}

    /** Until the process ends. @return its {@code host:port} */
    static String start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, NO_PICTURES.length);
            exchange.getResponseBody().write(NO_PICTURES);
            exchange.close();
        });
        server.start();
        return "localhost:" + server.getAddress().getPort();
    }
}
