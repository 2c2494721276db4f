package dev.tributary.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.SealException;
import dev.tributary.platform.SecretBox;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Stored credentials open where they were stored, and nowhere else. */
@QuarkusTest
class AccountResealingTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    AccountResealing resealing;

    @Inject
    SecretBox box;

    @Test
    void what_the_newest_key_sealed_is_left_as_it_is() throws SQLException {
        String id = TestBot.create().connect(TestOrganizations.create().admin(), "Bot").extract().path("id");
        JsonObject before = sealed(id);

        resealing.resealAll().await().atMost(SOON);

        assertEquals(before, sealed(id));
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

    private static JsonObject sealed(String id) throws SQLException {
        try (Connection database = TestOrganizations.connect();
                ResultSet rows = database.createStatement().executeQuery("select sealed_settings from channel_account where id = '" + id + "'")) {
            rows.next();
            return new JsonObject(rows.getString(1));
        }
    }
}
