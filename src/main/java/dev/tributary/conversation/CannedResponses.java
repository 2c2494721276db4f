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
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Texts that are written once and said often, found by a short code. */
@ApplicationScoped
public class CannedResponses {

    /** @param teamId whose it is; null: everybody's */
    public record CannedResponse(UUID id, String shortCode, String text, @Nullable UUID teamId) {}

    private static final int MOST = 2_000;
    private static final String COLUMNS = "id, short_code, text, team_id";
    private static final String LIST = "select " + COLUMNS + """
             from canned_response
            where organization_id = $1 and ($2::uuid is null or team_id is null or team_id in (select team_id from team_member where user_id = $2))
            order by short_code limit\s""" + MOST;
    private static final String GET = "select " + COLUMNS + " from canned_response where organization_id = $1 and id = $2";
    private static final String CREATE = """
            insert into canned_response (id, organization_id, short_code, text, team_id, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $6) returning\s""" + COLUMNS;
    private static final String CHANGE = """
            update canned_response set short_code = coalesce($3, short_code), text = coalesce($4, text),
                team_id = case when $6 then $5 else team_id end, updated_at = $7
            where organization_id = $1 and id = $2 returning\s""" + COLUMNS;
    private static final String DELETE = "delete from canned_response where organization_id = $1 and id = $2 returning " + COLUMNS;

    private final Pool database;
    private final Audit audit;
    private final Clock clock;

    CannedResponses(Pool database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param userId empty: all of them; otherwise everybody's and those of the user's teams */
    public Uni<List<CannedResponse>> list(UUID organizationId, Optional<UUID> userId) {
        return database.preparedQuery(LIST)
                .execute(Tuple.of(organizationId, userId.orElse(null)))
                .map(rows -> Sql.all(rows, CannedResponses::read));
    }

    /** Empty where it was deleted. */
    public Uni<Optional<CannedResponse>> find(SqlClient client, UUID organizationId, UUID id) {
        return client.preparedQuery(GET).execute(Tuple.of(organizationId, id)).map(rows -> Sql.first(rows).map(CannedResponses::read));
    }

    Uni<CannedResponse> get(UUID organizationId, UUID id) {
        return find(database, organizationId, id).map(found -> found.orElseThrow(() -> Problems.notFound("canned response")));
    }

    Uni<CannedResponse> create(Caller caller, String shortCode, String text, UUID teamId) {
        Tuple row = Tuple.tuple().addUUID(Ids.next()).addUUID(caller.organizationId()).addString(shortCode).addString(text).addUUID(teamId)
                .addOffsetDateTime(Sql.time(clock.instant()));
        return write(caller, "canned_response.created", CREATE, row);
    }

    /** Null keeps the code or the text. */
    Uni<CannedResponse> change(Caller caller, UUID id, String shortCode, String text, UUID teamId, boolean teamGiven) {
        Tuple row = Tuple.tuple().addUUID(caller.organizationId()).addUUID(id).addString(shortCode).addString(text).addUUID(teamId).addBoolean(teamGiven)
                .addOffsetDateTime(Sql.time(clock.instant()));
        return write(caller, "canned_response.changed", CHANGE, row);
    }

    Uni<Void> delete(Caller caller, UUID id) {
        return write(caller, "canned_response.deleted", DELETE, Tuple.of(caller.organizationId(), id)).replaceWithVoid();
    }

    private Uni<CannedResponse> write(Caller caller, String action, String sql, Tuple row) {
        return database.withTransaction(tx -> tx.preparedQuery(sql)
                        .execute(row)
                        .map(rows -> read(Sql.first(rows).orElseThrow(() -> Problems.notFound("canned response"))))
                        .call(canned -> audit.record(tx, caller, action, new Target("canned_response", canned.id()), Map.of("short_code", canned.shortCode()))))
                .onFailure(PgException.class)
                .transform(failure -> refusal((PgException) failure));
    }

    private static Throwable refusal(PgException failure) {
        return switch (failure.getConstraint()) {
            case "canned_response_organization_id_short_code_key" -> taken();
            case "canned_response_organization_id_team_id_fkey" -> Problems.invalid("team_id", "is no team of this workspace");
            case null, default -> failure;
        };
    }

    private static ProblemException taken() {
        return Problems.conflict("short_code_taken", "There is a canned response with this short code already.", "Choose another short code.");
    }

    private static CannedResponse read(Row row) {
        return new CannedResponse(row.getUUID("id"), row.getString("short_code"), row.getString("text"), row.getUUID("team_id"));
    }
}
