package dev.tributary.inbound;

import dev.tributary.platform.Ids;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Days of a mailbox that somebody asked to be fetched again, one request at a time. */
@ApplicationScoped
class MailboxRefills {

    /**
     * A request.
     *
     * @param found mails that were not here; null until it has ended
     */
    record MailboxRefill(UUID id, LocalDate from, LocalDate to, @Nullable Integer found, Instant createdAt, @Nullable Instant endedAt) {}

    private static final String ASK = """
            insert into mailbox_refill (id, organization_id, channel_account_id, from_day, to_day, created_at)
            select $1, organization_id, id, $4, $5, $6 from channel_account where id = $2 and organization_id = $3 and archived_at is null
            on conflict (channel_account_id) where ended_at is null do nothing
            returning id, from_day, to_day, found, created_at, ended_at
            """;

    private static final String LATEST = """
            select id, from_day, to_day, found, created_at, ended_at from mailbox_refill
            where organization_id = $1 and channel_account_id = $2 order by created_at desc limit 20
            """;

    private static final String END = "update mailbox_refill set found = $2, ended_at = $3 where id = $1 and ended_at is null";

    private final Pool database;
    private final Clock clock;

    MailboxRefills(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** 409 while another request of this account is being worked on. */
    Uni<MailboxRefill> ask(UUID organizationId, UUID accountId, LocalDate from, LocalDate to) {
        return database.preparedQuery(ASK)
                .execute(Tuple.of(Ids.next(), accountId, organizationId, from, to, Sql.time(clock.instant())))
                .map(rows -> Sql.first(rows).map(MailboxRefills::refill).orElseThrow(() -> Problems.conflict(
                        "refill_running", "This mailbox is being fetched again already.", "Wait until that has ended.")));
    }

    /** The latest first, twenty at most. */
    Uni<List<MailboxRefill>> latest(UUID organizationId, UUID accountId) {
        return database.preparedQuery(LATEST).execute(Tuple.of(organizationId, accountId)).map(rows -> Sql.all(rows, MailboxRefills::refill));
    }

    Uni<Void> ended(UUID id, int found) {
        return database.preparedQuery(END).execute(Tuple.of(id, found, Sql.time(clock.instant()))).replaceWithVoid();
    }

    private static MailboxRefill refill(Row row) {
        return new MailboxRefill(
                row.getUUID("id"), row.getLocalDate("from_day"), row.getLocalDate("to_day"), row.getInteger("found"), Sql.instant(row, "created_at"), Sql.instant(row, "ended_at"));
    }
}
