package dev.tributary.inbound;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SecretBox;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A live Telegram account of an organization of its own, written straight into the database, and what customers do on it. */
record TelegramAccount(TestOrganization organization, UUID id, String webhookKey, String secret) {

    static TelegramAccount create(SecretBox secrets) {
        TestOrganization organization = TestOrganizations.create();
        UUID id = Ids.next();
        String secret = "secret_" + id;
        String key = id.toString().replace("-", "");
        JsonObject sealed = new JsonObject()
                .put("webhook_secret", secrets.seal(secret, AccountDirectory.sealContext(organization.id(), id, "webhook_secret")))
                .put("bot_token", secrets.seal("7012345678:TEST-only", AccountDirectory.sealContext(organization.id(), id, "bot_token")));
        TelegramAccount account = new TelegramAccount(organization, id, key, secret);
        account.execute(
                "insert into channel_account (id, organization_id, name, type, sealed_settings, webhook_key) values (?, ?, 'Support', 'TELEGRAM', ?::jsonb, ?)",
                id, organization.id(), sealed.encode(), key);
        return account;
    }

    /** A text of a customer with this id, as Telegram sends it. */
    static String text(long update, long customer, long message, String text) {
        return JsonObject.of("update_id", update, "message", JsonObject.of(
                        "message_id", message,
                        "from", JsonObject.of("id", customer, "is_bot", false, "first_name", "Customer " + customer),
                        "chat", JsonObject.of("id", customer, "type", "private", "first_name", "Customer " + customer),
                        "date", 1_766_000_000L + message,
                        "text", text))
                .encode();
    }

    Response post(String body) {
        return RestAssured.given()
                .contentType("application/json")
                .header("X-Telegram-Bot-Api-Secret-Token", secret)
                .body(body)
                .post("/webhooks/telegram/" + webhookKey);
    }

    long count(String sql) {
        return query(sql + " where channel_account_id = '" + id + "'").getFirst() instanceof Number number ? number.longValue() : -1;
    }

    /** The first column of every row. */
    List<Object> query(String sql, Object... parameters) {
        try (Connection database = TestOrganizations.connect(); PreparedStatement statement = prepare(database, sql, parameters)) {
            List<Object> values = new ArrayList<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                values.add(rows.getObject(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void execute(String sql, Object... parameters) {
        try (Connection database = TestOrganizations.connect(); PreparedStatement statement = prepare(database, sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static PreparedStatement prepare(Connection database, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = database.prepareStatement(sql);
        for (int index = 0; index < parameters.length; index++) {
            statement.setObject(index + 1, parameters[index]);
        }
        return statement;
    }
}
