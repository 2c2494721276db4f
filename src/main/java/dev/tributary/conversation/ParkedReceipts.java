package dev.tributary.conversation;

import dev.tributary.channel.ProviderMessageId;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Leases;
import dev.tributary.platform.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Applies the receipts that were parked in the very moment in which their message's id was written, when neither transaction
 * could see the other; and forgets the ones whose message never came.
 */
@ApplicationScoped
public class ParkedReceipts {

    private static final Duration LEASE = Duration.ofSeconds(10);
    /** A message whose id is not known after a week was not sent by us. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final String MATCHED = """
            select distinct p.channel_account_id, p.provider_message_id, a.organization_id
            from parked_receipt p join channel_account a on a.id = p.channel_account_id
            where exists (select 1 from message m
                          where m.channel_account_id = p.channel_account_id and m.provider_message_id = p.provider_message_id
                            and m.direction = 'outbound')
               or exists (select 1 from message_part part join message m on m.id = part.message_id
                          where part.channel_account_id = p.channel_account_id and part.provider_message_id = p.provider_message_id
                            and m.direction = 'outbound')
            limit 500
            """;

    private static final String FORGET = "delete from parked_receipt where created_at < $1";

    private final Pool database;
    private final Deliveries deliveries;
    private final ChangeFeed changeFeed;
    private final Leases leases;
    private final Clock clock;

    ParkedReceipts(Pool database, Deliveries deliveries, ChangeFeed changeFeed, Leases leases, Clock clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.changeFeed = changeFeed;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(every = "2s", delayed = "2s", identity = "parked-receipts", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return leases.whenHeld("parked-receipts", LEASE, this::applyMatched);
    }

    @Scheduled(every = "1h", delayed = "5m", identity = "parked-receipts-age", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return database.preparedQuery(FORGET).execute(Tuple.of(Sql.time(clock.instant().minus(KEPT)))).replaceWithVoid();
    }

    Uni<Void> applyMatched() {
        return database.query(MATCHED)
                .execute()
                .map(rows -> Sql.all(rows, row -> row))
                .chain(this::applyAll);
    }

    private Uni<Void> applyAll(List<Row> matched) {
        return Multi.createFrom().iterable(matched)
                .onItem().transformToUniAndConcatenate(this::apply)
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> apply(Row receipt) {
        UUID organizationId = receipt.getUUID("organization_id");
        return database.withTransaction(tx -> apply(tx, organizationId, receipt)).invoke(() -> changeFeed.announce(organizationId));
    }

    private Uni<Void> apply(SqlConnection tx, UUID organizationId, Row receipt) {
        ProviderMessageId id = new ProviderMessageId(receipt.getString("provider_message_id"));
        return deliveries.claimParked(tx, receipt.getUUID("channel_account_id"), List.of(id))
                .chain(changes -> changeFeed.append(tx, organizationId, changes));
    }
}
