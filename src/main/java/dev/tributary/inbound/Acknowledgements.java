package dev.tributary.inbound;

import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Queues the calls that providers wait for after an event (a pressed button stops spinning). */
@ApplicationScoped
class Acknowledgements {

    record Due(UUID organizationId, UUID accountId, String acknowledgement) {}

    private static final String QUEUE = """
            insert into outbox (id, organization_id, channel_account_id, kind, payload, not_before, created_at)
            select d.id, d.organization_id, d.account_id, 'acknowledge', d.payload, $5, $5
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[]) as d(id, organization_id, account_id, payload)
            """;

    Uni<Void> queue(SqlConnection tx, List<Due> due, Instant now) {
        if (due.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(due.stream().map(_ -> Ids.next()).toArray(UUID[]::new))
                .addArrayOfUUID(due.stream().map(Due::organizationId).toArray(UUID[]::new))
                .addArrayOfUUID(due.stream().map(Due::accountId).toArray(UUID[]::new))
                .addArrayOfJsonObject(due.stream().map(one -> JsonObject.of("acknowledgement", one.acknowledgement())).toArray(JsonObject[]::new))
                .addOffsetDateTime(Sql.time(now));
        return tx.preparedQuery(QUEUE).execute(row).replaceWithVoid();
    }
}
