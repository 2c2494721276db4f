package dev.tributary.conversation;

import dev.tributary.conversation.MessageView.AttachmentView;
import dev.tributary.conversation.MessageResource.FullText;
import dev.tributary.conversation.MessageView.CopyView;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The one projection of messages, with their attachments: whoever shows one reads it here. */
@ApplicationScoped
public class MessageViews {

    /** Of message {@code m}. */
    static final String PROJECTION = """
            select m.id, m.conversation_id, m.direction, m.kind, m.text, m.html, m.content, m.author_type, m.author_id, m.author_name,
                   m.provider_message_id, m.reply_to_id, m.client_id, m.delivery_status, m.error, m.reactions, m.has_attachments,
                   m.edited_at, m.deleted_at, m.created_at, m.sent_at, m.delivered_at, m.read_at
            from message m
            """;

    private static final String LOAD = PROJECTION + "where m.organization_id = $1 and m.id = any($2)";

    private static final String CHANGED = PROJECTION + "where m.organization_id = $1 and m.id = any(" + ChangeFeed.MESSAGES_AFTER + ")";

    private static final String FULL = """
            select coalesce(f.text, m.text) as text, coalesce(f.html, m.html) as html
            from message m left join message_full f on f.message_id = m.id where m.organization_id = $1 and m.id = $2
            """;

    private static final String ATTACHMENTS = """
            select id, message_id, kind, file_name, content_type, size, state, error, is_inline
            from attachment where organization_id = $1 and message_id = any($2)
            order by message_id, position, id
            """;

    /** By the sender too: an id alone can be made up. */
    private static final String COPIES = """
            select m.id, a.id as channel_account_id, c.id as conversation_id, c.number
            from message m
            join channel_account a on a.organization_id = m.organization_id and a.id <> m.channel_account_id
            join message o on o.channel_account_id = a.id and o.provider_message_id = m.provider_message_id
                and o.content -> 'mail' -> 'from' ->> 'address' = m.content -> 'mail' -> 'from' ->> 'address'
            join conversation c on c.id = o.conversation_id
            where m.organization_id = $1 and m.id = any($2)
            order by m.id, c.number
            """;

    /** Those that exist in this organization, in the order of the ids. */
    public Uni<Map<UUID, MessageView>> load(SqlClient database, UUID organizationId, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return database.preparedQuery(LOAD)
                .execute(Tuple.of(organizationId, ids.toArray(UUID[]::new)))
                .chain(rows -> complete(database, organizationId, rows))
                .map(views -> inOrder(ids, views));
    }

    /** Those that the next changes after this number of the feed are about, as they are now. */
    public Uni<Map<UUID, MessageView>> changed(SqlClient database, UUID organizationId, long after, int limit) {
        return database.preparedQuery(CHANGED)
                .execute(Tuple.of(organizationId, after, limit))
                .chain(rows -> complete(database, organizationId, rows))
                .map(views -> views.stream().collect(Collectors.toMap(MessageView::id, view -> view)));
    }

    /** Fails with 404 where there is none for this organization. */
    public Uni<MessageView> get(SqlClient database, UUID organizationId, UUID id) {
        return load(database, organizationId, List.of(id)).map(found -> {
            if (found.isEmpty()) {
                throw Problems.notFound("message");
            }
            return found.get(id);
        });
    }

    /** What a message says where nothing is left out; 404 where there is no such message. */
    Uni<FullText> full(SqlClient database, UUID organizationId, UUID id) {
        return database.preparedQuery(FULL)
                .execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).map(row -> new FullText(row.getString("text"), row.getString("html"))).orElseThrow(() -> Problems.notFound("message")));
    }

    /** Rows of {@link #PROJECTION} as views, in their order. */
    Uni<List<MessageView>> complete(SqlClient database, UUID organizationId, RowSet<Row> rows) {
        return beside(database, ATTACHMENTS, organizationId, ids(rows, row -> row.getBoolean("has_attachments")), row -> row.getUUID("message_id"), MessageViews::attachment)
                .chain(files -> beside(database, COPIES, organizationId, ids(rows, MessageViews::isReceivedMail), row -> row.getUUID("id"), MessageViews::copy)
                        .map(copies -> Sql.all(rows, row -> view(row, files.getOrDefault(row.getUUID("id"), List.of()), copies.getOrDefault(row.getUUID("id"), List.of())))));
    }

    private static boolean isReceivedMail(Row row) {
        return row.getString("provider_message_id") != null && row.getJsonObject("content") != null && row.getJsonObject("content").containsKey("mail")
                && row.getJsonObject("content").getJsonObject("mail").containsKey("from");
    }

    private static UUID[] ids(RowSet<Row> rows, Predicate<Row> wanted) {
        return StreamSupport.stream(rows.spliterator(), false).filter(wanted).map(row -> row.getUUID("id")).toArray(UUID[]::new);
    }

    /** What else belongs to these messages, by their ids; asks nothing where there are none. */
    private static <T> Uni<Map<UUID, List<T>>> beside(
            SqlClient database, String query, UUID organizationId, UUID[] messages, Function<Row, UUID> messageId, Function<Row, T> view) {
        return messages.length == 0
                ? Uni.createFrom().item(Map.of())
                : database.preparedQuery(query)
                        .execute(Tuple.of(organizationId, messages))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false).collect(Collectors.groupingBy(messageId, Collectors.mapping(view, Collectors.toList()))));
    }

    private static CopyView copy(Row row) {
        return new CopyView(row.getUUID("channel_account_id"), row.getUUID("conversation_id"), row.getLong("number"));
    }

    static AttachmentView attachment(Row row) {
        UUID id = row.getUUID("id");
        return new AttachmentView(
                id,
                row.getString("kind"),
                row.getString("file_name"),
                row.getString("content_type"),
                row.getLong("size"),
                url(id),
                row.getString("state"),
                Sql.map(row, "error"),
                row.getBoolean("is_inline"));
    }

    /** Where agents' browsers fetch a file. */
    static String url(UUID attachmentId) {
        return AttachmentResource.PATH + "/" + attachmentId;
    }

    private static MessageView view(Row row, List<AttachmentView> attachments, List<CopyView> copies) {
        return new MessageView(
                row.getUUID("id"),
                row.getUUID("conversation_id"),
                row.getString("direction"),
                row.getString("kind"),
                row.getString("text"),
                row.getString("html"),
                Sql.map(row, "content"),
                attachments,
                copies,
                row.getUUID("reply_to_id"),
                new Author(row.getString("author_type"), row.getUUID("author_id"), row.getString("author_name")),
                row.getString("provider_message_id"),
                row.getString("delivery_status"),
                Sql.map(row, "error"),
                Sql.list(row, "reactions"),
                row.getUUID("client_id"),
                Sql.instant(row, "edited_at"),
                Sql.instant(row, "deleted_at"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "sent_at"),
                Sql.instant(row, "delivered_at"),
                Sql.instant(row, "read_at"));
    }

    private static Map<UUID, MessageView> inOrder(Collection<UUID> ids, List<MessageView> views) {
        Map<UUID, MessageView> byId = views.stream().collect(Collectors.toMap(MessageView::id, view -> view));
        Map<UUID, MessageView> ordered = new LinkedHashMap<>();
        ids.stream().filter(byId::containsKey).forEach(id -> ordered.put(id, byId.get(id)));
        return ordered;
    }
}
