package dev.tributary.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.TestUser;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser's socket in a test: remembers every frame, and how it was closed. */
final class AgentLine implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    volatile int closedWith;
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    /** Signed in by the session's cookie, as a browser is. */
    static AgentLine open(TestUser user) {
        return open(user, "http://localhost:" + RestAssured.port);
    }

    static AgentLine open(TestUser user, String origin) {
        AgentLine line = new AgentLine();
        line.socket = HTTP.newWebSocketBuilder()
                .header("Cookie", "tributary_session=" + user.sessionCookie())
                .header("Origin", origin)
                .buildAsync(URI.create("ws://localhost:" + RestAssured.port + "/ws"), line)
                .join();
        return line;
    }

    /** Joins from this number (null: from now) and answers the number it starts from. */
    long join(Long after) {
        send(new JsonObject().put("t", "join").put("after", after));
        await().untilAsserted(() -> assertThat(of("joined")).hasSize(1));
        return of("joined").getFirst().getLong("seq");
    }

    void send(JsonObject frame) {
        sendRaw(frame.encode());
    }

    void sendRaw(String text) {
        socket.sendText(text, true).join();
    }

    List<JsonObject> of(String kind) {
        return frames.stream().filter(frame -> kind.equals(frame.getString("t"))).toList();
    }

    List<Long> numbers() {
        return of("change").stream().map(frame -> frame.getLong("seq")).toList();
    }

    List<String> texts() {
        return of("change").stream()
                .filter(frame -> "message.created".equals(frame.getString("kind")))
                .map(frame -> frame.getJsonObject("message").getString("text"))
                .toList();
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.add(new JsonObject(text.toString()));
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closedWith = statusCode;
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
