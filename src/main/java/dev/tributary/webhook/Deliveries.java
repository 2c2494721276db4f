package dev.tributary.webhook;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The log of deliveries, and sending out of it again: always with the same webhook-id and the same bytes. */
@ApplicationScoped
class Deliveries {

    private static final String LIST = "select " + DeliveryView.COLUMNS + """
             from webhook_delivery
            where organization_id = $1 and subscription_id = $2 and position < $3 and ($4::text is null or state = $4)
            order by position desc limit $5
            """;
    private static final String GET = "select " + DeliveryView.COLUMNS
            + " from webhook_delivery where organization_id = $1 and subscription_id = $2 and id = $3";
    private static final String ATTEMPTS = "select * from webhook_attempt where delivery_id = $1 order by number desc";
    private static final String REPLAY_ONE = """
            update webhook_delivery set state = 'pending', tries = 0, next_attempt_at = $4, finished_at = null
            where organization_id = $1 and subscription_id = $2 and id = $3 and state in ('delivered', 'failed')
            """;
    private static final String REPLAY_RANGE = """
            update webhook_delivery set state = 'pending', tries = 0, next_attempt_at = $6, finished_at = null
            where organization_id = $1 and subscription_id = $2 and created_at >= $3 and created_at <= $4 and state = any($5)
            """;
    private static final String ACTIVE = "select is_active from webhook_subscription where organization_id = $1 and id = $2";

    private final Pool database;
    private final Cursors cursors;
    private final Audit audit;
    private final DeliveryDispatcher dispatcher;
    private final Clock clock;

    Deliveries(Pool database, Cursors cursors, Audit audit, DeliveryDispatcher dispatcher, Clock clock) {
        this.database = database;
        this.cursors = cursors;
        this.audit = audit;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /** The newest first. */
    Uni<Page<DeliveryView>> page(UUID organizationId, UUID subscriptionId, String state, String cursor, int limit) {
        long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursors.decode(cursor, 1)[0]);
        return subscription(organizationId, subscriptionId)
                .chain(() -> database.preparedQuery(LIST).execute(Tuple.of(organizationId, subscriptionId, before, state, limit + 1)))
                .map(rows -> page(StreamSupport.stream(rows.spliterator(), false).toList(), limit));
    }

    Uni<DeliveryView> get(UUID organizationId, UUID subscriptionId, UUID id) {
        return database.preparedQuery(GET)
                .execute(Tuple.of(organizationId, subscriptionId, id))
                .map(Deliveries::existing)
                .chain(row -> database.preparedQuery(ATTEMPTS).execute(Tuple.of(id)).map(log -> DeliveryView.of(row, attempts(log))));
    }

    /** A delivery that waits is already on its way; it answers the delivery as it is. */
    Uni<DeliveryView> replay(Caller caller, UUID subscriptionId, UUID id) {
        UUID organizationId = caller.organizationId();
        return requireActive(organizationId, subscriptionId)
                .chain(() -> get(organizationId, subscriptionId, id))
                .chain(() -> database.withTransaction(tx -> tx.preparedQuery(REPLAY_ONE)
                        .execute(Tuple.of(organizationId, subscriptionId, id, now()))
                        .chain(() -> audited(tx, caller, subscriptionId, Map.of("delivery_id", id.toString())))))
                .invoke(dispatcher::pump)
                .chain(() -> get(organizationId, subscriptionId, id));
    }

    /** @return how many leave again, in their first order */
    Uni<Integer> replay(Caller caller, UUID subscriptionId, OffsetDateTime from, OffsetDateTime to, List<String> states) {
        Tuple range = Tuple.of(caller.organizationId(), subscriptionId, from, to, states.toArray(String[]::new), now());
        return requireActive(caller.organizationId(), subscriptionId)
                .chain(() -> database.withTransaction(tx -> tx.preparedQuery(REPLAY_RANGE)
                        .execute(range)
                        .map(RowSet::rowCount)
                        .call(count -> audited(tx, caller, subscriptionId, Map.of("from", from.toString(), "to", to.toString(), "count", count)))))
                .invoke(dispatcher::pump);
    }

    private Uni<Void> audited(SqlConnection tx, Caller caller, UUID subscriptionId, Map<String, ?> detail) {
        return audit.record(tx, caller, "webhook_subscription.replayed", new Audit.Target("webhook_subscription", subscriptionId), detail);
    }

    private Uni<Void> requireActive(UUID organizationId, UUID subscriptionId) {
        return subscription(organizationId, subscriptionId)
                .invoke(active -> {
                    if (!active) {
                        throw Problems.conflict("endpoint_disabled", "This webhook is disabled.", "Enable it first, then replay.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> subscription(UUID organizationId, UUID id) {
        return database.preparedQuery(ACTIVE).execute(Tuple.of(organizationId, id)).map(rows -> {
            if (rows.size() == 0) {
                throw Problems.notFound("webhook subscription");
            }
            return rows.iterator().next().getBoolean("is_active");
        });
    }

    private Page<DeliveryView> page(List<Row> rows, int limit) {
        return Page.of(rows, limit, last -> cursors.encode(last.getLong("position").toString())).map(row -> DeliveryView.of(row, null));
    }

    private static Row existing(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problems.notFound("delivery");
        }
        return rows.iterator().next();
    }

    private static List<DeliveryView.Attempt> attempts(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(DeliveryView.Attempt::of).toList();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
