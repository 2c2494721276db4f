package dev.tributary.conversation;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.channel.ScriptedAdapter;
import dev.tributary.platform.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An organization with one connected account of a scripted channel, straight into the tables; and a look into them. */
public final class Scene {

    private final TestOrganization organization;
    private final UUID accountId = Ids.next();
    private final String type;

    private Scene(TestOrganization organization, String type) {
        this.organization = organization;
        this.type = type;
        execute("insert into channel_account (id, organization_id, name, type, webhook_key, connection_state, alert_armed) values (?, ?, 'Scripted', ?, ?, 'connected', true)",
                accountId, organization.id(), type, "key-" + accountId);
    }

    public static Scene create() {
        return new Scene(TestOrganizations.create(), ScriptedAdapter.TYPE);
    }

    public static Scene idempotent() {
        return new Scene(TestOrganizations.create(), ScriptedAdapter.IDEMPOTENT_TYPE);
    }

    public static Scene paced() {
        return new Scene(TestOrganizations.create(), ScriptedAdapter.PACED_TYPE);
    }

    /** A second account beside this one. */
    public Scene another() {
        return new Scene(organization, type);
    }

    public TestOrganization organization() {
        return organization;
    }

    public UUID accountId() {
        return accountId;
    }

    /** A conversation in which the customer wrote a moment ago. */
    public UUID conversation() {
        return conversation("Anna Schmidt", Instant.now());
    }

    public UUID conversation(String name, Instant lastInbound) {
        UUID contact = Ids.next();
        UUID identity = Ids.next();
        UUID id = Ids.next();
        var at = lastInbound.atOffset(ZoneOffset.UTC);
        execute("insert into contact (id, organization_id, name, created_at, updated_at) values (?, ?, ?, ?, ?)", contact, organization.id(), name, at, at);
        execute("insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, created_at) values (?, ?, ?, 'provider', ?, ?, ?, ?)",
                identity, organization.id(), contact, accountId, type, "person-" + contact, at);
        execute("""
                with numbered as (
                    insert into conversation_number as n (organization_id, last) values (?, 1)
                    on conflict (organization_id) do update set last = n.last + 1 returning last)
                insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key,
                                          unread_count, last_inbound_at, first_inbound_at, activity_at, created_at, updated_at)
                select ?, ?, last, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ? from numbered""",
                organization.id(), id, organization.id(), accountId, type, contact, identity, "thread-" + id, at, at, at, at, at);
        return id;
    }

    /** A message of the customer's. */
    public UUID inbound(UUID conversationId, String text) {
        UUID id = Ids.next();
        execute("""
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, author_name, provider_message_id, created_at, received_at)
                values (?, ?, ?, ?, 'inbound', 'text', ?, 'contact', 'Anna', ?, now(), now())""",
                id, organization.id(), conversationId, accountId, text, "in-" + id);
        return id;
    }

    /** Sends as an agent does and answers the message's id. */
    public UUID send(UUID conversationId, String text) {
        return UUID.fromString(organization.agent().api().body(java.util.Map.of("text", text))
                .post("/rest/v1/conversations/" + conversationId + "/messages")
                .then().statusCode(201).extract().path("id"));
    }

    public String status(UUID messageId) {
        return text("select delivery_status from message where id = ?", messageId);
    }

    public String errorCode(UUID messageId) {
        return text("select error ->> 'code' from message where id = ?", messageId);
    }

    public static String text(String sql, Object... parameters) {
        List<String> values = texts(sql, parameters);
        return values.isEmpty() ? null : values.getFirst();
    }

    public static long count(String sql, Object... parameters) {
        return Long.parseLong(text(sql, parameters));
    }

    public static List<String> texts(String sql, Object... parameters) {
        try (Connection connection = TestOrganizations.connect(); PreparedStatement statement = prepare(connection, sql, parameters); ResultSet rows = statement.executeQuery()) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static void execute(String sql, Object... parameters) {
        try (Connection connection = TestOrganizations.connect(); PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
