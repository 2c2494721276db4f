package dev.tributary.operations;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.SecretBoxes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A Telegram account whose webhooks this test can sign. */
record Bot(UUID accountId, String secret) {

    static Bot create(Connection database, String keys) throws SQLException {
        UUID accountId = Ids.next();
        String secret = "secret-of-this-bot";
        try (Statement statement = database.createStatement();
                ResultSet organization = statement.executeQuery("select id from organization order by created_at limit 1")) {
            organization.next();
            insert(database, organization.getObject(1, UUID.class), accountId, SecretBoxes.of(keys), secret);
        }
        return new Bot(accountId, secret);
    }

    private static void insert(Connection database, UUID organization, UUID account, SecretBox box, String secret) throws SQLException {
        String sealed = new JsonObject()
                .put("webhook_secret", box.seal(secret, AccountDirectory.sealContext(organization, account, "webhook_secret")))
                .put("bot_token", box.seal("7012345678:of-no-use", AccountDirectory.sealContext(organization, account, "bot_token")))
                .encode();
        try (PreparedStatement insert = database.prepareStatement("""
                insert into channel_account (id, organization_id, name, type, sealed_settings, webhook_key)
                values (?, ?, 'Crash test', 'TELEGRAM', ?::jsonb, ?)""")) {
            insert.setObject(1, account);
            insert.setObject(2, organization);
            insert.setString(3, sealed);
            insert.setString(4, key(account));
            insert.execute();
        }
    }

    private static String key(UUID account) {
        return account.toString().replace("-", "");
    }

    /** What Telegram posts when one of fifty customers writes; the number is the message's text. */
    HttpRequest webhook(int port, long number) {
        long customer = 5_000 + number % 50;
        JsonObject person = new JsonObject().put("id", customer).put("is_bot", false).put("first_name", "Customer " + customer);
        JsonObject chat = new JsonObject().put("id", customer).put("type", "private").put("first_name", "Customer " + customer);
        JsonObject message = new JsonObject()
                .put("message_id", number)
                .put("from", person)
                .put("chat", chat)
                .put("date", 1_790_000_000 + number)
                .put("text", Long.toString(number));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/webhooks/telegram/" + key(accountId)))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("X-Telegram-Bot-Api-Secret-Token", secret)
                .POST(BodyPublishers.ofString(new JsonObject().put("update_id", number).put("message", message).encode()))
                .build();
    }

    /** Number → how many messages say it. */
    Map<Long, Integer> filed(Connection database) throws SQLException {
        Map<Long, Integer> filed = new HashMap<>();
        try (PreparedStatement select = database.prepareStatement("select text from message where channel_account_id = ?")) {
            select.setObject(1, accountId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    filed.merge(Long.valueOf(rows.getString(1)), 1, Integer::sum);
                }
            }
        }
        return filed;
    }

    long pending(Connection database) throws SQLException {
        try (PreparedStatement select = database.prepareStatement("select count(*) from journal_event where channel_account_id = ? and outcome = 'pending'")) {
            select.setObject(1, accountId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
