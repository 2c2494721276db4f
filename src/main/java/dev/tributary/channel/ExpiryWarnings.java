package dev.tributary.channel;

import dev.tributary.identity.Audit;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Warns fourteen days, seven days and one day before an account's credentials end, each once on however many replicas: the one statement
 * that notes the warning is the one that finds it due. Credentials that are refreshed in time are nobody's worry.
 */
@ApplicationScoped
class ExpiryWarnings {

    private static final String NOTE = """
            with due as (
                select id, case when expires_at < $1::timestamptz + interval '1 day' then 1
                                when expires_at < $1::timestamptz + interval '7 days' then 7
                                else 14 end as days
                from channel_account
                where archived_at is null and is_active and expires_at > $1 and expires_at < $1::timestamptz + interval '14 days'
                  and (refresh_at is null or refresh_failures > 0))
            update channel_account a set expiry_warned_days = due.days from due
            where a.id = due.id and (a.expiry_warned_days is null or a.expiry_warned_days > due.days)
            returning a.id, a.organization_id, a.expires_at, due.days""";

    private final Pool database;
    private final Audit audit;
    private final ChangeFeed feed;
    private final AccountDirectory accounts;
    private final Clock clock;

    ExpiryWarnings(Pool database, Audit audit, ChangeFeed feed, AccountDirectory accounts, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.feed = feed;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "4m", identity = "expiry-warnings")
    Uni<Void> warn() {
        return database.withTransaction(tx -> tx.preparedQuery(NOTE)
                        .execute(Tuple.of(Sql.time(clock.instant())))
                        .map(rows -> Sql.all(rows, row -> row))
                        .call(rows -> Multi.createFrom().iterable(rows).onItem().transformToUniAndConcatenate(row -> warn(tx, row)).collect().last()))
                .invoke(rows -> rows.stream().map(row -> row.getUUID("organization_id")).distinct().forEach(feed::announce))
                .invoke(rows -> {
                    if (!rows.isEmpty()) {
                        accounts.changed();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> warn(SqlConnection tx, Row row) {
        UUID organizationId = row.getUUID("organization_id");
        UUID accountId = row.getUUID("id");
        Map<String, ?> detail = Map.of("days", row.getInteger("days"), "expires_at", row.getOffsetDateTime("expires_at").toInstant().toString());
        return audit.record(tx, Disconnections.service(organizationId), "channel_account.expires_soon", Accounts.target(accountId), detail)
                .chain(() -> feed.append(tx, organizationId, List.of(Change.of(AccountStore.CHANGED, accountId))));
    }
}
