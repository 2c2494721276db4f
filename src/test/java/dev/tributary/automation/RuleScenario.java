package dev.tributary.automation;


import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Ids;
import dev.tributary.platform.LostTransactionException;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An organization with channels, customers who write on them, and rules that look. */
abstract class RuleScenario {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final TestOrganization ours = TestOrganizations.create();

    @Inject
    RuleRunner runner;

    @Inject
    Pool database;

    @Inject
    ChangeFeed feed;

    /** A customer's thread on a channel account. */
    record Thread(UUID accountId, String type, UUID contactId, UUID conversationId) {}

    UUID account(String type, String name) {
        UUID id = Ids.next();
        execute("insert into channel_account (id, organization_id, name, type, webhook_key, connection_state) values (?, ?, ?, ?, ?, 'connected')", id, ours.id(), name, type, id.toString());
        return id;
    }

    Thread thread(UUID accountId, String type, String subject) {
        UUID contactId = Ids.next();
        UUID identityId = Ids.next();
        UUID conversationId = Ids.next();
        execute("insert into contact (id, organization_id, name, created_at, updated_at) values (?, ?, 'Ann Lee', now(), now())", contactId, ours.id());
        execute("""
                insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, created_at)
                values (?, ?, ?, 'provider', ?, ?, ?, now())""", identityId, ours.id(), contactId, accountId, type, contactId.toString());
        execute("""
                insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key, subject,
                                          activity_at, created_at, updated_at)
                select ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, now(), now(), now() from conversation where organization_id = ?""",
                conversationId, ours.id(), accountId, type, contactId, identityId, contactId.toString(), subject, ours.id());
        return new Thread(accountId, type, contactId, conversationId);
    }

    UUID receives(Thread thread, String text) {
        return receives(thread, text, null, false);
    }

    /** A message as filing leaves it, and the rules in the same transaction. */
    UUID receives(Thread thread, String text, String content, boolean conversationIsNew) {
        UUID id = Ids.next();
        execute("""
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, content, author_type, author_id, author_name,
                                     created_at, received_at)
                values (?, ?, ?, ?, 'inbound', 'text', ?, ?::jsonb, 'contact', ?, 'Ann Lee', now(), now())""",
                id, ours.id(), thread.conversationId(), thread.accountId(), text, content, thread.contactId());
        execute("""
                update conversation set last_message_id = ?, last_message_at = now(), last_message_direction = 'inbound', last_inbound_at = now(),
                    first_inbound_at = coalesce(first_inbound_at, now()) where id = ?""", id, thread.conversationId());
        FiledMessage filed = new FiledMessage(
                ours.id(), thread.accountId(), thread.type(), thread.conversationId(), thread.contactId(), id, conversationIsNew);
        database.withTransaction(tx -> runner.inForce(tx, Set.of(ours.id())).chain(rules -> rules.run(tx, List.of(filed))).call(changes -> feed.append(tx, ours.id(), changes)))
                .onFailure(LostTransactionException.class).retry().atMost(LostTransactionException.RETRIES)
                .await().atMost(PATIENCE);
        return id;
    }

    static Map<String, Object> condition(String field, String operator, Object value) {
        return Map.of("field", field, "operator", operator, "value", value);
    }

    static Map<String, Object> action(String type, Object... settings) {
        Map<String, Object> action = new HashMap<>(Map.of("type", type));
        for (int index = 0; index < settings.length; index += 2) {
            action.put((String) settings[index], settings[index + 1]);
        }
        return action;
    }

    static Map<String, Object> body(String name, String event, Map<String, ?> conditions, List<?> actions) {
        return new HashMap<>(Map.of("name", name, "event", event, "conditions", conditions, "actions", actions));
    }

    UUID rule(String name, Map<String, ?> conditions, Map<?, ?>... actions) {
        return rule(body(name, "message.received", conditions, List.of(actions)));
    }

    UUID rule(Map<String, ?> body) {
        return UUID.fromString(ours.admin().api().body(body).post("/rest/v1/automation_rules").then().statusCode(201).extract().path("id"));
    }

    UUID team(String name, UUID... members) {
        return UUID.fromString(ours.admin().api().body(Map.of("name", name, "member_ids", List.of(members))).post("/rest/v1/teams").then().statusCode(201).extract().path("id"));
    }

    JsonPath conversation(Thread thread) {
        return ours.agent().api().get("/rest/v1/conversations/" + thread.conversationId()).then().statusCode(200).extract().jsonPath();
    }

    JsonPath trace(UUID messageId) {
        return ours.agent().api().get("/rest/v1/messages/" + messageId + "/automation").then().statusCode(200).extract().jsonPath();
    }

    /** The first column of every row. */
    static List<Object> query(String sql, Object... parameters) {
        try (Connection connection = TestOrganizations.connect(); PreparedStatement statement = prepare(connection, sql, parameters)) {
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

    static void execute(String sql, Object... parameters) {
        try (Connection connection = TestOrganizations.connect(); PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int index = 0; index < parameters.length; index++) {
            statement.setObject(index + 1, parameters[index]);
        }
        return statement;
    }
}
