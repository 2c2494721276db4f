package dev.tributary.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tributary.platform.SecretBox;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is delivered ends in a named outcome that an admin can see: the outcomes add up to what came in. */
@QuarkusTest
class EveryOutcomeTest {

    @Inject
    SecretBox secrets;

    private TelegramAccount account;

    @BeforeEach
    void an_account() {
        account = TelegramAccount.create(secrets);
    }

    @Test
    void the_outcomes_of_the_journal_add_up_to_what_was_delivered() {
        // When
        account.post(TelegramAccount.text(1, 50, 1, "one")).then().statusCode(200);
        account.post(TelegramAccount.text(2, 51, 1, "two")).then().statusCode(200);
        account.post(TelegramAccount.text(1, 50, 1, "one")).then().statusCode(200);
        account.post("{\"update_id\":3,\"hologram\":{}}").then().statusCode(200);
        account.post("{\"update_id\":4,\"message\":{\"chat\":\"no chat\"}}").then().statusCode(200);
        account.post("this is no JSON at all").then().statusCode(200);
        io.restassured.RestAssured.given().contentType("application/json").body(TelegramAccount.text(5, 52, 1, "forged"))
                .post("/webhooks/telegram/" + account.webhookKey()).then().statusCode(401);

        // Then
        await().untilAsserted(() -> assertThat(account.query("select count(*) from journal_event where channel_account_id = ? and outcome = 'pending'", account.id())).containsExactly(0L));
        assertThat(account.query("select outcome || ' ' || count(*) from journal_event where channel_account_id = ? group by outcome order by outcome", account.id()))
                .containsExactly("applied 2", "duplicate 1", "failed 2", "ignored 1", "rejected 1");
    }

    @Test
    void what_could_not_be_read_is_kept_whole_with_its_reason_holds_up_nobody_and_can_be_replayed() {
        // Given
        String unreadable = "{\"update_id\":7,\"message\":{\"message_id\":1,\"text\":\"kept\"}}";

        // When
        account.post(unreadable).then().statusCode(200);
        account.post(TelegramAccount.text(8, 60, 2, "behind it")).then().statusCode(200);

        // Then
        await().untilAsserted(() -> assertThat(account.query("select text from message where channel_account_id = ?", account.id())).containsExactly("behind it"));
        String failed = account.organization().admin().api().get("/rest/v1/channel_accounts/" + account.id() + "/journal?outcome=failed").then()
                .statusCode(200).body("items.size()", equalTo(1)).body("items[0].reason", notNullValue()).extract().path("items[0].id");
        account.organization().admin().api().get("/rest/v1/journal/" + failed).then().body("payload", equalTo(unreadable));
        account.organization().admin().api().body(Map.of()).post("/rest/v1/journal/" + failed + "/replay").then().statusCode(200);
    }
}
