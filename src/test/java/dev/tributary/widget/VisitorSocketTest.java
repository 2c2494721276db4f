package dev.tributary.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The visitor's socket: live, and without a gap after it was cut. */
@QuarkusTest
class VisitorSocketTest {

    /** A frame's socket, with all it was told. */
    private static final class Line implements WebSocket.Listener {

        final List<JsonObject> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        volatile boolean closed;
        WebSocket socket;

        static Line open(String origin) {
            Line line = new Line();
            line.socket = HttpClient.newHttpClient().newWebSocketBuilder().header("Origin", origin)
                    .buildAsync(URI.create("ws://localhost:" + RestAssured.port + VisitorSocket.PATH), line).join();
            return line;
        }

        static Line join(String session, String after) {
            Line line = open(TestWidget.SITE);
            line.tell(JsonObject.of("t", "join", "token", session, "last_event_id", after));
            line.await("joined");
            return line;
        }

        void tell(JsonObject frame) {
            socket.sendText(frame.encode(), true).join();
        }

        JsonObject await(String kind) {
            Awaitility.await().until(() -> frames.stream().anyMatch(frame -> kind.equals(frame.getString("t"))));
            return frames.stream().filter(frame -> kind.equals(frame.getString("t"))).reduce((_, last) -> last).orElseThrow();
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(new JsonObject(partial.toString()));
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            closed = true;
            return null;
        }
    }

    @Test
    void an_answer_arrives_at_once_and_its_acknowledgement_is_the_receipt() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        Response begun = widget.session(null);
        String session = begun.path("session_token");
        String conversation = TestWidget.begin(session, TestWidget.text("Hello")).path("conversation.id");
        Line line = Line.join(session, begun.path("event_id"));

        // When
        String answer = widget.answer(conversation, "Hello!");
        JsonObject frame = line.await("message");
        while (!frame.getJsonObject("message").getString("id").equals(answer)) {
            frame = line.await("message");
        }
        line.tell(JsonObject.of("t", "ack", "event_id", frame.getString("event_id")));

        // Then
        assertEquals("Hello!", frame.getJsonObject("message").getString("text"));
        Awaitility.await().until(() -> status(widget, conversation, answer).equals("delivered"));
        line.tell(JsonObject.of("t", "read", "conversation_id", conversation, "up_to", answer));
        Awaitility.await().until(() -> status(widget, conversation, answer).equals("read"));
    }

    @Test
    void what_was_missed_while_the_line_was_down_comes_once_and_in_order() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("Hello")).path("conversation.id");
        Line first = Line.join(session, TestWidget.visitor(session).get("/api/widget/v1/sessions/current").path("event_id"));
        String last = first.await("joined").getString("event_id");
        first.socket.abort();

        // When
        List<String> answers = List.of(widget.answer(conversation, "one"), widget.answer(conversation, "two"), widget.answer(conversation, "three"));
        Line second = Line.join(session, last);

        // Then
        JsonObject joined = second.await("joined");
        List<String> missed = joined.getJsonArray("missed").stream().map(JsonObject.class::cast).filter(frame -> frame.getString("t").equals("message"))
                .map(frame -> frame.getJsonObject("message").getString("id")).toList();
        assertEquals(answers, missed);
        assertEquals(false, joined.getBoolean("resync"));
    }

    @Test
    void a_foreign_website_a_wrong_token_and_a_frame_before_joining_are_refused() {
        TestWidget widget = TestWidget.create(Map.of("allowed_domains", List.of("shop.example")));
        String session = widget.newSession();

        Line foreign = Line.open("https://evil.example");
        foreign.tell(JsonObject.of("t", "join", "token", session, "last_event_id", "ev_0"));
        assertEquals("origin_not_allowed", foreign.await("error").getString("code"));
        Line wrong = Line.open(TestWidget.SITE);
        wrong.tell(JsonObject.of("t", "join", "token", "ws_wrong", "last_event_id", "ev_0"));
        assertEquals("session_expired", wrong.await("error").getString("code"));
        Line early = Line.open(TestWidget.SITE);
        early.socket.sendText("not json", true).join();
        assertEquals("join_first", early.await("error").getString("code"));
        Awaitility.await().until(() -> foreign.closed && wrong.closed && early.closed);
    }

    @Test
    void logging_out_closes_the_sockets_of_the_session() {
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        Line line = Line.join(session, "ev_0");
        line.tell(JsonObject.of("t", "ping"));
        line.await("pong");

        TestWidget.visitor(session).delete("/api/widget/v1/sessions/current").then().statusCode(204);

        assertEquals("session_expired", line.await("error").getString("code"));
    }

    @Test
    void an_agent_who_opens_the_conversation_is_seen() {
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        Response begun = TestWidget.begin(session, TestWidget.text("Hello"));
        Line line = Line.join(session, TestWidget.visitor(session).get("/api/widget/v1/sessions/current").path("event_id"));

        RestAssured.given().auth().oauth2(widget.organization().agent().apiToken()).contentType("application/json").post("/rest/v1/conversations/" + begun.path("conversation.id") + "/read").then()
                .statusCode(org.hamcrest.Matchers.lessThan(300));

        JsonObject seen = line.await("status");
        assertEquals("read", seen.getString("status"));
        assertEquals((String) begun.path("message.id"), seen.getString("message_id"));
        assertTrue(seen.getString("client_id").length() == 36);
    }

    private static String status(TestWidget widget, String conversation, String message) {
        return RestAssured.given().auth().oauth2(widget.organization().agent().apiToken()).get("/rest/v1/conversations/" + conversation + "/messages")
                .path("items.find { it.id == '" + message + "' }.delivery_status");
    }
}
