package dev.tributary.apichannel;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.notNullValue;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookSignature;
import dev.tributary.webhook.WebhookReceiver;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** An organization of the test's own with an API channel, made as an admin makes it. */
abstract class ApiChannelScenario {

    static final Path FIXTURES = Path.of("src/test/resources/fixtures/api-channel");
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    final TestOrganization ours = TestOrganizations.create();
    final String path = "/partner/" + ours.id();

    /** @param accountId of the channel account */
    record Channel(UUID accountId, String channelId, String token, String outboundSecret) {}

    Channel channel(Map<String, Object> settings) {
        JsonPath made = ours.admin().api()
                .body(Map.of("name", "Partner", "type", "API", "settings", settings))
                .post("/rest/v1/channel_accounts")
                .then().statusCode(201).body("id", notNullValue()).extract().jsonPath();
        return new Channel(
                UUID.fromString(made.getString("id")),
                made.getString("settings.channel_id"),
                made.getString("credentials.inbound_token"),
                made.getString("credentials.outbound_secret"));
    }

    Channel channel() {
        return channel(Map.of("inbound_secret", SECRET));
    }

    /** A channel whose messages go to the test's receiver. */
    Channel connectedChannel(String... events) {
        Map<String, Object> settings = new HashMap<>(Map.of("inbound_secret", SECRET, "outbound_url", WebhookReceiver.url(path)));
        if (events.length > 0) {
            settings.put("events", List.of(events));
        }
        return channel(settings);
    }

    static RequestSpecification bearer(Channel channel) {
        return given().header("Authorization", "Bearer " + channel.token()).contentType(ContentType.JSON);
    }

    /** A request signed for its exact bytes, at real time. */
    static RequestSpecification signed(String webhookId, byte[] body) {
        Map<String, String> headers = WebhookSignature.headers(List.of(WebhookKey.parse(SECRET)), webhookId, Instant.now(), body);
        return given().headers(headers).header("Content-Type", "application/json").body(body);
    }

    static String inbound(Channel channel) {
        return "/api/v1/channels/" + channel.channelId() + "/inbound";
    }

    static byte[] fixture(String name) {
        try {
            return Files.readAllBytes(FIXTURES.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String message(String id, String text) {
        return "{\"type\":\"message.created\",\"data\":{\"external_message_id\":\"%s\",\"thread_id\":\"t-5\",\"contact\":{\"external_id\":\"cust-77\"},\"content\":{\"type\":\"text\",\"text\":\"%s\"}}}"
                .formatted(id, text);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static JsonPath posted(Channel channel, String body) {
        return bearer(channel).body(body).post(inbound(channel)).then().statusCode(202).extract().jsonPath();
    }

    static String status(String message, String status) {
        return "{\"type\":\"message.status\",\"data\":{\"message_id\":\"%s\",\"status\":\"%s\"}}".formatted(message, status);
    }

    static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(body);
        }
        return packed.toByteArray();
    }
}
