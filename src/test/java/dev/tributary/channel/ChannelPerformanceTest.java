package dev.tributary.channel;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Customers write, an agent answers, and whoever runs the workspace sees how the channel does, counted as it happens. */
@QuarkusTest
class ChannelPerformanceTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void what_came_in_went_out_and_failed_is_seen_per_channel() {
        TestOrganization ours = TestOrganizations.create();
        TestBot bot = TestBot.create();
        String account = bot.connect(ours.admin(), "Support").statusCode(201).extract().path("id");
        String quiet = TestBot.create().connect(ours.admin(), "Quiet").statusCode(201).extract().path("id");

        long chat = bot.openChat("Ada");
        bot.customerWrites(chat, "Where is my order?");
        bot.customerWrites(chat, "Hello?");
        String conversation = await().atMost(SOON).until(() -> firstConversation(ours), id -> id != null);
        await().atMost(SOON).untilAsserted(() -> statistics(ours, account).body("totals.messages_received", equalTo(2)).body("totals.conversations", equalTo(1)));

        answer(ours, conversation, "On its way.");
        await().atMost(SOON).untilAsserted(() -> statistics(ours, account).body("totals.messages_sent", equalTo(1)));

        bot.customerBlocks(chat);
        answer(ours, conversation, "Are you there?");
        await().atMost(SOON).untilAsserted(() -> statistics(ours, account).body("totals.messages_failed", equalTo(1)));

        statistics(ours, account)
                .body("totals.messages_received", equalTo(2))
                .body("totals.messages_sent", equalTo(1))
                .body("totals.first_response_seconds.median", notNullValue())
                .body("totals.first_response_seconds.p90", greaterThanOrEqualTo(0f))
                .body("totals.first_response_seconds.average", lessThan(60f))
                .body("series.messages_received.sum()", equalTo(2));
        statistics(ours, quiet).body("totals.messages_received", equalTo(0)).body("totals.conversations", equalTo(0));
        ours.agent().api().get("/rest/v1/channel_accounts/" + account).then().body("last_inbound_at", notNullValue()).body("last_outbound_at", notNullValue());
    }

    private static String firstConversation(TestOrganization ours) {
        return ours.agent().api().get("/rest/v1/conversations").then().statusCode(200).extract().path("items[0].id");
    }

    private static void answer(TestOrganization ours, String conversation, String text) {
        ours.agent().api().body(Map.of("text", text)).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201);
    }

    private static ValidatableResponse statistics(TestOrganization ours, String account) {
        return ours.admin().api().get("/rest/v1/channel_accounts/" + account + "/statistics?interval=hour").then().statusCode(200).body("series", hasSize(greaterThanOrEqualTo(1)));
    }
}
