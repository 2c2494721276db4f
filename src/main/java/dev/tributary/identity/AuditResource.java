package dev.tributary.identity;

import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit log, newest first. */
@Path("/rest/v1/audit_entries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit log")
class AuditResource {
    private static final String PAGE = """
            select id, actor_type, actor_id, actor_name, action, target_type, target_id, detail, address, created_at
            from audit_entry
            where organization_id = $1
              and ($2::uuid is null or id < $2)
              and ($3::text is null or action = $3)
              and ($4::uuid is null or actor_id = $4)
              and ($5::text is null or target_type = $5)
              and ($6::uuid is null or target_id = $6)
              and ($7::timestamptz is null or created_at >= $7)
              and ($8::timestamptz is null or created_at < $8)
            order by id desc limit $9""";

    private final CurrentCaller caller;
    private final Pool database;
    private final Cursors cursors;

    AuditResource(CurrentCaller caller, Pool database, Cursors cursors) {
        this.caller = caller;
        this.database = database;
        this.cursors = cursors;
    }

    record Entry(
            UUID id, Actor actor, String action, EntryTarget target, Map<String, Object> detail, @Nullable String address,
            OffsetDateTime createdAt) {

        static Entry of(Row row) {
            return new Entry(
                    row.getUUID("id"),
                    new Actor(row.getString("actor_type"), row.getUUID("actor_id"), row.getString("actor_name")),
                    row.getString("action"),
                    new EntryTarget(row.getString("target_type"), row.getUUID("target_id")),
                    row.getJsonObject("detail").getMap(),
                    row.getString("address"),
                    row.getOffsetDateTime("created_at"));
        }
    }

    /** @param type user, api_token or system */
    record Actor(String type, @Nullable UUID id, String name) {}

    record EntryTarget(String type, @Nullable UUID id) {}

    @GET
    @Operation(summary = "Read the audit log")
    public Uni<Page<Entry>> list(
            @QueryParam("action") String action,
            @QueryParam("actor_id") UUID actorId,
            @QueryParam("target_type") String targetType,
            @QueryParam("target_id") UUID targetId,
            @QueryParam("from") OffsetDateTime from,
            @QueryParam("to") OffsetDateTime to,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") Integer limit) {
        UUID organizationId = caller.require(Permission.AUDIT_READ).organizationId();
        UUID before = cursor == null ? null : UUID.fromString(cursors.decode(cursor, 1)[0]);
        int size = Page.limit(limit);
        return database.preparedQuery(PAGE)
                .execute(Tuple.tuple(Arrays.asList(
                        organizationId, before, action, actorId, targetType, targetId, from, to, size + 1)))
                .map(rows -> Rows.all(rows, Entry::of))
                .map(entries -> Page.of(entries, size, last -> cursors.encode(last.id().toString())));
    }
}
