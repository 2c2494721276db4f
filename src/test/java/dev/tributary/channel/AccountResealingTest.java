package dev.tributary.channel;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.SealException;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.SecretBoxes;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Stored credentials open where they were stored, and nowhere else. */
@QuarkusTest
class AccountResealingTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    AccountResealing resealing;

    @Inject
    SecretBox box;

    @ConfigProperty(name = "test.older-secret-keys")
    String olderKeys;

    @Test
    void what_the_newest_key_sealed_is_left_as_it_is() throws SQLException {
        String id = TestBot.create().connect(TestOrganizations.create().admin(), "Bot").extract().path("id");
        JsonObject before = sealed(id);

        resealing.resealAll().await().atMost(SOON);

        assertEquals(before, sealed(id));
    }

    @Test
    void what_an_older_key_sealed_opens_and_is_sealed_again() throws SQLException {
        TestOrganization ours = TestOrganizations.create();
        TestBot bot = TestBot.create();
        String id = bot.connect(ours.admin(), "Bot").extract().path("id");
        String context = AccountDirectory.sealContext(ours.id(), UUID.fromString(id), "bot_token");
        String old = SecretBoxes.of(olderKeys).seal(bot.token(), context);
        store(id, sealed(id).put("bot_token", old));
        ours.admin().api().post("/rest/v1/channel_accounts/" + id + "/test").then().statusCode(200).body("connection.state", equalTo("connected"));

        resealing.resealAll().await().atMost(SOON);

        String fresh = sealed(id).getString("bot_token");
        assertFalse(box.isCurrent(old));
        assertTrue(box.isCurrent(fresh));
        assertEquals(bot.token(), box.open(fresh, context));
    }

    @Test
    void a_ciphertext_that_was_copied_to_another_account_does_not_open() throws SQLException {
        TestOrganization ours = TestOrganizations.create();
        TestBot bot = TestBot.create();
        String one = bot.connect(ours.admin(), "One").extract().path("id");
        String two = TestBot.create().connect(ours.admin(), "Two").extract().path("id");
        String token = sealed(one).getString("bot_token");

        assertEquals(bot.token(), box.open(token, AccountDirectory.sealContext(ours.id(), UUID.fromString(one), "bot_token")));
        assertNotEquals(one, two);
        assertThrows(SealException.class, () -> box.open(token, AccountDirectory.sealContext(ours.id(), UUID.fromString(two), "bot_token")));
        assertThrows(SealException.class, () -> box.open(token, AccountDirectory.sealContext(UUID.randomUUID(), UUID.fromString(one), "bot_token")));
        assertFalse(token.contains(bot.token()));
    }

    private static void store(String id, JsonObject sealed) throws SQLException {
        try (Connection database = TestOrganizations.connect();
                PreparedStatement update = database.prepareStatement("update channel_account set sealed_settings = ?::jsonb where id = ?::uuid")) {
            update.setString(1, sealed.encode());
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    private static JsonObject sealed(String id) throws SQLException {
        try (Connection database = TestOrganizations.connect();
                ResultSet rows = database.createStatement().executeQuery("select sealed_settings from channel_account where id = '" + id + "'")) {
            rows.next();
            return new JsonObject(rows.getString(1));
        }
    }
}
