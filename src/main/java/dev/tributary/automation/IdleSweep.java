package dev.tributary.automation;

import dev.tributary.automation.engine.Rule;
import dev.tributary.automation.engine.Trigger;
import dev.tributary.conversation.OutboxSignal;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Leases;
import dev.tributary.platform.LostTransactionException;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Lets idle rules look, once a minute on one replica. A rule acts once on a silence, and only on silences that grew long enough while it was
 * there. One that does not match yet, because the workspace is closed, is asked again: it acts when the workspace opens.
 */
@ApplicationScoped
class IdleSweep {

    private static final String LEASE = "automation-idle";
    private static final Duration LEASE_TIME = Duration.ofMinutes(5);
    private static final int BATCH = 500;

    private static final String ORGANIZATIONS = """
            select distinct organization_id from automation_rule_revision where event = 'conversation.idle' and until is null
            """;
    private static final String SILENT = """
            select c.id, latest.id as message_id, latest.created_at from conversation c
            join lateral (select m.id, m.created_at from message m where m.conversation_id = c.id and m.direction in ('inbound', 'outbound')
                order by m.created_at desc, m.id desc limit 1) latest on true
            where c.organization_id = $1 and c.status in ('open', 'pending') and c.archived_at is null and c.id > $5
              and latest.created_at <= $2 and latest.created_at > $3
              and not exists (select 1 from automation_idle i where i.conversation_id = c.id and i.rule_id = $4 and i.message_id = latest.id)
            order by c.id limit $6
            """;
    private static final String MARK = """
            insert into automation_idle as i (conversation_id, rule_id, message_id, at) values ($1, $2, $3, $4)
            on conflict (conversation_id, rule_id) do update set message_id = excluded.message_id, at = excluded.at where i.message_id <> excluded.message_id
            """;

    private final Pool database;
    private final RuleBooks books;
    private final RuleRunner runner;
    private final ChangeFeed feed;
    private final OutboxSignal outbox;
    private final Leases leases;
    private final Clock clock;

    IdleSweep(Pool database, RuleBooks books, RuleRunner runner, ChangeFeed feed, OutboxSignal outbox, Leases leases, Clock clock) {
        this.database = database;
        this.books = books;
        this.runner = runner;
        this.feed = feed;
        this.outbox = outbox;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "30s", identity = LEASE, concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> onTime() {
        return leases.whenHeld(LEASE, LEASE_TIME, () -> sweep().eventually(() -> leases.release(LEASE)));
    }

    Uni<Void> sweep() {
        return database.query(ORGANIZATIONS).execute()
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(row -> sweep(row.getUUID("organization_id")))
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> sweep(UUID organizationId) {
        return books.current(database, organizationId)
                .onItem().transformToMulti(book -> Multi.createFrom().iterable(book.rules(Trigger.CONVERSATION_IDLE)))
                .onItem().transformToUniAndConcatenate(rule -> sweep(organizationId, rule, new UUID(0, 0)))
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> sweep(UUID organizationId, Rule rule, UUID after) {
        Duration silence = Duration.ofMinutes(RuleCheck.idleMinutes(rule.condition()));
        Instant now = clock.instant();
        Tuple wanted = Tuple.of(organizationId, Sql.time(now.minus(silence)), Sql.time(rule.since().minus(silence)), rule.id(), after, BATCH);
        return database.preparedQuery(SILENT).execute(wanted)
                .map(rows -> Sql.all(rows, row -> row))
                .chain(silent -> Multi.createFrom().iterable(silent)
                        .onItem().transformToUniAndConcatenate(row -> act(organizationId, rule, row))
                        .collect().last()
                        .chain(() -> silent.size() < BATCH
                                ? Uni.createFrom().voidItem()
                                : sweep(organizationId, rule, silent.getLast().getUUID("id"))));
    }

    /** One that fails does not keep the others; it is tried again with the next sweep. */
    private Uni<Void> act(UUID organizationId, Rule rule, Row silent) {
        List<Change> changes = new ArrayList<>();
        return database.withTransaction(tx -> act(tx, organizationId, rule, silent, changes))
                .onFailure(LostTransactionException.class).retry().atMost(LostTransactionException.RETRIES)
                .invoke(() -> announce(organizationId, changes))
                .onFailure().invoke(failure -> Log.warnf(failure, "An idle rule failed: rule=%s conversation=%s", rule.id(), silent.getUUID("id")))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> act(SqlConnection tx, UUID organizationId, Rule rule, Row silent, List<Change> changes) {
        changes.clear();
        UUID conversationId = silent.getUUID("id");
        return runner.byClock(tx, organizationId, conversationId, rule, changes)
                .chain(matched -> matched
                        ? tx.preparedQuery(MARK)
                                .execute(Tuple.of(conversationId, rule.id(), silent.getUUID("message_id"), Sql.time(clock.instant())))
                                .chain(() -> feed.append(tx, organizationId, changes))
                        : Uni.createFrom().voidItem());
    }

    private void announce(UUID organizationId, List<Change> changes) {
        if (!changes.isEmpty()) {
            feed.announce(organizationId);
            outbox.wake();
        }
    }
}
