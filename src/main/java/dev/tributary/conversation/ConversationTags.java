package dev.tributary.conversation;

import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tags of one conversation. Tags are made by admins; a conversation takes what there is. */
@ApplicationScoped
class ConversationTags {

    private static final String FIND = "select id, name, lower(name) as key from tag where organization_id = $1 and lower(name) = any($2)";
    private static final String REMOVE = "delete from conversation_tag where conversation_id = $1 and tag_id <> all($2)";
    private static final String ADD = """
            insert into conversation_tag (organization_id, conversation_id, tag_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing
            """;

    /** Makes these its tags and answers their names as they are written in the workspace, in order; 400 for a name that is none. */
    Uni<List<String>> set(SqlConnection tx, ConversationState conversation, List<String> names) {
        List<String> keys = names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).distinct().toList();
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(conversation.organizationId(), keys.toArray(String[]::new)))
                .map(rows -> Sql.all(rows, row -> row))
                .invoke(found -> requireAll(names, found))
                .call(found -> replace(tx, conversation, found.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new)))
                .map(found -> found.stream().sorted(Comparator.comparing(row -> row.getString("key"))).map(row -> row.getString("name")).toList());
    }

    private static void requireAll(List<String> names, List<Row> found) {
        Map<String, Row> known = found.stream().collect(Collectors.toMap(row -> row.getString("key"), Function.identity()));
        for (int index = 0; index < names.size(); index++) {
            if (!known.containsKey(names.get(index).strip().toLowerCase(Locale.ROOT))) {
                throw Problems.invalid("tags[" + index + "]", "is no tag of this workspace; an admin can add it under Settings");
            }
        }
    }

    private static Uni<Void> replace(SqlConnection tx, ConversationState conversation, UUID[] tagIds) {
        return tx.preparedQuery(REMOVE)
                .execute(Tuple.of(conversation.id(), tagIds))
                .chain(() -> tx.preparedQuery(ADD).execute(Tuple.of(conversation.organizationId(), conversation.id(), tagIds)))
                .replaceWithVoid();
    }
}
