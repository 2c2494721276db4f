package dev.tributary.automation.action;

import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** The tags that a conversation has right now: an action before may have changed them. */
final class ConversationTagNames {

    private static final String FIND = """
            select t.name from conversation_tag ct join tag t on t.id = ct.tag_id
            where ct.organization_id = $1 and ct.conversation_id = $2 order by lower(t.name)
            """;

    private ConversationTagNames() {}

    static Uni<List<String>> of(SqlConnection tx, UUID organizationId, UUID conversationId) {
        return tx.preparedQuery(FIND).execute(Tuple.of(organizationId, conversationId)).map(rows -> Sql.all(rows, row -> row.getString("name")));
    }
}
