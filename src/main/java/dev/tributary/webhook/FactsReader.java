package dev.tributary.webhook;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what the events of a batch tell, three queries however many changes there are. */
@ApplicationScoped
class FactsReader {

    private static final String MESSAGES = """
            select m.id, m.conversation_id, m.direction, m.kind, m.text, m.html, m.content, m.author_type, m.author_name,
                   m.provider_message_id, m.delivery_status, m.error, m.edited_at, m.deleted_at,
                   coalesce(r.provider_message_id, m.reply_to_provider_id, r.id::text) as reply_to,
                   (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.file_name, 'content_type', a.content_type, 'size', a.size)
                                              order by a.position), '[]')
                    from attachment a where a.message_id = m.id) as files
            from message m left join message r on r.id = m.reply_to_id
            where m.organization_id = $1 and m.id = any($2)
            """;

    private static final String CONVERSATIONS = """
            select c.id, c.channel_account_id, c.channel_type, c.number, c.subject, c.status, c.priority, c.thread_key, c.contact_id,
                   p.name as contact_name, i.value as external_id, c.assignee_id, u.name as assignee_name, c.team_id, t.name as team_name,
                   array(select g.name from conversation_tag ct join tag g on g.id = ct.tag_id where ct.conversation_id = c.id order by g.name) as tags,
                   c.created_at
            from conversation c
            join contact p on p.id = c.contact_id
            left join contact_identity i on i.id = c.contact_identity_id
            left join app_user u on u.id = c.assignee_id
            left join team t on t.id = c.team_id
            where c.organization_id = $1 and c.id = any($2)
            """;

    private static final String CONTACTS = """
            select p.id, p.name, p.email, p.phone, p.locale, p.attributes, p.merged_into_id,
                   (select a.id from attachment a where a.contact_id = p.id and a.state = 'stored' order by a.id desc limit 1) as picture,
                   (select coalesce(jsonb_object_agg(i.channel_account_id, i.value), '{}')
                    from contact_identity i where i.kind = 'provider' and i.contact_id in (p.id, p.merged_into_id)) as external_ids
            from contact p
            where p.organization_id = $1 and p.id = any($2)
            """;

    Uni<Facts> read(SqlConnection tx, UUID organizationId, List<Change> changes) {
        Set<UUID> messageIds = changes.stream().flatMap(change -> change.messageId().stream()).collect(Collectors.toSet());
        Set<UUID> conversationIds = changes.stream().flatMap(change -> change.conversationId().stream()).collect(Collectors.toSet());
        Set<UUID> contactIds = changes.stream().filter(change -> change.kind().startsWith("contact.")).flatMap(FactsReader::contactsOf).collect(Collectors.toSet());
        return query(tx, MESSAGES, organizationId, messageIds, FactsReader::message, Facts.Message::id)
                .chain(messages -> query(tx, CONVERSATIONS, organizationId, conversationIds, FactsReader::conversation, Facts.Conversation::id)
                        .chain(conversations -> query(tx, CONTACTS, organizationId, contactIds, FactsReader::contact, Facts.Contact::id)
                                .map(contacts -> new Facts(messages, conversations, contacts))));
    }

    private static Stream<UUID> contactsOf(Change change) {
        return Stream.of(change.subjectId());
    }

    private static <T> Uni<Map<UUID, T>> query(
            SqlConnection tx, String sql, UUID organizationId, Collection<UUID> ids, Function<Row, T> read, Function<T, UUID> id) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.preparedQuery(sql).execute(Tuple.of(organizationId, ids.toArray(UUID[]::new))).map(rows -> all(rows, read, id));
    }

    private static <T> Map<UUID, T> all(RowSet<Row> rows, Function<Row, T> read, Function<T, UUID> id) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).collect(Collectors.toMap(id, Function.identity()));
    }

    private static Facts.Message message(Row row) {
        return new Facts.Message(
                row.getUUID("id"),
                row.getUUID("conversation_id"),
                row.getString("direction"),
                row.getString("kind"),
                Optional.ofNullable(row.getString("text")),
                Optional.ofNullable(row.getString("html")),
                Optional.ofNullable(row.getJsonObject("content")),
                row.getString("author_type"),
                Optional.ofNullable(row.getString("author_name")),
                Optional.ofNullable(row.getString("provider_message_id")),
                Optional.ofNullable(row.getString("delivery_status")),
                Optional.ofNullable(row.getJsonObject("error")),
                instant(row, "edited_at"),
                instant(row, "deleted_at"),
                Optional.ofNullable(row.getString("reply_to")),
                Facts.files((JsonArray) row.getValue("files")));
    }

    private static Facts.Conversation conversation(Row row) {
        return new Facts.Conversation(
                row.getUUID("id"),
                row.getUUID("channel_account_id"),
                row.getString("channel_type"),
                row.getLong("number"),
                Optional.ofNullable(row.getString("subject")),
                row.getString("status"),
                row.getString("priority"),
                row.getString("thread_key"),
                row.getUUID("contact_id"),
                Optional.ofNullable(row.getString("contact_name")),
                Optional.ofNullable(row.getString("external_id")),
                named(row, "assignee_id", "assignee_name"),
                named(row, "team_id", "team_name"),
                List.of(row.getArrayOfStrings("tags")),
                instant(row, "created_at").orElseThrow());
    }

    private static Facts.Contact contact(Row row) {
        Map<UUID, String> externalIds = new HashMap<>();
        row.getJsonObject("external_ids").forEach(entry -> externalIds.put(UUID.fromString(entry.getKey()), (String) entry.getValue()));
        JsonObject attributes = row.getJsonObject("attributes");
        return new Facts.Contact(
                row.getUUID("id"),
                row.getString("name"),
                Optional.ofNullable(row.getString("email")),
                Optional.ofNullable(row.getString("phone")),
                Optional.ofNullable(row.getUUID("picture")),
                Optional.ofNullable(row.getString("locale")),
                attributes,
                Optional.ofNullable(row.getUUID("merged_into_id")),
                externalIds);
    }

    private static Optional<Facts.Named> named(Row row, String id, String name) {
        return Optional.ofNullable(row.getUUID(id)).map(found -> new Facts.Named(found, Optional.ofNullable(row.getString(name)).orElse("")));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
