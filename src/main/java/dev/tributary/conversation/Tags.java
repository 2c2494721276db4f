package dev.tributary.conversation;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Ids;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The tags of a workspace. */
@ApplicationScoped
class Tags {

    record TagView(UUID id, String name, @Nullable String color) {}

    private static final int MOST = 1_000;
    private static final String LIST = "select id, name, color from tag where organization_id = $1 order by lower(name) limit " + MOST;
    private static final String CREATE = "insert into tag (id, organization_id, name, color, created_at) values ($1, $2, $3, $4, $5) returning id, name, color";
    private static final String CHANGE = """
            update tag set name = coalesce($3, name), color = case when $5 then $4 else color end
            where organization_id = $1 and id = $2 returning id, name, color
            """;
    private static final String DELETE = "delete from tag where organization_id = $1 and id = $2 returning id, name, color";

    private final Pool database;
    private final Audit audit;
    private final Clock clock;

    Tags(Pool database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<List<TagView>> list(UUID organizationId) {
        return database.preparedQuery(LIST).execute(Tuple.of(organizationId)).map(rows -> Sql.all(rows, Tags::view));
    }

    Uni<TagView> create(Caller caller, String name, String color) {
        return write(caller, "tag.created", CREATE, Tuple.of(Ids.next(), caller.organizationId(), name, color, Sql.time(clock.instant())));
    }

    /** @param name null keeps it */
    Uni<TagView> change(Caller caller, UUID id, String name, String color, boolean colorGiven) {
        return write(caller, "tag.changed", CHANGE, Tuple.of(caller.organizationId(), id, name, color, colorGiven));
    }

    /** Conversations lose it without a line in their threads. */
    Uni<Void> delete(Caller caller, UUID id) {
        return write(caller, "tag.deleted", DELETE, Tuple.of(caller.organizationId(), id)).replaceWithVoid();
    }

    private Uni<TagView> write(Caller caller, String action, String sql, Tuple row) {
        return database.withTransaction(tx -> tx.preparedQuery(sql)
                        .execute(row)
                        .map(rows -> view(Sql.first(rows).orElseThrow(() -> Problems.notFound("tag"))))
                        .call(tag -> audit.record(tx, caller, action, new Target("tag", tag.id()), Map.of("name", tag.name()))))
                .onFailure(Tags::nameTaken)
                .transform(_ -> taken());
    }

    private static boolean nameTaken(Throwable failure) {
        return failure instanceof PgException refusal && "tag_name".equals(refusal.getConstraint());
    }

    private static ProblemException taken() {
        return Problems.conflict("tag_name_taken", "There is a tag with this name already.", "Choose another name.");
    }

    private static TagView view(Row row) {
        return new TagView(row.getUUID("id"), row.getString("name"), row.getString("color"));
    }
}
