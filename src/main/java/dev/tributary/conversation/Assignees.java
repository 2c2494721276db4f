package dev.tributary.conversation;

import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Whom a conversation may be given to: people who work here now, teams that exist. */
@ApplicationScoped
class Assignees {

    private static final String USER = "select name from app_user where organization_id = $1 and id = $2 and is_active and removed_at is null";
    private static final String TEAM = "select name from team where organization_id = $1 and id = $2";

    /** The new assignee's name; empty where nothing changes or nobody gets it; 400 for somebody who cannot. */
    Uni<Optional<String>> name(SqlConnection tx, UUID organizationId, UUID before, UUID after) {
        return name(tx, USER, "assignee_id", "is no active user of this workspace", organizationId, before, after);
    }

    /** The new team's name, likewise. */
    Uni<Optional<String>> teamName(SqlConnection tx, UUID organizationId, UUID before, UUID after) {
        return name(tx, TEAM, "team_id", "is no team of this workspace", organizationId, before, after);
    }

    private static Uni<Optional<String>> name(
            SqlConnection tx, String sql, String field, String refusal, UUID organizationId, UUID before, UUID after) {
        if (after == null || Objects.equals(before, after)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return tx.preparedQuery(sql)
                .execute(Tuple.of(organizationId, after))
                .map(rows -> Optional.of(Sql.first(rows).orElseThrow(() -> Problems.invalid(field, refusal)).getString("name")));
    }
}
