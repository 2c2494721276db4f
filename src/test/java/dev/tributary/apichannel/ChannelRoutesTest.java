package dev.tributary.apichannel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.platform.SignedLinks;
import dev.tributary.webhook.WebhookReceiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Making a channel, its keys, and the routes beside the inbound one. */
@QuarkusTest
@WithTestResource(WebhookReceiver.class)
class ChannelRoutesTest extends ApiChannelScenario {

    @Inject
    SignedLinks links;

    @BeforeEach
    void the_receiver_takes_everything() {
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(200)));
    }

    @Test
    void a_new_channel_shows_its_keys_once() {
        Response made = ours.admin().api().body(Map.of("name", "Partner", "type", "API")).post("/rest/v1/channel_accounts");

        made.then().statusCode(201)
                .body("credentials.inbound_token", startsWith("tok_"))
                .body("credentials.inbound_secret", startsWith("whsec_"))
                .body("credentials.outbound_secret", startsWith("whsec_"))
                .body("settings.channel_id", startsWith("api_"))
                .body("settings.inbound_token", startsWith("••••"))
                .body("connection.state", equalTo("connected"))
                .body("webhook_url", endsWith("/api/v1/channels/" + made.path("settings.channel_id") + "/inbound"));
        ours.admin().api().get("/rest/v1/channel_accounts/" + made.path("id")).then()
                .statusCode(200).body("credentials", nullValue()).body("settings.inbound_secret", startsWith("••••"));
    }

    @Test
    void a_channel_with_a_webhook_is_connected_after_a_2xx_and_says_why_where_not() {
        Channel working = connectedChannel();
        WebhookReceiver.server().stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(500).withBody("still deploying")));
        Channel failing = connectedChannel();

        ours.admin().api().get("/rest/v1/channel_accounts/" + working.accountId()).then().body("connection.state", equalTo("connected"));
        ours.admin().api().get("/rest/v1/channel_accounts/" + failing.accountId()).then()
                .body("connection.state", equalTo("failed")).body("connection.problem.hint", notNullValue());
        assertTrue(WebhookReceiver.received(path).getFirst().getBodyAsString().contains("webhook.test"));
    }

    @Test
    void the_token_pings_and_nothing_else_does() {
        Channel channel = channel();
        String ping = "/api/v1/channels/" + channel.channelId() + "/ping";

        bearer(channel).get(ping).then().statusCode(200).body("channel", equalTo(channel.channelId())).body("time", notNullValue());
        given().get(ping).then().statusCode(401).body("error.code", equalTo("token_invalid"));
        given().header("Authorization", "Bearer " + ours.admin().apiToken()).get(ping).then().statusCode(401);
        bearer(channel).get("/api/v1/channels/api_nobody/ping").then().statusCode(404).body("error.code", equalTo("unknown_channel"));
    }

    @Test
    void a_rotated_token_replaces_the_old_one_at_once_and_a_revoked_one_opens_nothing() {
        // Given
        Channel channel = channel();
        String ping = "/api/v1/channels/" + channel.channelId() + "/ping";
        String credentials = "/rest/v1/channel_accounts/" + channel.accountId() + "/credentials/inbound_token";

        // When
        String fresh = ours.admin().api().post(credentials).then().statusCode(200).extract().path("credentials.inbound_token");

        // Then
        bearer(channel).get(ping).then().statusCode(401);
        given().header("Authorization", "Bearer " + fresh).get(ping).then().statusCode(200);
        ours.admin().api().delete(credentials).then().statusCode(200);
        given().header("Authorization", "Bearer " + fresh).get(ping).then().statusCode(401);
    }

    @Test
    void two_channels_cannot_share_an_id() {
        Channel channel = channel();

        ours.admin().api().body(Map.of("name", "Second", "type", "API", "settings", Map.of("channel_id", channel.channelId())))
                .post("/rest/v1/channel_accounts").then().statusCode(409);
        ours.admin().api().body(Map.of("name", "Third", "type", "API", "is_active", false, "settings", Map.of("channel_id", channel.channelId())))
                .post("/rest/v1/channel_accounts").then().statusCode(409);
    }

    @Test
    void a_program_registers_the_webhook_with_an_admins_api_token() {
        // Given
        Channel channel = channel();
        String webhook = "/api/v1/channels/" + channel.channelId() + "/webhook";
        Map<String, Object> wanted = Map.of("url", WebhookReceiver.url(path), "events", List.of("message.created", "conversation.created"));

        // When
        ours.admin().api().body(wanted).put(webhook).then()
                .statusCode(200).body("url", equalTo(WebhookReceiver.url(path))).body("events", containsInAnyOrder("message.created", "conversation.created"));

        // Then
        assertTrue(WebhookReceiver.received(path).stream().anyMatch(request -> request.getBodyAsString().contains("webhook.test")));
        bearer(channel).body(wanted).put(webhook).then().statusCode(401);
        ours.agent().api().body(wanted).put(webhook).then().statusCode(403).body("error.code", equalTo("forbidden"));
        ours.admin().api().body(Map.of("url", "ftp://x")).put(webhook).then().statusCode(422).body("error.field", equalTo("url"));
        ours.admin().api().body(Map.of("uri", "x")).put(webhook).then().statusCode(422).body("error.field", equalTo("uri"));
        ours.admin().api().body("{").put(webhook).then().statusCode(400).body("error.code", equalTo("not_json"));
        dev.tributary.TestOrganizations.create().admin().api().body(wanted).put(webhook).then().statusCode(404);
    }

    @Test
    void an_upload_is_kept_and_a_signed_link_gives_it_back_for_24_hours() {
        // Given
        Channel channel = channel();

        // When
        String id = given().header("Authorization", "Bearer " + channel.token())
                .multiPart("file", "notes 1.txt", bytes("hello"), "text/plain")
                .post("/api/v1/channels/" + channel.channelId() + "/uploads")
                .then().statusCode(201).body("name", equalTo("notes 1.txt")).body("size", equalTo(5)).extract().path("upload_id");

        // Then
        String file = "/api/v1/files/" + id;
        URI link = URI.create(links.url(file, Instant.now().plusSeconds(60)));
        given().urlEncodingEnabled(false).get(link.getRawPath() + "?" + link.getRawQuery()).then()
                .statusCode(200)
                .header("Content-Disposition", startsWith("attachment"))
                .header("X-Content-Type-Options", "nosniff")
                .body(equalTo("hello"));
        URI old = URI.create(links.url(file, Instant.now().minusSeconds(5)));
        given().urlEncodingEnabled(false).get(old.getRawPath() + "?" + old.getRawQuery()).then().statusCode(404);
        URI other = URI.create(links.url("/api/v1/files/" + UUID.randomUUID(), Instant.now().plusSeconds(60)));
        given().urlEncodingEnabled(false).get(file + "?" + other.getRawQuery()).then().statusCode(404);
        given().get(file).then().statusCode(404);
    }

    @Test
    void an_upload_without_a_token_or_a_file_is_refused_in_this_protocols_words() {
        Channel channel = channel();
        String uploads = "/api/v1/channels/" + channel.channelId() + "/uploads";

        given().multiPart("file", "a.txt", bytes("x")).post(uploads).then().statusCode(401).body("error.code", equalTo("token_invalid"));
        given().header("Authorization", "Bearer " + channel.token()).multiPart("other", "x").post(uploads).then()
                .statusCode(422).body("error.field", equalTo("file"));
    }

    @Test
    void the_channels_receiver_has_its_log_among_the_subscriptions_and_its_settings_at_the_channel() {
        Channel channel = connectedChannel();

        String id = ours.admin().api().get("/rest/v1/webhook_subscriptions?channel_account_id=" + channel.accountId()).then()
                .statusCode(200).body("items", hasSize(1)).body("items[0].channel_account_id", equalTo(channel.accountId().toString())).extract().path("items[0].id");

        ours.admin().api().body(Map.of("url", "https://example.com/x")).patch("/rest/v1/webhook_subscriptions/" + id).then()
                .statusCode(409).body("code", equalTo("belongs_to_channel"));
        ours.admin().api().post("/rest/v1/webhook_subscriptions/" + id + "/test").then().statusCode(200).body("accepted", equalTo(true)).body("status", equalTo(200));
        ours.agent().api().get("/rest/v1/webhook_subscriptions").then().statusCode(403);
        dev.tributary.TestOrganizations.create().admin().api().get("/rest/v1/webhook_subscriptions/" + id).then().statusCode(404);
        ours.admin().api().get("/rest/v1/webhook_subscriptions/" + id + "/deliveries").then().body("items[0].event", equalTo("webhook.test")).body("items", not(hasSize(0)));
    }
}
