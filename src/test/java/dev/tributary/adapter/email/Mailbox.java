package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.channel.MailSubjects;
import dev.tributary.conversation.Scene;
import dev.tributary.inbound.EventResult;
import dev.tributary.platform.Ids;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** An e-mail account of an organization of its own, straight in the tables, with the conversations of {@code state.json} where wanted. */
record Mailbox(TestOrganization organization, UUID id, Map<String, UUID> conversations) {

    static Mailbox withState() {
        Mailbox mailbox = with(Map.of());
        EmailFixtures.json("state.json").path("conversations").forEach(mailbox::addConversation);
        return mailbox;
    }

    static Mailbox with(Map<String, JsonNode> more) {
        Map<String, JsonNode> settings = new HashMap<>(EmailFixtures.settings());
        // nobody listens there: these mails are handed in, not fetched
        settings.put(EmailSettings.IMAP_HOST, TextNode.valueOf("127.0.0.1"));
        settings.put(EmailSettings.IMAP_PORT, IntNode.valueOf(1));
        settings.putAll(more);
        return of(TestOrganizations.create(), settings);
    }

    /** Another mailbox of the same organization. */
    Mailbox beside(String address) {
        Map<String, JsonNode> settings = new HashMap<>(EmailFixtures.settings());
        settings.put(EmailSettings.IMAP_HOST, TextNode.valueOf("127.0.0.1"));
        settings.put(EmailSettings.IMAP_PORT, IntNode.valueOf(1));
        settings.put(EmailSettings.ADDRESS, TextNode.valueOf(address));
        return of(organization, settings);
    }

    private static Mailbox of(TestOrganization organization, Map<String, JsonNode> settings) {
        UUID id = Ids.next();
        Scene.execute(
                "insert into channel_account (id, organization_id, name, type, settings, webhook_key, connection_state) values (?, ?, 'Mail', 'EMAIL', ?::jsonb, ?, 'connected')",
                id, organization.id(), EmailFixtures.JSON.valueToTree(settings).toString(), "key-" + id);
        return new Mailbox(organization, id, new HashMap<>());
    }

    long count(String sql) {
        return Scene.count(sql, id);
    }

    String text(String sql, Object... parameters) {
        return Scene.text(sql, parameters);
    }

    /** A field of a filed mail's header. */
    String mail(EventResult result, String field) {
        return text("select content -> 'mail' ->> '" + field + "' from message where id = ?", result.messageId().orElseThrow());
    }

    private void addConversation(JsonNode given) {
        UUID contact = Ids.next();
        UUID identity = Ids.next();
        UUID conversation = Ids.next();
        String address = given.path("contact").asText();
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        Scene.execute("insert into contact (id, organization_id, name, created_at, updated_at) values (?, ?, ?, ?, ?)", contact, organization.id(), address, now, now);
        Scene.execute("""
                insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, display_name, created_at)
                values (?, ?, ?, 'provider', ?, 'EMAIL', ?, ?, ?)""", identity, organization.id(), contact, id, address, address, now);
        Scene.execute("""
                with numbered as (
                    insert into conversation_number as n (organization_id, last) values (?, 1)
                    on conflict (organization_id) do update set last = n.last + 1 returning last)
                insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key, subject, status,
                                          activity_at, created_at, updated_at)
                select ?, ?, last, ?, 'EMAIL', ?, ?, ?, ?, ?, ?, ?, ? from numbered""",
                organization.id(), conversation, organization.id(), id, contact, identity, "mail:" + conversation, given.path("subject").asText(),
                given.path("status").asText(), now, now, now);
        Scene.execute("insert into mail_thread (conversation_id, channel_account_id, subject, reply_token) values (?, ?, ?, ?)",
                conversation, id, MailSubjects.comparable(given.path("subject").asText(), false).orElse(null), token(given.path("reply_token").asText()));
        Scene.execute("insert into mail_participant (conversation_id, address) values (?, ?)", conversation, address);
        given.path("messages").forEach(message -> addMessage(conversation, message));
        conversations.put(given.path("id").asText(), conversation);
    }

    /** Tokens are unique over all organizations, and every test has the same: earlier tests' ones are taken away. */
    private static String token(String token) {
        Scene.execute("update mail_thread set reply_token = null where reply_token = ?", token);
        return token;
    }

    private void addMessage(UUID conversation, JsonNode message) {
        boolean out = message.path("direction").asText().equals("out");
        Scene.execute("""
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, provider_message_id, delivery_status,
                                     created_at, received_at)
                values (?, ?, ?, ?, ?, 'text', 'earlier', ?, ?, ?, ?, now())""",
                Ids.next(), organization.id(), conversation, id, out ? "outbound" : "inbound", out ? "user" : "contact", message.path("message_id").asText(),
                out ? "sent" : null, Instant.parse(message.path("at").asText()).atOffset(ZoneOffset.UTC));
    }
}
