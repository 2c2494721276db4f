package dev.tributary.conversation;

import dev.tributary.identity.UserDeparted;
import dev.tributary.platform.Leases;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;

/**
 * Takes live conversations from users who were deactivated or removed, so that they show as unassigned and no customer waits
 * for somebody who left. Right after it happened, and once a minute for what a dead process left.
 */
@ApplicationScoped
class DepartedAssignees {

    private static final String LEASE = "departed-assignees";
    private static final Duration LEASE_TIME = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int BATCH = 200;

    private static final String WAITING = """
            select c.organization_id, c.id from app_user u
            join conversation c on c.organization_id = u.organization_id and c.assignee_id = u.id and c.status in ('open', 'pending')
            where not u.is_active and c.archived_at is null limit %d""".formatted(BATCH);

    private final Pool database;
    private final Conversations conversations;
    private final Leases leases;

    DepartedAssignees(Pool database, Conversations conversations, Leases leases) {
        this.database = database;
        this.conversations = conversations;
        this.leases = leases;
    }

    /** On a worker thread. */
    void begin(@ObservesAsync UserDeparted departed) {
        follow().await().atMost(LIMIT);
    }

    @Scheduled(every = "1m", delayed = "40s", identity = LEASE)
    Uni<Void> follow() {
        return leases.whenHeld(LEASE, LEASE_TIME, () -> release()
                .onFailure().invoke(failure -> Log.error("Conversations of a departed user wait for the next turn", failure))
                .onFailure().recoverWithNull()
                .eventually(() -> leases.release(LEASE)));
    }

    private Uni<Void> release() {
        return database.query(WAITING).execute()
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(this::release)
                .collect().asList()
                .chain(released -> released.size() < BATCH || released.contains(false) ? Uni.createFrom().voidItem() : release());
    }

    /** One that cannot be changed just now must not keep the others. */
    private Uni<Boolean> release(Row row) {
        return conversations
                .change(row.getUUID("organization_id"), row.getUUID("id"), Author.SYSTEM, ConversationChange.assignee(null))
                .replaceWith(true)
                .onFailure().invoke(failure -> Log.warnf(failure, "A departed user's conversation waits for the next turn conversation=%s", row.getUUID("id")))
                .onFailure().recoverWithItem(false);
    }
}
