package dev.tributary.webhook;

import dev.tributary.TestOrganizations;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Ids;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An account with a contact, conversations and messages, straight into the tables, and the changes that tell of them. */
final class Scenery {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final UUID organizationId;
    private final UUID accountId = Ids.next();
    private final UUID contactId = Ids.next();
    private final UUID identityId = Ids.next();
    private long number;

    Scenery(UUID organizationId) {
        this.organizationId = organizationId;
        execute("insert into channel_account (id, organization_id, name, type, webhook_key) values (?, ?, 'Partner', 'API', ?)",
                accountId, organizationId, "key-" + accountId);
        execute("insert into contact (id, organization_id, name, created_at, updated_at) values (?, ?, 'Anna Schmidt', now(), now())", contactId, organizationId);
        execute("""
                insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, created_at)
                values (?, ?, ?, 'provider', ?, 'API', 'cust-77', now())""", identityId, organizationId, contactId, accountId);
    }

    UUID accountId() {
        return accountId;
    }

    UUID conversation() {
        UUID id = Ids.next();
        execute("""
                insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key,
                                          activity_at, created_at, updated_at)
                values (?, ?, ?, ?, 'API', ?, ?, ?, now(), now(), now())""",
                id, organizationId, ++number, accountId, contactId, identityId, "thread:t-" + id);
        return id;
    }

    UUID message(UUID conversationId, String direction, String text) {
        UUID id = Ids.next();
        execute("""
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, author_name,
                                     delivery_status, created_at, received_at)
                values (?, ?, ?, ?, ?, 'text', ?, 'user', 'Lena', ?, now(), now())""",
                id, organizationId, conversationId, accountId, direction, text, direction.equals("outbound") ? "sent" : null);
        return id;
    }

    /** Appended as services do it: in a transaction, last. */
    void changed(Pool database, ChangeFeed feed, ChangeFeed.Change... changes) {
        database.withTransaction(tx -> feed.append(tx, organizationId, List.of(changes))).await().atMost(DEADLINE);
    }

    static ChangeFeed.Change created(UUID conversationId, UUID messageId) {
        return ChangeFeed.Change.message("message.created", conversationId, messageId);
    }

    static ChangeFeed.Change statusChanged(UUID conversationId, String from, String to) {
        return ChangeFeed.Change.conversation("conversation.updated", conversationId)
                .with(new JsonObject()
                        .put("status", new JsonObject().put("from", from).put("to", to))
                        .put("by", new JsonObject().put("type", "user").put("name", "Lena")));
    }

    static void execute(String sql, Object... parameters) {
        try (Connection connection = TestOrganizations.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static long count(String sql, Object... parameters) {
        try (Connection connection = TestOrganizations.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
