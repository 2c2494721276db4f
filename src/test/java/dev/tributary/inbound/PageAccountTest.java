package dev.tributary.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SecretBox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Messenger and Instagram, as their events are applied. */
@QuarkusTest
class PageAccountTest {

    @Inject
    SecretBox secrets;

    TestOrganization organization;
    TelegramAccount account;
    String page;
    String path;

    @Test
    void a_person_may_answer_for_a_week_where_meta_allows_it_and_a_rule_may_not() {
        // Given
        account("MESSENGER", true);

        // When
        write("m1", Instant.now().minus(Duration.ofHours(30)));

        // Then
        await().untilAsserted(() -> organization.agent().api().get("/rest/v1/conversations").then()
                .body("items[0].reply_window.open", equalTo(true))
                .body("items[0].reply_window.people_only", equalTo(true)));
    }

    @Test
    void after_a_week_nobody_may() {
        // Given
        account("MESSENGER", true);

        // When
        write("m1", Instant.now().minus(Duration.ofDays(8)));

        // Then
        await().untilAsserted(() -> organization.agent().api().get("/rest/v1/conversations").then().body("items[0].reply_window.open", equalTo(false)));
    }

    @Test
    void without_that_right_a_day_is_all() {
        // Given
        account("INSTAGRAM", false);
        write("m1", Instant.now().minus(Duration.ofHours(30)));
        await().untilAsserted(() -> organization.agent().api().get("/rest/v1/conversations").then().body("items[0].reply_window.open", equalTo(false)));
        String conversation = organization.agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");

        // Then
        organization.agent().api().body(Map.of("text", "Still there?")).post("/rest/v1/conversations/" + conversation + "/messages").then()
                .statusCode(409).body("code", equalTo("reply_window_closed"));
    }

    @Test
    void who_has_seen_a_message_on_instagram_has_seen_all_before_it_and_none_after_it() {
        // Given
        account("INSTAGRAM", false);
        write("m1", Instant.now());
        await().untilAsserted(() -> assertThat(account.query("select id from message where channel_account_id = ?", account.id())).hasSize(1));
        for (int number = 1; number <= 3; number++) {
            account.execute(
                    "insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, delivery_status, provider_message_id, created_at, received_at, sent_at)"
                            + " select ?, organization_id, id, channel_account_id, 'outbound', 'text', ?, 'user', 'sent', ?, now() + ? * interval '1 second', now(), now() + ? * interval '1 second'"
                            + " from conversation where channel_account_id = ?",
                    Ids.next(), "answer " + number, "out" + number, number, number, account.id());
        }

        // When
        post("\"read\":{\"mid\":\"out2\"}", Instant.now());

        // Then
        await().untilAsserted(() -> assertThat(account.query("select delivery_status from message where channel_account_id = ? and direction = 'outbound' order by text", account.id()))
                .containsExactly("read", "read", "sent"));
    }

    private void account(String type, boolean humanAgent) {
        organization = TestOrganizations.create();
        UUID id = Ids.next();
        page = Long.toString(Math.abs(id.getLeastSignificantBits()) % 1_000_000_000_000_000L + 1_000_000);
        account = new TelegramAccount(organization, id, id.toString().replace("-", ""), "secret-" + id);
        JsonObject sealed = new JsonObject().put("app_secret", secrets.seal("secret-" + id, AccountDirectory.sealContext(organization.id(), id, "app_secret")));
        JsonObject settings = new JsonObject().put(type.equals("MESSENGER") ? "page_id" : "ig_account_id", page).put("human_agent_enabled", humanAgent);
        account.execute(
                "insert into channel_account (id, organization_id, name, type, settings, sealed_settings, webhook_key, provider_account_id, connection_state)"
                        + " values (?, ?, 'Page', ?, ?::jsonb, ?::jsonb, ?, ?, 'connected')",
                id, organization.id(), type, settings.encode(), sealed.encode(), account.webhookKey(), page);
        path = "/webhooks/" + type.toLowerCase(java.util.Locale.ROOT);
    }

    private void write(String mid, Instant at) {
        post("\"message\":{\"mid\":\"" + mid + "\",\"text\":\"Hello\"}", at);
    }

    private void post(String event, Instant at) {
        String body = "{\"object\":\"page\",\"entry\":[{\"id\":\"" + page + "\",\"messaging\":[{\"sender\":{\"id\":\"7400\"},\"recipient\":{\"id\":\"" + page + "\"},\"timestamp\":" + at.toEpochMilli()
                + "," + event + "}]}]}";
        RestAssured.given()
                .contentType("application/json")
                .header("X-Hub-Signature-256", sign(body, "secret-" + account.id()))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then()
                .statusCode(200);
    }

    private static String sign(String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
