package dev.tributary.operations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.PackagedService;
import dev.tributary.PostgresForTests;
import dev.tributary.platform.SecretKeys;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors and agents need not be on the same replica. */
class TwoReplicasIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SITE = "https://shop.example";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private static final class Line implements WebSocket.Listener {
        private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                frames.add(new JsonObject(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        boolean has(String kind) {
            return frames.stream().anyMatch(frame -> kind.equals(frame.getString("t")));
        }

        boolean says(String words) {
            return frames.stream().anyMatch(frame -> "message".equals(frame.getString("t")) && words.equals(frame.getJsonObject("message").getString("text")));
        }
    }

    @Test
    void a_visitors_line_on_one_replica_gets_the_answer_that_was_written_on_the_other() throws Exception {
        // Given
        String name = "replicas_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection database = PostgresForTests.server().getPostgresDatabase().getConnection(); Statement statement = database.createStatement()) {
            statement.execute("create database " + name);
        }
        Map<String, String> settings = Map.of(
                "TRIBUTARY_DATABASE_URL", "postgresql://postgres:postgres@localhost:" + PostgresForTests.server().getPort() + "/" + name,
                "TRIBUTARY_SECRET_KEYS", SecretKeys.generate(),
                "TRIBUTARY_DATA_DIR", data.toString());
        try (PackagedService one = PackagedService.launch(settings).awaitReady(); PackagedService other = PackagedService.launch(settings).awaitReady()) {
            String key = new JsonObject(one.post("/rest/v1/channel_accounts", "{\"name\": \"Shop\", \"type\": \"WEB_WIDGET\", \"settings\": {}}").body())
                    .getJsonObject("settings").getString("channel_key");
            JsonObject session = visitor(one, "/sessions", null, new JsonObject().put("channel_key", key).put("page", new JsonObject().put("url", SITE + "/")));
            String token = session.getString("session_token");
            Line line = join(one, token, session.getString("event_id"));
            String conversation = visitor(one, "/conversations", token, new JsonObject()
                            .put("client_id", UUID.randomUUID().toString())
                            .put("message", new JsonObject().put("client_id", UUID.randomUUID().toString()).put("type", "text").put("text", "Hello")))
                    .getJsonObject("conversation").getString("id");

            // When
            int status = other.post("/rest/v1/conversations/" + conversation + "/messages", "{\"text\": \"Hello from the other one\"}").statusCode();

            // Then
            assertEquals(201, status);
            await().atMost(SOON).until(() -> line.says("Hello from the other one"));
        }
    }

    private static Line join(PackagedService service, String token, String after) {
        Line line = new Line();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Origin", SITE)
                .buildAsync(URI.create("ws://localhost:" + service.port() + "/api/widget/v1/ws"), line)
                .join();
        socket.sendText(new JsonObject().put("t", "join").put("token", token).put("last_event_id", after).encode(), true).join();
        await().atMost(SOON).until(() -> line.has("joined"));
        return line;
    }

    private static JsonObject visitor(PackagedService service, String path, String token, JsonObject body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + "/api/widget/v1" + path))
                .header("Origin", SITE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return new JsonObject(HTTP.send(request.build(), BodyHandlers.ofString()).body());
    }
}
