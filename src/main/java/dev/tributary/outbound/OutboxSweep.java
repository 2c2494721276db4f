package dev.tributary.outbound;

import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ProviderError;
import dev.tributary.conversation.MessageError;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
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
import java.util.List;
import java.util.UUID;

/**
 * Takes over what a dead process held. A row that was only claimed goes back to the queue. A message in the middle of its send
 * may have reached the customer: it is sent again only where the provider drops a second copy, and fails otherwise with a hint
 * to ask first. Every process sweeps; the rows decide which of them does what.
 */
@ApplicationScoped
class OutboxSweep {

    private static final int AT_ONCE = 100;

    private static final String RELEASE = """
            update outbox set state = 'queued', leased_until = null, leased_by = null
            where state = 'claimed' and leased_until < $1
            """;

    private static final String BROKEN_OFF = """
            select o.id, o.organization_id, o.channel_account_id, o.lane, o.kind, o.message_id, o.attachment_id, o.payload, o.attempts,
                   o.created_at, a.type
            from outbox o join channel_account a on a.id = o.channel_account_id
            where o.state = 'sending' and o.leased_until < $1
            order by o.leased_until limit $2
            """;

    private static final String TAKE = """
            update outbox set state = $3, last_error = $4, done_at = $5, leased_until = null, leased_by = null
            where id = $1 and state = 'sending' and leased_until < $2
            """;

    private static final String FORGET = "delete from outbox where state in ('done', 'failed') and done_at < $1";

    private final Pool database;
    private final Outcomes outcomes;
    private final AdapterRegistry adapters;
    private final ChangeFeed changeFeed;
    private final OutboundConfig config;
    private final Clock clock;

    OutboxSweep(Pool database, Outcomes outcomes, AdapterRegistry adapters, ChangeFeed changeFeed, OutboundConfig config, Clock clock) {
        this.database = database;
        this.outcomes = outcomes;
        this.adapters = adapters;
        this.changeFeed = changeFeed;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${tributary.outbound.sweep:10s}", delayed = "2s", identity = "outbox-sweep", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return database.preparedQuery(RELEASE)
                .execute(Tuple.of(Sql.time(clock.instant())))
                .chain(() -> database.preparedQuery(BROKEN_OFF).execute(Tuple.of(Sql.time(clock.instant()), AT_ONCE)))
                .map(rows -> Sql.all(rows, row -> row))
                .chain(this::endAll);
    }

    @Scheduled(every = "1h", delayed = "10m", identity = "outbox-retention", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return database.preparedQuery(FORGET).execute(Tuple.of(Sql.time(clock.instant().minus(config.doneKept())))).replaceWithVoid();
    }

    private Uni<Void> endAll(List<Row> brokenOff) {
        return Multi.createFrom().iterable(brokenOff)
                .onItem().transformToUniAndConcatenate(this::end)
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> end(Row found) {
        OutboxRow row = Outbox.row(found);
        UUID organizationId = row.organizationId();
        boolean repeats = adapters.find(found.getString("type")).map(adapter -> adapter.descriptor().idempotentSends()).orElse(false);
        return database.withTransaction(tx -> repeats ? again(tx, row) : failed(tx, row))
                .invoke(() -> changeFeed.announce(organizationId))
                .onFailure().invoke(failure -> Log.warnf(failure, "A broken off send could not be ended row=%s", row.id()))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> again(SqlConnection tx, OutboxRow row) {
        return take(tx, row, "queued", null).replaceWithVoid();
    }

    private Uni<Void> failed(SqlConnection tx, OutboxRow row) {
        MessageError error = MessageError.of(new MayHaveBeenSent(new ProviderError("interrupted", "the service stopped in the middle of the send")));
        return take(tx, row, "failed", error).chain(taken -> taken
                ? outcomes.messageFailed(tx, row, error).chain(changes -> changeFeed.append(tx, row.organizationId(), changes))
                : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> take(SqlConnection tx, OutboxRow row, String state, MessageError error) {
        return tx.preparedQuery(TAKE)
                .execute(Tuple.of(
                        row.id(),
                        Sql.time(clock.instant()),
                        state,
                        error == null ? null : error.json(),
                        state.equals("queued") ? null : Sql.time(clock.instant())))
                .map(rows -> rows.rowCount() == 1);
    }
}
