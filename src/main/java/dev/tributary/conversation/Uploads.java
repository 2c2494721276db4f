package dev.tributary.conversation;

import dev.tributary.channel.ContentKind;
import dev.tributary.conversation.SendRules.File;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Uploaded files on their way into a message. One file belongs to one message. */
@ApplicationScoped
class Uploads {

    private static final String FIND = """
            select id, kind, file_name, content_type, size from attachment
            where organization_id = $1 and id = any($2) and message_id is null and state = 'stored'
            for update
            """;

    private static final String CLAIM = """
            update attachment a set message_id = $1, position = given.position - 1
            from unnest($2::uuid[]) with ordinality as given(id, position)
            where a.id = given.id
            """;

    /** In the order of the ids, locked; 400 that names the id which is not, or no longer, free. */
    Uni<List<File>> find(SqlConnection tx, UUID organizationId, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (ids.stream().distinct().count() != ids.size()) {
            throw Problems.invalid("attachments", "names a file twice");
        }
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(organizationId, ids.toArray(UUID[]::new)))
                .map(rows -> Sql.all(rows, row -> row).stream().collect(Collectors.toMap(row -> row.getUUID("id"), Uploads::file)))
                .map(files -> ids.stream().map(id -> get(files, ids, id)).toList());
    }

    Uni<Void> claim(SqlConnection tx, UUID messageId, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(CLAIM).execute(Tuple.of(messageId, ids.toArray(UUID[]::new))).replaceWithVoid();
    }

    private static File get(Map<UUID, File> files, List<UUID> ids, UUID id) {
        if (!files.containsKey(id)) {
            throw Problems.invalid("attachments[" + ids.indexOf(id) + "]", "is no uploaded file, or belongs to a message already");
        }
        return files.get(id);
    }

    private static File file(Row row) {
        return new File(
                ContentKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("file_name"),
                row.getString("content_type"),
                row.getLong("size"));
    }
}
