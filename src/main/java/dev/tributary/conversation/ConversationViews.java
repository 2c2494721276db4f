package dev.tributary.conversation;

import dev.tributary.conversation.ConversationView.Earlier;
import dev.tributary.conversation.ConversationView.LastMessage;
import dev.tributary.conversation.ConversationView.Named;
import dev.tributary.conversation.ConversationView.Person;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The one projection of conversations: whoever shows one reads it here. */
@ApplicationScoped
public class ConversationViews {

    /** Of conversation {@code c}. Everything beside the row itself is fetched by primary key. */
    static final String PROJECTION = """
            select c.id, c.number, c.channel_account_id, c.channel_type, c.contact_id, c.subject, c.group_name, c.attributes, c.status,
                   c.snoozed_until, c.priority, c.assignee_id, c.team_id, c.unread_count, c.last_message_id, c.last_message_preview,
                   c.last_message_direction, c.last_message_status, c.last_message_at, c.activity_at,
                   c.archived_at, c.created_at, c.updated_at, before.id as continues_id, before.number as continues_number,
                   k.name as contact_name, k.avatar_url as contact_avatar_url,
                   u.name as assignee_name, u.avatar_url as assignee_avatar_url, t.name as team_name,
                   array(select g.name from conversation_tag ct join tag g on g.id = ct.tag_id
                         where ct.conversation_id = c.id order by lower(g.name)) as tags,
            """ + ReplyWindows.COLUMNS;

    static final String JOINS = """
            join contact k on k.id = c.contact_id
            left join app_user u on u.id = c.assignee_id
            left join team t on t.id = c.team_id
            left join conversation before on before.id = c.continues_id
            """;

    private static final String LOAD = PROJECTION + "from conversation c " + JOINS + "where c.organization_id = $1 and c.id = any($2)";

    private static final String CHANGED =
            PROJECTION + "from conversation c " + JOINS + "where c.organization_id = $1 and c.id = any(" + ChangeFeed.CONVERSATIONS_AFTER + ")";

    private final ReplyWindows replyWindows;

    ConversationViews(ReplyWindows replyWindows) {
        this.replyWindows = replyWindows;
    }

    /** Those that exist in this organization, in the order of the ids. */
    public Uni<Map<UUID, ConversationView>> load(SqlClient database, UUID organizationId, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return database.preparedQuery(LOAD)
                .execute(Tuple.of(organizationId, ids.toArray(UUID[]::new)))
                .map(rows -> inOrder(ids, Sql.all(rows, this::view)));
    }

    /** Those that the next changes after this number of the feed are about, as they are now. */
    public Uni<Map<UUID, ConversationView>> changed(SqlClient database, UUID organizationId, long after, int limit) {
        return database.preparedQuery(CHANGED)
                .execute(Tuple.of(organizationId, after, limit))
                .map(rows -> Sql.all(rows, this::view).stream().collect(Collectors.toMap(ConversationView::id, view -> view)));
    }

    /** Fails with 404 where there is none for this organization. */
    public Uni<ConversationView> get(SqlClient database, UUID organizationId, UUID id) {
        return load(database, organizationId, List.of(id)).map(found -> {
            if (found.isEmpty()) {
                throw Problems.notFound("conversation");
            }
            return found.get(id);
        });
    }

    ConversationView view(Row row) {
        return new ConversationView(
                row.getUUID("id"),
                row.getLong("number"),
                row.getUUID("channel_account_id"),
                row.getString("channel_type"),
                new Person(row.getUUID("contact_id"), row.getString("contact_name"), row.getString("contact_avatar_url")),
                row.getString("subject"),
                row.getString("group_name"),
                row.getUUID("continues_id") == null ? null : new Earlier(row.getUUID("continues_id"), row.getLong("continues_number")),
                Sql.map(row, "attributes"),
                row.getString("status"),
                Sql.instant(row, "snoozed_until"),
                row.getString("priority"),
                person(row, "assignee"),
                row.getUUID("team_id") == null ? null : new Named(row.getUUID("team_id"), row.getString("team_name")),
                List.of(row.getArrayOfStrings("tags")),
                row.getInteger("unread_count"),
                lastMessage(row),
                replyWindows.of(row.getString("channel_type"), ReplyWindows.Known.of(row)).orElse(null),
                Sql.instant(row, "activity_at"),
                Sql.instant(row, "archived_at"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"));
    }

    private static Person person(Row row, String who) {
        UUID id = row.getUUID(who + "_id");
        return id == null ? null : new Person(id, row.getString(who + "_name"), row.getString(who + "_avatar_url"));
    }

    private static LastMessage lastMessage(Row row) {
        if (row.getUUID("last_message_id") == null) {
            return null;
        }
        return new LastMessage(
                row.getUUID("last_message_id"),
                row.getString("last_message_preview"),
                row.getString("last_message_direction"),
                Sql.instant(row, "last_message_at"),
                row.getString("last_message_status"));
    }

    private static Map<UUID, ConversationView> inOrder(Collection<UUID> ids, List<ConversationView> views) {
        Map<UUID, ConversationView> byId = views.stream().collect(Collectors.toMap(ConversationView::id, view -> view));
        Map<UUID, ConversationView> ordered = new LinkedHashMap<>();
        ids.stream().filter(byId::containsKey).forEach(id -> ordered.put(id, byId.get(id)));
        return ordered;
    }
}
