package dev.tributary.channel;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connecting channels and looking after them, against a Telegram that behaves as its card says. */
@QuarkusTest
class ChannelAccountsTest {

    private static final String ACCOUNTS = "/rest/v1/channel_accounts";

    private TestOrganization ours;

    @BeforeEach
    void organization() {
        ours = TestOrganizations.create();
    }

    @Test
    void the_channel_types_say_what_a_form_needs() {
        ours.agent().api().get("/rest/v1/channel_types").then()
                .statusCode(200)
                .body("items.type", hasItems("TELEGRAM", "API"))
                .body("items.find { it.type == 'TELEGRAM' }.connect", equalTo("token"))
                .body("items.find { it.type == 'TELEGRAM' }.receives", hasItem("sticker"))
                .body("items.find { it.type == 'TELEGRAM' }.limits.text_length", notNullValue())
                .body("items.find { it.type == 'TELEGRAM' }.setup", not(empty()))
                .body("items.find { it.type == 'TELEGRAM' }.settings.find { it.name == 'bot_token' }.secret", equalTo(true))
                .body("items.find { it.type == 'TELEGRAM' }.settings.find { it.name == 'bot_token' }.required", equalTo(true))
                .body("items.find { it.type == 'TELEGRAM' }.settings.find { it.name == 'accept_groups' }.default", equalTo(false));
    }

    @Test
    void adding_a_channel_connects_it() {
        TestBot bot = TestBot.create();

        String url = bot.connect(ours.admin(), "Support bot")
                .statusCode(201)
                .header("Location", containsString("/rest/v1/channel_accounts/"))
                .body("organization_id", equalTo(ours.id().toString()))
                .body("name", equalTo("Support bot"))
                .body("type", equalTo("TELEGRAM"))
                .body("is_active", equalTo(true))
                .body("connection.state", equalTo("connected"))
                .body("connection.checked_at", notNullValue())
                .body("connection.problem", nullValue())
                .body("settings.bot_id", equalTo(String.valueOf(bot.id())))
                .body("settings.accept_groups", equalTo(false))
                .body("last_inbound_at", nullValue())
                .extract()
                .path("webhook_url");

        assertTrue(url.matches(".*/webhooks/telegram/[A-Za-z0-9_-]{43}"), url);
        assertEquals(url, bot.webhookUrl());
    }

    @Test
    void secrets_are_masked_and_sealed_to_their_row() throws SQLException {
        TestBot bot = TestBot.create();

        String id = bot.connect(ours.admin(), "Bot")
                .body("settings.bot_token", equalTo("••••" + bot.token().substring(bot.token().length() - 4)))
                .body("settings.webhook_secret", containsString("••••"))
                .body(not(containsString(bot.token())))
                .extract().path("id");

        String stored = row(id, "settings::text || sealed_settings::text");
        assertFalse(stored.contains(bot.token()), stored);
        assertTrue(stored.contains("\"bot_token\""), stored);
    }

    @Test
    void a_mask_that_is_sent_back_keeps_the_secret_and_the_whole_form_may_be_sent_back() {
        TestBot bot = TestBot.create();
        Map<String, Object> account = bot.connect(ours.admin(), "Bot").extract().path("$");

        ours.admin().api().body(Map.of("name", "Renamed", "settings", account.get("settings"))).patch(ACCOUNTS + "/" + account.get("id")).then()
                .statusCode(200)
                .body("name", equalTo("Renamed"))
                .body("settings", equalTo(account.get("settings")))
                .body("connection.state", equalTo("connected"));
        ours.admin().api().body(Map.of("settings", Map.of("bot_token", "••••zzzz"))).patch(ACCOUNTS + "/" + account.get("id")).then()
                .statusCode(400)
                .body("errors[0].field", equalTo("settings.bot_token"));
    }

    @Test
    void every_wrong_field_is_named() {
        ours.admin().api().body(Map.of("name", " ", "type", "TELEGRAM")).post(ACCOUNTS).then().statusCode(400).body("errors.field", hasItem("name"));
        ours.admin().api().body(Map.of("name", "Bot", "type", "TELEGRAM")).post(ACCOUNTS).then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", equalTo(List.of("settings.bot_token")))
                .body("errors[0].message", equalTo("is required"));
        ours.admin().api()
                .body(Map.of("name", "Bot", "type", "TELEGRAM", "settings", Map.of("bot_token", "nonsense", "accept_groups", "yes", "api_base_url", "not a url", "colour", "red", "bot_id", "5")))
                .post(ACCOUNTS).then()
                .statusCode(400)
                .body("errors.field", hasItems("settings.bot_token", "settings.accept_groups", "settings.api_base_url", "settings.colour", "settings.bot_id"));
        ours.admin().api().body(Map.of("name", "Bot", "type", "PIGEON")).post(ACCOUNTS).then().statusCode(400).body("errors[0].field", equalTo("type"));
        ours.admin().api().body(Map.of("name", "Bot", "type", "TELEGRAM", "reopen_days", 400)).post(ACCOUNTS).then().statusCode(400).body("errors.field", hasItem("reopen_days"));
    }

    @Test
    void refused_credentials_are_kept_and_say_what_to_do() {
        TestBot unknown = TestBot.unknown();

        String id = unknown.connect(ours.admin(), "Bot")
                .statusCode(201)
                .body("connection.state", equalTo("disconnected"))
                .body("connection.problem.code", equalTo("credentials_rejected"))
                .body("connection.problem.detail", containsString("401"))
                .body("connection.problem.hint", notNullValue())
                .extract().path("id");

        TestBot bot = TestBot.create();
        ours.admin().api().body(Map.of("settings", Map.of("bot_token", bot.token()))).patch(ACCOUNTS + "/" + id).then()
                .statusCode(200)
                .body("connection.state", equalTo("connected"))
                .body("connection.problem", nullValue())
                .body("settings.bot_id", equalTo(String.valueOf(bot.id())));
    }

    @Test
    void settings_are_tested_before_they_are_saved_without_touching_the_bot() {
        TestBot bot = TestBot.create();

        ours.admin().api().body(Map.of("type", "TELEGRAM", "settings", Map.of("bot_token", bot.token()))).post(ACCOUNTS + "/test").then()
                .statusCode(200)
                .body("connection.state", equalTo("connected"));
        ours.admin().api().body(Map.of("type", "TELEGRAM", "settings", Map.of("bot_token", TestBot.unknown().token()))).post(ACCOUNTS + "/test").then()
                .statusCode(200)
                .body("connection.problem.code", equalTo("credentials_rejected"));

        assertEquals("", bot.webhookUrl());
        ours.admin().api().get(ACCOUNTS).then().body("items", empty());
    }

    @Test
    void two_channels_for_one_bot_are_refused_by_name_and_the_first_keeps_its_webhook() {
        TestBot bot = TestBot.create();
        String first = bot.connect(ours.admin(), "Support").extract().path("id");
        String webhook = bot.webhookUrl();

        bot.connect(ours.admin(), "Sales")
                .statusCode(409)
                .body("code", equalTo("provider_account_taken"))
                .body("detail", containsString("Support"))
                .body("channel_account_id", equalTo(first));

        assertEquals(webhook, bot.webhookUrl());
        ours.admin().api().get(ACCOUNTS).then().body("items", hasSize(1));
    }

    @Test
    void another_workspaces_bot_is_refused_without_saying_whose_it_is() {
        TestBot bot = TestBot.create();
        bot.connect(TestOrganizations.create().admin(), "Their secret name");

        bot.connect(ours.admin(), "Sales").statusCode(409).body("code", equalTo("provider_account_taken")).body(not(containsString("secret"))).body("channel_account_id", nullValue());
    }

    @Test
    void a_channel_that_rests_is_told_by_its_test_that_another_one_has_its_bot() {
        TestBot bot = TestBot.create();
        String resting = ours.admin().api().body(Map.of("type", "TELEGRAM", "name", "Resting", "is_active", false, "settings", Map.of("bot_token", bot.token())))
                .post(ACCOUNTS).then().statusCode(201).extract().path("id");
        bot.connect(ours.admin(), "Support").statusCode(201);

        ours.admin().api().post(ACCOUNTS + "/" + resting + "/test").then().statusCode(409).body("code", equalTo("provider_account_taken"));
    }

    @Test
    void several_bots_live_side_by_side_and_the_list_filters_and_pages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(TestBot.create().connect(ours.admin(), "Bot " + i).statusCode(201).extract().path("id"));
        }
        ours.admin().api().body(Map.of("name", "Programs", "type", "API", "is_active", false)).post(ACCOUNTS).then().statusCode(201);

        ours.agent().api().get(ACCOUNTS).then().statusCode(200).body("items", hasSize(4)).body("next_cursor", nullValue());
        ours.agent().api().get(ACCOUNTS + "?type=TELEGRAM").then().body("items.id", equalTo(ids));
        ours.agent().api().get(ACCOUNTS + "?is_active=false").then().body("items.type", equalTo(List.of("API")));
        ours.agent().api().get(ACCOUNTS + "?type=TELEGRAM&is_active=true&organization_id=" + ours.id()).then().body("items", hasSize(3));
        ours.agent().api().get(ACCOUNTS + "?organization_id=" + UUID.randomUUID()).then().statusCode(200).body("items", empty());
        String cursor = ours.agent().api().get(ACCOUNTS + "?type=TELEGRAM&limit=2").then().body("items.id", equalTo(ids.subList(0, 2))).extract().path("next_cursor");
        ours.agent().api().get(ACCOUNTS + "?type=TELEGRAM&limit=2&cursor=" + cursor).then().body("items.id", equalTo(ids.subList(2, 3))).body("next_cursor", nullValue());
        ours.agent().api().get(ACCOUNTS + "?cursor=x" + cursor).then().statusCode(400).body("code", equalTo("cursor_invalid"));
    }

    @Test
    void a_channel_is_switched_off_and_on() {
        TestBot bot = TestBot.create();
        String id = bot.connect(ours.admin(), "Bot").extract().path("id");

        ours.admin().api().body(Map.of("is_active", false)).patch(ACCOUNTS + "/" + id).then()
                .statusCode(200)
                .body("is_active", equalTo(false))
                .body("connection.state", equalTo("disconnected"));
        assertEquals("", bot.webhookUrl());

        ours.admin().api().body(Map.of("is_active", true)).patch(ACCOUNTS + "/" + id).then()
                .statusCode(200)
                .body("is_active", equalTo(true))
                .body("connection.state", equalTo("connected"));
        assertTrue(bot.webhookUrl().contains("/webhooks/telegram/"));
    }

    @Test
    void a_new_webhook_key_is_told_to_the_provider() {
        TestBot bot = TestBot.create();
        String id = bot.connect(ours.admin(), "Bot").extract().path("id");
        String before = bot.webhookUrl();

        String after = ours.admin().api().post(ACCOUNTS + "/" + id + "/webhook_key").then().statusCode(200).extract().path("webhook_url");

        assertNotEquals(before, after);
        assertEquals(after, bot.webhookUrl());
    }

    @Test
    void a_channel_whose_address_is_no_secret_has_no_webhook_key_to_replace() {
        String id = ours.admin().api().body("{\"name\":\"Website\",\"type\":\"WEB_WIDGET\",\"settings\":{}}").post(ACCOUNTS).then().statusCode(201).extract().path("id");

        ours.admin().api().post(ACCOUNTS + "/" + id + "/webhook_key").then().statusCode(409).body("code", equalTo("no_webhook_key")).body("hint", containsString("own keys"));
    }

    @Test
    void a_test_of_a_live_channel_keeps_what_it_found() {
        TestBot bot = TestBot.create();
        String id = bot.connect(ours.admin(), "Bot").extract().path("id");
        bot.revoke();

        ours.admin().api().post(ACCOUNTS + "/" + id + "/test").then().statusCode(200).body("connection.state", equalTo("disconnected")).body("connection.problem.code", equalTo("credentials_rejected"));
        ours.agent().api().get(ACCOUNTS + "/" + id).then().body("connection.state", equalTo("disconnected"));
    }

    @Test
    void a_test_of_a_live_channel_repairs_a_lost_webhook() {
        TestBot bot = TestBot.create();
        String id = bot.connect(ours.admin(), "Bot").extract().path("id");
        bot.loseWebhook();

        ours.admin().api().post(ACCOUNTS + "/" + id + "/test").then().statusCode(200).body("connection.state", equalTo("connected"));
        assertTrue(bot.webhookUrl().contains("/webhooks/telegram/"));
    }

    @Test
    void a_channel_is_archived_then_purged() {
        TestBot bot = TestBot.create();
        String id = bot.connect(ours.admin(), "Bot").extract().path("id");

        ours.admin().api().delete(ACCOUNTS + "/" + id + "?purge=true").then().statusCode(409).body("code", equalTo("channel_account_not_archived"));
        ours.admin().api().delete(ACCOUNTS + "/" + id).then().statusCode(204);
        ours.admin().api().delete(ACCOUNTS + "/" + id).then().statusCode(204);

        assertEquals("", bot.webhookUrl());
        ours.admin().api().get(ACCOUNTS).then().body("items", empty());
        ours.admin().api().get(ACCOUNTS + "?is_archived=true").then().body("items.id", equalTo(List.of(id))).body("items.archived_at", everyItem(notNullValue()));
        ours.admin().api().body(Map.of("name", "Back")).patch(ACCOUNTS + "/" + id).then().statusCode(409).body("code", equalTo("channel_account_archived"));
        bot.connect(ours.admin(), "Second life").statusCode(201);
        ours.admin().api().delete(ACCOUNTS + "/" + id + "?purge=true").then().statusCode(204);
        ours.admin().api().get(ACCOUNTS + "/" + id).then().statusCode(404);
    }

    @Test
    void agents_look_and_admins_change() {
        String id = TestBot.create().connect(ours.owner(), "Bot").statusCode(201).extract().path("id");

        ours.agent().api().get(ACCOUNTS + "/" + id).then().statusCode(200);
        ours.agent().api().body(Map.of("name", "Mine")).patch(ACCOUNTS + "/" + id).then().statusCode(403).body("code", equalTo("forbidden"));
        ours.agent().api().delete(ACCOUNTS + "/" + id).then().statusCode(403);
        ours.agent().api().post(ACCOUNTS + "/" + id + "/test").then().statusCode(403);
        TestBot.unknown().connect(ours.agent(), "Bot").statusCode(403);
    }

    @Test
    void another_workspaces_account_is_not_there() {
        String theirs = TestBot.create().connect(TestOrganizations.create().admin(), "Theirs").extract().path("id");

        ours.admin().api().get(ACCOUNTS + "/" + theirs).then().statusCode(404);
        ours.admin().api().body(Map.of("name", "Ours")).patch(ACCOUNTS + "/" + theirs).then().statusCode(404);
        ours.admin().api().delete(ACCOUNTS + "/" + theirs).then().statusCode(404);
        ours.admin().api().body(Map.of("organization_id", UUID.randomUUID(), "name", "Bot", "type", "API")).post(ACCOUNTS).then().statusCode(404);
    }

    @Test
    void what_was_done_is_in_the_audit_log_and_in_the_change_feed() throws SQLException {
        String id = TestBot.create().connect(ours.admin(), "Bot").extract().path("id");
        ours.admin().api().body(Map.of("name", "New name")).patch(ACCOUNTS + "/" + id);
        ours.admin().api().delete(ACCOUNTS + "/" + id);

        ours.admin().api().get("/rest/v1/audit_entries").then()
                .body("items.action", hasItems("channel_account.created", "channel_account.changed", "channel_account.archived"));
        assertTrue(Integer.parseInt(value("select count(*) from change_event where kind = 'channel_account.updated' and subject_id = '" + id + "'")) >= 3);
    }

    @Test
    void keys_that_we_issue_are_shown_once() {
        Map<String, Object> made = ours.admin().api().body(Map.of("name", "Programs", "type", "API")).post(ACCOUNTS).then().statusCode(201).extract().path("$");
        Map<?, ?> credentials = (Map<?, ?>) made.get("credentials");
        String token = (String) credentials.get("inbound_token");
        assertTrue(token.startsWith("tok_"), token);
        assertTrue(made.get("webhook_url").toString().contains("/api/v1/channels/"), made.get("webhook_url").toString());

        ours.admin().api().get(ACCOUNTS + "/" + made.get("id")).then().body("credentials", nullValue()).body(not(containsString(token)));
        ours.admin().api().post(ACCOUNTS + "/" + made.get("id") + "/credentials/inbound_token").then()
                .statusCode(200)
                .body("credentials.inbound_token", not(equalTo(token)));
        ours.admin().api().post(ACCOUNTS + "/" + made.get("id") + "/credentials/outbound_url").then().statusCode(409);
    }

    private static String row(String id, String columns) throws SQLException {
        return value("select " + columns + " from channel_account where id = '" + id + "'");
    }

    private static String value(String sql) throws SQLException {
        try (Connection database = TestOrganizations.connect();
                ResultSet rows = database.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
