package dev.tributary;

import dev.tributary.platform.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One row of everything that a tenant can have, by the name of the collection in the HTTP interface: what
 * {@link CrossTenantTest} tries to reach from outside.
 */
final class TenantRows {
    private final Map<String, UUID> ids = new LinkedHashMap<>();
    private final TestOrganization tenant;
    private final Connection database;

    private TenantRows(TestOrganization tenant, Connection database) {
        this.tenant = tenant;
        this.database = database;
    }

    static Map<String, UUID> of(TestOrganization tenant) throws SQLException {
        try (Connection database = TestOrganizations.connect()) {
            TenantRows rows = new TenantRows(tenant, database);
            rows.people();
            rows.inbox();
            rows.webhooks();
            rows.automation();
            return rows.ids;
        }
    }

    private void people() throws SQLException {
        ids.put("organizations", tenant.id());
        ids.put("users", tenant.agent().id());
        ids.put("sessions", tenant.agent().sessionId());
        ids.put("api_tokens", tenant.agent().tokenId());
        insert("teams", "insert into team (id, organization_id, name) values (?, ?, 'Secret team')");
    }

    private void inbox() throws SQLException {
        insert("channel_accounts", """
                insert into channel_account (id, organization_id, name, type, webhook_key)
                values (?, ?, 'Secret account', 'TELEGRAM', gen_random_uuid()::text)""");
        insert("tags", "insert into tag (id, organization_id, name) values (?, ?, 'secret-tag')");
        insert("contacts", """
                insert into contact (id, organization_id, name, created_at, updated_at)
                values (?, ?, 'Secret contact', now(), now())""");
        insert("contact_identities", """
                insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, created_at)
                values (?, ?, ?, 'provider', ?, 'TELEGRAM', '4711', now())""", ids.get("contacts"), ids.get("channel_accounts"));
        insert("conversations", """
                insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id,
                                          thread_key, activity_at, created_at, updated_at)
                values (?, ?, 1, ?, 'TELEGRAM', ?, ?, '4711', now(), now(), now())""",
                ids.get("channel_accounts"), ids.get("contacts"), ids.get("contact_identities"));
        insert("messages", """
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type,
                                     delivery_status, error, created_at, received_at)
                values (?, ?, ?, ?, 'outbound', 'text', 'Secret text', 'system', 'failed', '{"code": "x"}', now(), now())""",
                ids.get("conversations"), ids.get("channel_accounts"));
        insert("attachments", """
                insert into attachment (id, organization_id, message_id, kind, file_name, content_type, state, created_at)
                values (?, ?, ?, 'file', 'secret.pdf', 'application/pdf', 'failed', now())""", ids.get("messages"));
        insert("journal", """
                insert into journal_event (id, organization_id, channel_account_id, channel_type, source, received_at, body, outcome, leased_until)
                values (?, ?, ?, 'TELEGRAM', 'webhook', now(), '{}', 'failed', now())""", ids.get("channel_accounts"));
    }

    private void webhooks() throws SQLException {
        insert("webhook_subscriptions", """
                insert into webhook_subscription (id, organization_id, name, url, sealed_secret, created_at, updated_at)
                values (?, ?, 'Secret subscription', 'https://secret.example', 'x', now(), now())""");
        insert("deliveries", """
                insert into webhook_delivery (id, organization_id, subscription_id, webhook_id, event_type, lane, body, state, created_at)
                values (?, ?, ?, 'secret', 'x', gen_random_uuid(), '{}', 'failed', now())""", ids.get("webhook_subscriptions"));
    }

    private void automation() throws SQLException {
        insert("automation_rules", """
                insert into automation_rule (id, organization_id, name, event, is_active, position, conditions, actions, stop, created_at, updated_at)
                values (?, ?, 'Secret rule', 'message.received', false, 0, '{"always": true}', '[{"type": "set_status", "status": "open"}]', false,
                        now(), now())""");
        insert("canned_responses", """
                insert into canned_response (id, organization_id, short_code, text, created_at, updated_at)
                values (?, ?, 'secret', 'Secret text', now(), now())""");
        insert("tickets", """
                insert into ticket (id, organization_id, number, subject, status, priority, created_by, created_at, updated_at)
                values (?, ?, 1, 'Secret ticket', 'open', 'normal', 'x', now(), now())""");
    }

    private void insert(String collection, String sql, Object... further) throws SQLException {
        UUID id = Ids.next();
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setObject(2, tenant.id());
            for (int i = 0; i < further.length; i++) {
                statement.setObject(i + 3, further[i]);
            }
            statement.executeUpdate();
        }
        ids.put(collection, id);
    }
}
