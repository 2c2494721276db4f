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
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One address for every account of an app: who a delivery is for is what it says, and what its signature proves. */
@QuarkusTest
class AppWebhookTest {

    @Inject
    SecretBox secrets;

    TelegramAccount account;
    String number;
    String appSecret;

    @BeforeEach
    void anAccount() {
        TestOrganization organization = TestOrganizations.create();
        UUID id = Ids.next();
        number = Long.toString(Math.abs(id.getLeastSignificantBits()) % 1_000_000_000_000_000L + 1_000_000);
        appSecret = "app-secret-" + id;
        account = new TelegramAccount(organization, id, id.toString().replace("-", ""), appSecret);
        JsonObject sealed = new JsonObject()
                .put("app_secret", secrets.seal(appSecret, AccountDirectory.sealContext(organization.id(), id, "app_secret")))
                .put("handshake_token", secrets.seal("hands-" + id, AccountDirectory.sealContext(organization.id(), id, "handshake_token")));
        account.execute(
                "insert into channel_account (id, organization_id, name, type, settings, sealed_settings, webhook_key, provider_account_id)"
                        + " values (?, ?, 'WhatsApp', 'WHATSAPP_CLOUD', ?::jsonb, ?::jsonb, ?, ?)",
                id, organization.id(), new JsonObject().put("phone_number_id", number).encode(), sealed.encode(), account.webhookKey(), number);
    }

    @Test
    void a_message_reaches_the_account_of_its_number() {
        // When
        post(delivery(number, "\"from\":\"447700900123\",\"from_user_id\":\"GB.1\"", "w1", "Hello"), appSecret).then().statusCode(200);

        // Then
        await().untilAsserted(() -> assertThat(account.query("select text from message where channel_account_id = ?", account.id())).containsExactly("Hello"));
    }

    @Test
    void whoever_hides_a_known_number_writes_on_in_the_same_conversation() {
        // Given
        post(delivery(number, "\"from\":\"5511987654321\",\"from_user_id\":\"BR.1\"", "w1", "one"), appSecret).then().statusCode(200);

        // When
        post(delivery(number, "\"from_user_id\":\"BR.1\"", "w2", "two"), appSecret).then().statusCode(200);
        post(delivery(number, "\"from\":\"551187654321\"", "w3", "three"), appSecret).then().statusCode(200);

        // Then
        await().untilAsserted(() -> assertThat(account.query("select text from message where channel_account_id = ? order by text", account.id()))
                .containsExactly("one", "three", "two"));
        assertThat(account.query("select id from conversation where channel_account_id = ?", account.id())).hasSize(1);
        assertThat(account.query("select id from contact where organization_id = ?", account.organization().id())).hasSize(1);
    }

    @Test
    void the_id_that_came_later_leads_to_the_person_who_was_known_by_a_number() {
        // Given
        post(delivery(number, "\"from\":\"447700900123\"", "w1", "one"), appSecret).then().statusCode(200);
        post(delivery(number, "\"from\":\"447700900123\",\"from_user_id\":\"GB.9\"", "w2", "two"), appSecret).then().statusCode(200);

        // When
        post(delivery(number, "\"from_user_id\":\"GB.9\"", "w3", "three"), appSecret).then().statusCode(200);

        // Then
        await().untilAsserted(() -> assertThat(account.query("select text from message where channel_account_id = ?", account.id())).hasSize(3));
        assertThat(account.query("select id from conversation where channel_account_id = ?", account.id())).hasSize(1);
    }

    @Test
    void a_stranger_of_the_same_app_is_journalled_and_ignored() {
        // When
        post(delivery("999", "\"from\":\"447700900123\"", "w1", "Hello"), appSecret).then().statusCode(200);

        // Then
        await().untilAsserted(() -> assertThat(account.query("select outcome || ' ' || reason from journal_event where channel_account_id = ?", account.id()))
                .containsExactly("ignored other_account"));
    }

    @Test
    void another_secret_proves_nothing() {
        post(delivery(number, "\"from\":\"447700900123\"", "w1", "Hello"), "somebody else's").then().statusCode(401).body("code", equalTo("signature_invalid"));
        assertThat(account.count("select count(*) from message")).isZero();
    }

    @Test
    void the_handshake_is_answered_with_the_challenge() {
        RestAssured.given()
                .queryParam("hub.mode", "subscribe")
                .queryParam("hub.challenge", "1158201444")
                .queryParam("hub.verify_token", "hands-" + account.id())
                .get("/webhooks/whatsapp-cloud")
                .then()
                .statusCode(200)
                .body(equalTo("1158201444"));
    }

    @Test
    void the_handshake_is_answered_however_many_accounts_are_newer() {
        // Given
        account.execute("insert into channel_account (id, organization_id, name, type, settings, sealed_settings, webhook_key)"
                + " select gen_random_uuid(), organization_id, 'Later ' || n, type, settings, '{}', id || '-' || n from channel_account, generate_series(1, 450) n where id = ?", account.id());
        account.execute("update channel_account set id = ('ffffffff' || substr(id::text, 9))::uuid where name like 'Later %' and organization_id = ?", account.organization().id());

        // Then
        the_handshake_is_answered_with_the_challenge();
    }

    @Test
    void a_channel_with_an_address_for_each_account_has_none_for_all() {
        RestAssured.given().body("{}").post("/webhooks/telegram").then().statusCode(404);
        RestAssured.given().body("{}").post("/webhooks/WHATSAPP_CLOUD").then().statusCode(404);
    }

    private static Response post(String body, String secret) {
        return RestAssured.given().contentType("application/json").header("X-Hub-Signature-256", sign(body, secret)).body(body.getBytes(StandardCharsets.UTF_8)).post("/webhooks/whatsapp-cloud");
    }

    private static String delivery(String number, String who, String id, String text) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"" + number
                + "\"},\"messages\":[{" + who + ",\"id\":\"" + id + "\",\"timestamp\":\"1795254000\",\"type\":\"text\",\"text\":{\"body\":\"" + text + "\"}}]}}]}]}";
    }

    private static String sign(String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
