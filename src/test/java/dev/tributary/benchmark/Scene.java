package dev.tributary.benchmark;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.SecretBoxes;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A Telegram account of the first organization, with a secret that the load knows. */
record Scene(Connection database, UUID organizationId, UUID accountId, String webhookKey, String secret) {

    static Scene create(Connection database, String keys) throws SQLException {
        UUID organizationId = (UUID) one(database, "select id from organization order by created_at limit 1");
        UUID accountId = Ids.next();
        String secret = "benchmark-secret";
        String webhookKey = accountId.toString().replace("-", "");
        SecretBox box = SecretBoxes.of(keys);
        String sealed = new JsonObject()
                .put("webhook_secret", box.seal(secret, AccountDirectory.sealContext(organizationId, accountId, "webhook_secret")))
                .put("bot_token", box.seal("7012345678:benchmark", AccountDirectory.sealContext(organizationId, accountId, "bot_token")))
                .encode();
        execute(
                database,
                "insert into channel_account (id, organization_id, name, type, sealed_settings, webhook_key) values (?, ?, 'Benchmark', 'TELEGRAM', ?::jsonb, ?)",
                accountId, organizationId, sealed, webhookKey);
        return new Scene(database, organizationId, accountId, webhookKey, secret);
    }

    long messages() throws SQLException {
        return ((Number) one(database, "select count(*) from message where channel_account_id = '" + accountId + "'")).longValue();
    }

    long pending() throws SQLException {
        return ((Number) one(database, "select count(*) from journal_event where outcome = 'pending'")).longValue();
    }

    /** One of a thousand customers writes; numbers are unique over the whole run. */
    static String webhook(long number) {
        long customer = 1_000_000 + number % 1_000;
        return "{\"update_id\":" + number + ",\"message\":{\"message_id\":" + number + ",\"from\":{\"id\":" + customer
                + ",\"is_bot\":false,\"first_name\":\"Customer " + customer + "\",\"language_code\":\"en\"},\"chat\":{\"id\":" + customer
                + ",\"first_name\":\"Customer " + customer + "\",\"type\":\"private\"},\"date\":" + System.currentTimeMillis() / 1000
                + ",\"text\":\"Where is my order? #" + number + "#\"}}";
    }

    /** Conversations for the list, in an organization that nothing else writes to. */
    static void fill(Connection database, UUID organizationId, UUID accountId, int conversations) throws SQLException {
        UUID contact = Ids.next();
        UUID identity = Ids.next();
        execute(database, "insert into contact (id, organization_id, name, created_at, updated_at) values (?, ?, 'Ada', now(), now())", contact, organizationId);
        execute(
                database,
                "insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, created_at) values (?, ?, ?, 'provider', ?, 'TELEGRAM', 'ada', now())",
                identity, organizationId, contact, accountId);
        execute(database, "alter table conversation disable trigger conversation_created");
        execute(
                database,
                """
                insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key,
                    status, unread_count, last_message_preview, last_message_direction, last_message_at, activity_at, created_at, updated_at)
                select gen_random_uuid(), ?, n, ?, 'TELEGRAM', ?, ?, 'thread-' || n,
                    (array['open', 'pending', 'resolved', 'closed'])[1 + n % 4], n % 3, 'Where is my order?', 'inbound', t, t, t, t
                from (select n, now() - n * interval '3 seconds' as t from generate_series(1, ?) n) numbered
                """,
                organizationId, accountId, contact, identity, conversations);
        execute(database, "alter table conversation enable trigger conversation_created");
        execute(database, "insert into inbox_count select organization_id, status, assignee_id, team_id, count(*), count(*) filter (where unread_count > 0) from conversation where organization_id = ? group by 1, 2, 3, 4", organizationId);
    }

    static Object one(Connection database, String sql) throws SQLException {
        try (ResultSet row = database.createStatement().executeQuery(sql)) {
            row.next();
            return row.getObject(1);
        }
    }

    static void execute(Connection database, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            statement.execute();
        }
    }
}
