package dev.tributary.widget;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Websites that loaded a widget: how an admin sees that the snippet is in place, without our fetching anybody's page. */
@Path("/rest/v1/channel_accounts/{id}/origins")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class OriginResource {

    private static final int MOST = 50;

    private static final String ACCOUNT = "select 1 from channel_account where organization_id = $1 and id = $2 and purge_requested_at is null";
    private static final String LIST = """
            select origin, is_allowed, last_seen_at from widget_origin where channel_account_id = $1 order by last_seen_at desc, origin limit %d
            """.formatted(MOST);

    private final CurrentCaller caller;
    private final Pool database;

    OriginResource(CurrentCaller caller, Pool database) {
        this.caller = caller;
        this.database = database;
    }

    /** @param isAllowed false for a website that was refused, because it is not among the allowed ones */
    record OriginView(String origin, boolean isAllowed, Instant lastSeenAt) {}

    @GET
    @Operation(summary = "Websites that loaded the widget", description = "Those seen last, refused ones among them; none for channels that are no widget.")
    public Uni<Page<OriginView>> list(@RestPath UUID id) {
        UUID organizationId = caller.require(Permission.CHANNELS_READ).organizationId();
        return database.preparedQuery(ACCOUNT)
                .execute(Tuple.of(organizationId, id))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problems.notFound("channel account");
                    }
                })
                .chain(() -> database.preparedQuery(LIST).execute(Tuple.of(id)))
                .map(rows -> Page.all(List.copyOf(Sql.all(rows, OriginResource::view))));
    }

    private static OriginView view(Row row) {
        return new OriginView(row.getString("origin"), row.getBoolean("is_allowed"), Sql.instant(row, "last_seen_at"));
    }
}
