package dev.tributary.sandbox;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Author;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.Settings;
import dev.tributary.channel.StartsConversations;
import dev.tributary.channel.ThreadKey;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.Secret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter and the fake, over real HTTP: what the one says the other understands. */
@QuarkusTest
class FakeTelegramTest {

    private static final String CONTROL = "/sandbox/telegram/control/bots";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    AdapterRegistry adapters;

    @Inject
    WebhookRecorder webhooks;

    @Inject
    FileStore files;

    private String key;
    private long bot;
    private String chat;
    private ChannelAccount account;

    @BeforeEach
    void a_connected_bot_with_one_customer() {
        key = UUID.randomUUID().toString();
        JsonPath made = post("", Map.of("name", "Acme Support"));
        bot = made.getLong("id");
        account = account(made.getString("token"));
        Connection connection = wait(adapters.find("TELEGRAM").orElseThrow().connect(account));
        assertEquals(Connection.State.CONNECTED, connection.state());
        assertEquals(Optional.of(Long.toString(bot)), connection.providerAccountId());
        chat = post("/" + bot + "/chats", Map.of("first_name", "Ada", "last_name", "Lovelace")).getString("id");
    }

    @Test
    void what_a_customer_writes_arrives_signed_and_is_understood() {
        // When
        say("Hello");

        // Then
        await().atMost(SOON).untilAsserted(() -> assertEquals(1, webhooks.of(key).size()));
        WebhookRecorder.Delivery delivery = webhooks.of(key).getFirst();
        assertEquals("secret_of_the_test", delivery.secret());
        MessageReceived message = (MessageReceived) read(delivery.update()).getFirst();
        assertEquals(new Content.Text("Hello"), message.content());
        assertEquals(chat, message.from().id());
        assertEquals(Optional.of("Ada Lovelace"), message.from().name());
    }

    @Test
    void a_failing_webhook_is_tried_again_and_the_chat_stays_in_order() {
        // Given
        webhooks.failNext(key, 1);

        // When
        IntStream.rangeClosed(1, 5).forEach(number -> say("Message " + number));

        // Then
        await().atMost(SOON).untilAsserted(() -> assertEquals(6, webhooks.of(key).size()));
        assertEquals(
                List.of("Message 1", "Message 1", "Message 2", "Message 3", "Message 4", "Message 5"),
                webhooks.of(key).stream().map(delivery -> delivery.update().getJsonObject("message").getString("text")).toList());
    }

    @Test
    void trouble_with_our_webhook_is_told_in_telegrams_words_until_an_update_gets_through() {
        // Given
        webhooks.failNext(key, 1);
        Instant before = Instant.now().minusSeconds(60);

        // When
        say("Hello");
        await().atMost(SOON).untilAsserted(() -> assertEquals(2, webhooks.of(key).size()));

        // Then
        Connection failing = check(Optional.of(before));
        assertEquals(Connection.State.FAILED, failing.state());
        assertEquals("webhook_error: Wrong response from the webhook: 503", failing.problem().orElseThrow().detail());
        assertEquals(Connection.State.CONNECTED, check(Optional.of(Instant.now().plusSeconds(5))).state());
    }

    @Test
    void a_webhook_that_somebody_else_took_is_noticed() {
        // Given
        wait(adapters.find("TELEGRAM").orElseThrow().disconnect(account));

        // When
        Connection connection = check(Optional.empty());

        // Then
        assertEquals(Connection.State.DISCONNECTED, connection.state());
        assertTrue(connection.problem().orElseThrow().detail().startsWith("webhook_missing"));
    }

    @Test
    void an_answer_reaches_the_customer_with_its_buttons_and_a_press_comes_back_with_its_label() {
        // When
        SendOutcome outcome = send(text("Which order?", List.of(new Button("order:1042", "Order 1042", Optional.empty()))));

        // Then
        String id = assertInstanceOf(SendOutcome.Sent.class, outcome).ids().getFirst().value();
        JsonPath seen = get("/" + bot + "/chats/" + chat + "/messages");
        assertEquals("Which order?", seen.getString("items[0].text"));
        post("/" + bot + "/chats/" + chat + "/presses", Map.of("message_id", seen.getLong("items[0].message_id"), "callback_data", "order:1042"));
        await().atMost(SOON).untilAsserted(() -> assertEquals(1, webhooks.of(key).size()));
        MessageReceived press = (MessageReceived) read(webhooks.of(key).getFirst().update()).getFirst();
        assertEquals(new Content.Postback("order:1042", "Order 1042"), press.content());
        assertEquals(id, press.inReplyTo().orElseThrow().value());
    }

    @Test
    void a_vote_in_the_bots_poll_comes_back_with_its_voter_and_an_anonymous_one_does_not() {
        // Given
        long open = poll(false);
        long secret = poll(true);

        // When
        post("/" + bot + "/chats/" + chat + "/votes", Map.of("message_id", secret, "option", 0));
        post("/" + bot + "/chats/" + chat + "/votes", Map.of("message_id", open, "option", 1));

        // Then
        await().atMost(SOON).untilAsserted(() -> assertEquals(1, webhooks.of(key).size()));
        MessageReceived vote = (MessageReceived) read(webhooks.of(key).getFirst().update()).getFirst();
        assertEquals(chat, vote.from().id());
        assertEquals("Voted for option 2", assertInstanceOf(Content.Postback.class, vote.content()).label());
        assertEquals(List.of(0, 1), get("/" + bot + "/chats/" + chat + "/messages").getList("items.find { it.message_id == " + open + " }.poll.options.voter_count"));
    }

    private long poll(boolean isAnonymous) {
        return call("sendPoll", new JsonObject().put("chat_id", chat).put("question", "When?").put("is_anonymous", isAnonymous).put("options", new JsonArray()
                        .add(new JsonObject().put("text", "Monday")).add(new JsonObject().put("text", "Tuesday"))))
                .then().statusCode(200).extract().jsonPath().getLong("result.message_id");
    }

    @Test
    void files_go_out_as_they_are_and_albums_have_an_id_each() {
        // Given
        FileStore.Stored stored = wait(files.write(Buffer.buffer(new byte[] {1, 2, 3})));
        File first = new File(UUID.randomUUID(), ContentKind.IMAGE, "a b.png", "image/png", 3, stored.key());
        File second = new File(UUID.randomUUID(), ContentKind.IMAGE, "ü.png", "image/png", 3, stored.key());

        // When
        SendOutcome outcome = send(message(Optional.of("Two pictures"), List.of(first, second), List.of()));

        // Then
        assertEquals(2, assertInstanceOf(SendOutcome.Sent.class, outcome).ids().size());
        JsonPath call = get("/" + bot + "/calls");
        assertEquals("sendMediaGroup", call.getString("items[0].method"));
        JsonPath seen = get("/" + bot + "/chats/" + chat + "/messages");
        assertEquals("Two pictures", seen.getString("items[0].caption"));
        byte[] bytes = given().get(CONTROL + "/" + bot + "/files/" + seen.getString("items[1].photo[0].file_id")).then().statusCode(200).extract().asByteArray();
        assertArrayEquals(new byte[] {1, 2, 3}, bytes);
    }

    @Test
    void what_a_customer_sends_can_be_fetched() {
        // Given
        post("/" + bot + "/chats/" + chat + "/messages", Map.of("kind", "document", "file", Map.of("name", "a.txt", "content_type", "text/plain", "base64", "SGk=")));
        await().atMost(SOON).untilAsserted(() -> assertEquals(1, webhooks.of(key).size()));
        MessageReceived message = (MessageReceived) read(webhooks.of(key).getFirst().update()).getFirst();
        MediaRef file = ((Content.Media) message.content()).files().getFirst();

        // When
        FetchesMedia.Fetched fetched = wait(((FetchesMedia) adapters.find("TELEGRAM").orElseThrow()).fetch((MediaRef.Source.Handle) file.source(), account));

        // Then
        assertEquals("Hi", assertInstanceOf(FetchesMedia.Fetched.File.class, fetched).bytes().toString());
        assertEquals(Optional.of("a.txt"), file.fileName());
    }

    @Test
    void a_customer_who_blocked_the_bot_cannot_be_reached_and_says_so() {
        // When
        post("/" + bot + "/chats/" + chat + "/block", Map.of());

        // Then
        SendOutcome.Refused refused = assertInstanceOf(SendOutcome.Refused.class, send(text("Hello", List.of())));
        assertEquals("The customer blocked this bot; they must unblock it to receive messages", refused.problem().hint());
        await().atMost(SOON).untilAsserted(() -> assertEquals(1, webhooks.of(key).size()));
        assertTrue(webhooks.of(key).getFirst().update().containsKey("my_chat_member"));
    }

    @Test
    void injected_failures_end_as_the_contract_says() {
        fail(Map.of("kind", "flood", "seconds", 1));
        SendOutcome.Deferred flood = assertInstanceOf(SendOutcome.Deferred.class, send(text("one", List.of())));
        assertTrue(flood.accountWide());
        assertEquals(Optional.of(Duration.ofSeconds(1)), flood.retryAfter());
        given().contentType(ContentType.JSON).delete(CONTROL + "/" + bot + "/chats/" + chat + "/failure").then().statusCode(200);

        fail(Map.of("kind", "server_error"));
        assertInstanceOf(SendOutcome.Deferred.class, send(text("two", List.of())));

        fail(Map.of("kind", "drop"));
        SendOutcome.Refused dropped = assertInstanceOf(SendOutcome.Refused.class, send(text("three", List.of())));
        assertEquals("may_have_been_sent", dropped.problem().code());

        fail(Map.of("kind", "slow", "seconds", 1));
        assertInstanceOf(SendOutcome.Sent.class, send(text("four", List.of())));

        fail(Map.of("kind", "error", "code", 403, "description", "Forbidden: user is deactivated"));
        assertEquals("This Telegram account no longer exists", ((SendOutcome.Refused) send(text("five", List.of()))).problem().hint());

        assertEquals(List.of("three", "four"), get("/" + bot + "/chats/" + chat + "/messages").getList("items.text"));
    }

    @Test
    void a_group_that_moved_takes_its_thread_along() {
        // Given
        String group = post("/" + bot + "/chats", Map.of("type", "group", "title", "Neighbours")).getString("id");
        String moved = post("/" + bot + "/chats", Map.of("type", "supergroup", "title", "Neighbours")).getString("id");
        post("/" + bot + "/chats/" + group + "/migrate", Map.of("to", Long.parseLong(moved)));

        // When
        SendOutcome outcome = send(new OutboundMessage(
                UUID.randomUUID(), UUID.randomUUID(), new ThreadKey(group), chat, UUID.randomUUID(), Optional.of("Hello"), Optional.empty(), List.of(), List.of(),
                Optional.empty(), new Author("user", "Olga"), Instant.now(), 1, List.of()));

        // Then
        assertEquals(Optional.of(new ThreadKey(moved)), assertInstanceOf(SendOutcome.Sent.class, outcome).movedTo());
    }

    @Test
    void a_broadcast_channel_can_be_written_to_first_and_a_person_cannot() {
        // Given
        String channel = "news_" + bot;
        post("/" + bot + "/chats", Map.of("type", "channel", "title", "Acme news", "username", channel));
        StartsConversations telegram = (StartsConversations) adapters.find("TELEGRAM").orElseThrow();

        // When
        var started = assertInstanceOf(StartsConversations.Started.Thread.class, wait(telegram.start("@" + channel, account)));
        var refused = assertInstanceOf(StartsConversations.Started.Refused.class, wait(telegram.start("+14155550123", account)));

        // Then
        assertEquals(Optional.of("Acme news"), started.thread().group());
        assertEquals("The customer must write to the bot first", refused.problem().hint());
    }

    @Test
    void tokens_that_are_wrong_or_not_tokens_are_told_apart() {
        given().contentType(ContentType.JSON).post("/sandbox/telegram/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe").then()
                .statusCode(401).body("description", equalTo("Unauthorized"));
        given().contentType(ContentType.JSON).post("/sandbox/telegram/botnonsense/getMe").then().statusCode(404);
    }

    @Test
    void telegrams_rules_for_text_and_buttons_hold() {
        call("sendMessage", new JsonObject().put("chat_id", chat).put("text", " ")).then().statusCode(400).body("description", containsString("message text is empty"));
        call("sendMessage", new JsonObject().put("chat_id", chat).put("text", "x".repeat(4097))).then().statusCode(400).body("description", containsString("too long"));
        call("sendMessage", new JsonObject().put("chat_id", chat).put("text", "<foo>x").put("parse_mode", "HTML")).then()
                .statusCode(400).body("description", equalTo("Bad Request: can't parse entities: Unsupported start tag \"foo\" at byte offset 0"));
        call("sendMessage", new JsonObject("{\"chat_id\":" + chat + ",\"text\":\"x\",\"reply_markup\":{\"inline_keyboard\":[[{\"text\":\"a\",\"callback_data\":\"" + "ü".repeat(33) + "\"}]]}}"))
                .then().statusCode(400).body("description", containsString("BUTTON_DATA_INVALID"));
        call("sendMessage", new JsonObject().put("chat_id", 1).put("text", "x")).then().statusCode(400).body("description", containsString("chat not found"));
        call("setWebhook", new JsonObject().put("url", "http://example.com/x")).then().statusCode(400).body("description", containsString("bad webhook"));
        call("setWebhook", new JsonObject().put("url", "https://example.com:9000/x")).then().statusCode(400).body("description", containsString("ports"));
        call("sendHologram", new JsonObject().put("chat_id", chat)).then().statusCode(404);
    }

    @Test
    void the_simulator_page_is_there_and_no_secret_is_in_what_the_control_api_tells() {
        given().get("/simulator").then().statusCode(200).body(containsString("Play the customer"));
        given().get("/simulator/simulator.js").then().statusCode(200);
        String told = get("/" + bot + "/calls").prettify() + get("").prettify();
        assertFalse(told.contains("secret_of_the_test"));
        assertFalse(told.contains(key));
        call("getMe", new JsonObject()).then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200).body(not(containsString(account.settings().requiredSecret("bot_token").reveal())));
    }

    private void say(String text) {
        post("/" + bot + "/chats/" + chat + "/messages", Map.of("text", text));
    }

    private void fail(Map<String, Object> failure) {
        post("/" + bot + "/chats/" + chat + "/failure", failure);
    }

    private static JsonPath post(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(CONTROL + path).then().statusCode(201).extract().jsonPath();
    }

    private static JsonPath get(String path) {
        return given().get(CONTROL + path).then().statusCode(200).extract().jsonPath();
    }

    private io.restassured.response.Response call(String method, JsonObject body) {
        String token = account.settings().requiredSecret("bot_token").reveal();
        return given().contentType(ContentType.JSON).body(body.encode()).urlEncodingEnabled(false).post("/sandbox/telegram/bot" + token + "/" + method);
    }

    private ChannelAccount account(String token) {
        Settings settings = new Settings(
                Map.of("bot_id", TextNode.valueOf(Long.toString(bot))),
                Map.of("bot_token", new Secret(token), "webhook_secret", new Secret("secret_of_the_test")));
        return new ChannelAccount(
                UUID.randomUUID(), UUID.randomUUID(), "TELEGRAM", "Test", settings, key, URI.create("http://localhost:" + RestAssured.port + "/test-webhooks/" + key));
    }

    private List<dev.tributary.channel.InboundEvent> read(JsonObject update) {
        return ((ReceivesWebhooks) adapters.find("TELEGRAM").orElseThrow())
                .read(new RawEvent(UUID.randomUUID(), Instant.now(), Map.of(), update.toBuffer().getBytes(), account.settings().withoutSecrets()));
    }

    private Connection check(Optional<Instant> lastInboundAt) {
        return wait(((ChecksConnection) adapters.find("TELEGRAM").orElseThrow()).check(account, lastInboundAt));
    }

    private SendOutcome send(OutboundMessage message) {
        return wait(((SendsMessages) adapters.find("TELEGRAM").orElseThrow()).send(message, account));
    }

    private OutboundMessage text(String text, List<Button> buttons) {
        return message(Optional.of(text), List.of(), buttons);
    }

    private OutboundMessage message(Optional<String> text, List<File> attachments, List<Button> buttons) {
        return new OutboundMessage(
                UUID.randomUUID(), UUID.randomUUID(), new ThreadKey(chat), chat, UUID.randomUUID(), text, Optional.empty(), attachments, buttons,
                Optional.empty(), new Author("user", "Olga"), Instant.now(), 1, List.of());
    }

    private static <T> T wait(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(30));
    }
}
