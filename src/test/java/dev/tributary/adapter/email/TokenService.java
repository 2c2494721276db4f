package dev.tributary.adapter.email;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Google's and Microsoft's sign-in as far as refreshing goes: answers as it is told. Tells mail servers whose an access token is. */
final class TokenService {

    private final HttpServer server;
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body = "{}";
    private final Map<String, String> owners = new ConcurrentHashMap<>();

    private TokenService(HttpServer server) {
        this.server = server;
    }

    static TokenService start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TokenService service = new TokenService(http);
            http.createContext("/", exchange -> {
                service.forms.add(exchange.getRequestURI().getPath() + "?" + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] answer = (exchange.getRequestURI().getPath().equals("/introspect") ? service.owner(exchange.getRequestURI().getQuery()) : service.body).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(service.status, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            http.start();
            return service;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answers(int with, String text) {
        forms.clear();
        status = with;
        body = text;
    }

    /** An id token as the token endpoint gives it; nobody checks its signature there. */
    static String idToken(String address) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(("{\"email\":\"" + address + "\"}").getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    /** From now on this access token is this user's. */
    void belongs(String token, String user) {
        owners.put(token, user);
    }

    private String owner(String query) {
        String user = owners.get(query.replaceAll("^token=|&.*$", ""));
        return user == null ? "{\"active\":false}" : "{\"active\":true,\"email\":\"" + user + "\"}";
    }

    List<String> forms() {
        return forms;
    }

    void stop() {
        server.stop(0);
    }
}
