package dev.tributary.conversation;

import dev.tributary.platform.Leases;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What the clock does to conversations: wakes those that were snoozed, and adds up the counts behind the inbox views. */
@ApplicationScoped
public class ConversationJobs {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final String DUE = "select id, organization_id from conversation where snoozed_until <= $1 order by snoozed_until limit 200";

    private static final String CROWDED = "select organization_id from inbox_count group by organization_id having count(*) > 200";

    private static final String FOLD = """
            with noted as (delete from inbox_count where organization_id = $1 returning *)
            insert into inbox_count (organization_id, status, assignee_id, team_id, count, unread)
            select organization_id, status, assignee_id, team_id, sum(count), sum(unread) from noted
            group by organization_id, status, assignee_id, team_id having sum(count) <> 0 or sum(unread) <> 0
            """;

    private final Pool database;
    private final Conversations conversations;
    private final Leases leases;
    private final Clock clock;

    ConversationJobs(Pool database, Conversations conversations, Leases leases, Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(every = "5s", delayed = "3s", identity = "conversation-wake", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> wake() {
        return leases.whenHeld("conversation-wake", LEASE, this::wakeDue);
    }

    @Scheduled(every = "10s", delayed = "5s", identity = "inbox-counts", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> addUp() {
        return leases.whenHeld("inbox-counts", LEASE, this::foldCounts);
    }

    Uni<Void> wakeDue() {
        return database.preparedQuery(DUE)
                .execute(Tuple.of(Sql.time(clock.instant())))
                .map(rows -> Sql.all(rows, row -> row))
                .chain(this::wakeAll);
    }

    Uni<Void> foldCounts() {
        return database.query(CROWDED)
                .execute()
                .map(rows -> Sql.all(rows, row -> row.getUUID("organization_id")))
                .chain(organizations -> Multi.createFrom().iterable(organizations)
                        .onItem().transformToUniAndConcatenate(id -> database.preparedQuery(FOLD).execute(Tuple.of(id)))
                        .collect().last()
                        .replaceWithVoid());
    }

    private Uni<Void> wakeAll(List<Row> due) {
        return Multi.createFrom().iterable(due)
                .onItem().transformToUniAndConcatenate(this::wake)
                .collect().last()
                .replaceWithVoid();
    }

    /** One that cannot be woken stays as it is and does not keep the others asleep. */
    private Uni<Void> wake(Row conversation) {
        return conversations.change(conversation.getUUID("organization_id"), conversation.getUUID("id"), Author.SYSTEM, ConversationChange.snooze(null))
                .onFailure().invoke(failure -> Log.warnf(failure, "Waking a conversation failed conversation=%s", conversation.getUUID("id")))
                .onFailure().recoverWithNull();
    }
}
