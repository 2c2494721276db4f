package dev.tributary.conversation;

import dev.tributary.channel.AccountEnded;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Leases;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Conversations go with their channel account: archived with it, deleted when it is purged. In small transactions apart from
 * the request, so that a large account never holds up what comes in; what a dead process left is taken up within a minute.
 */
@ApplicationScoped
class ArchivedChannels {

    private static final String LEASE = "archived-channels";
    private static final Duration LEASE_TIME = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofMinutes(9);
    private static final int ARCHIVE_BATCH = 500;
    private static final int PURGE_BATCH = 20;
    private static final int JOURNAL_BATCH = 2_000;

    private static final String TO_ARCHIVE = """
            select a.id, a.organization_id from channel_account a
            where a.archived_at is not null and a.purge_requested_at is null
              and exists (select 1 from conversation c where c.channel_account_id = a.id and c.archived_at is null)""";

    private static final String ARCHIVE = """
            update conversation set archived_at = $3, updated_at = $3
            where id in (select id from conversation where channel_account_id = $1 and archived_at is null limit $2 for update skip locked)
            returning id""";

    private static final String TO_PURGE = "select id, organization_id from channel_account where purge_requested_at is not null";
    private static final String PURGE_BATCH_IDS = "select id from conversation where channel_account_id = $1 limit $2 for update skip locked";

    private static final String PURGE = "delete from conversation where id = any($1)";

    private static final String PURGE_JOURNAL = """
            delete from journal_event where id in (select id from journal_event where channel_account_id = $1 limit $2)""";

    private static final String PURGE_ACCOUNT = "delete from channel_account where id = $1";

    private final Pool database;
    private final ChangeFeed feed;
    private final Leases leases;
    private final Clock clock;

    ArchivedChannels(Pool database, ChangeFeed feed, Leases leases, Clock clock) {
        this.database = database;
        this.feed = feed;
        this.leases = leases;
        this.clock = clock;
    }

    /** On a worker thread, right after an account ended in this process. */
    void begin(@ObservesAsync AccountEnded ended) {
        follow().await().atMost(LIMIT);
    }

    @Scheduled(every = "1m", delayed = "30s", identity = LEASE)
    Uni<Void> follow() {
        return leases.whenHeld(LEASE, LEASE_TIME, () -> each(TO_ARCHIVE, this::archive)
                .chain(() -> each(TO_PURGE, this::purge))
                .onFailure().invoke(failure -> Log.error("Conversations of an ended channel account wait for the next turn", failure))
                .onFailure().recoverWithNull()
                .eventually(() -> leases.release(LEASE)));
    }

    private interface Work {
        Uni<Void> on(UUID accountId, UUID organizationId);
    }

    private Uni<Void> each(String accounts, Work work) {
        return database.query(accounts).execute()
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(row -> work.on(row.getUUID("id"), row.getUUID("organization_id")))
                .collect().asList()
                .replaceWithVoid();
    }

    private Uni<Void> archive(UUID accountId, UUID organizationId) {
        return database.withTransaction(tx -> archiveSome(tx, accountId, organizationId))
                .invoke(archived -> feed.announce(organizationId))
                .chain(archived -> archived < ARCHIVE_BATCH ? Uni.createFrom().voidItem() : archive(accountId, organizationId));
    }

    private Uni<Integer> archiveSome(SqlConnection tx, UUID accountId, UUID organizationId) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return tx.preparedQuery(ARCHIVE).execute(Tuple.of(accountId, ARCHIVE_BATCH, now))
                .map(ArchivedChannels::ids)
                .call(ids -> feed.append(tx, organizationId, ids.stream().map(id -> ChangeFeed.Change.conversation("conversation.updated", id)).toList()))
                .map(List::size);
    }

    private Uni<Void> purge(UUID accountId, UUID organizationId) {
        return database.withTransaction(tx -> purgeSome(tx, accountId))
                .chain(purged -> purged == 0 ? purgeRest(accountId) : purge(accountId, organizationId));
    }

    private Uni<Integer> purgeSome(SqlConnection tx, UUID accountId) {
        return tx.preparedQuery(PURGE_BATCH_IDS).execute(Tuple.of(accountId, PURGE_BATCH))
                .map(rows -> ids(rows).toArray(UUID[]::new))
                .call(ids -> tx.preparedQuery(PURGE).execute(Tuple.of(ids)))
                .map(ids -> ids.length);
    }

    private Uni<Void> purgeRest(UUID accountId) {
        return database.preparedQuery(PURGE_JOURNAL).execute(Tuple.of(accountId, JOURNAL_BATCH))
                .chain(deleted -> deleted.rowCount() < JOURNAL_BATCH
                        ? database.preparedQuery(PURGE_ACCOUNT).execute(Tuple.of(accountId)).replaceWithVoid()
                        : purgeRest(accountId));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }
}
