package dev.tributary.outbound;

import dev.tributary.platform.Announcements;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The table of what is to leave. Only the head of a lane can be claimed, and it stays the head until it is done, so the rows of
 * a lane leave one after the other, whichever process has them. Every change to a row says who holds it: a process whose lease
 * ran out changes nothing any more.
 */
@ApplicationScoped
class Outbox {

    /** A skip scan: one probe an account, however long its queue is. */
    private static final String ACCOUNTS_DUE = """
            with recursive account as (
                (select channel_account_id as id from outbox where state = 'queued' order by channel_account_id limit 1)
                union all
                select (select o.channel_account_id from outbox o
                        where o.state = 'queued' and o.channel_account_id > account.id order by o.channel_account_id limit 1)
                from account where account.id is not null)
            select id from account
            where id is not null and exists (
                select 1 from outbox o where o.channel_account_id = account.id and o.state = 'queued'
                  and (o.kind = 'message') = $1 and o.not_before <= $2)
            """;

    private static final String CLAIM = """
            with head as (
                select due.id from unnest($1::uuid[], $2::int[]) as account(id, room)
                cross join lateral (
                    select o.id from outbox o
                    where o.channel_account_id = account.id and o.state = 'queued' and (o.kind = 'message') = $3 and o.not_before <= $4
                      and not exists (select 1 from outbox before
                                      where before.lane = o.lane and before.position < o.position
                                        and before.state in ('queued', 'claimed', 'sending'))
                    order by o.not_before, o.position
                    limit account.room
                    for update skip locked) due)
            update outbox o set state = 'claimed', leased_until = $5, leased_by = $6
            from head where o.id = head.id
            returning o.id, o.position, o.organization_id, o.channel_account_id, o.lane, o.kind, o.message_id, o.attachment_id, o.payload,
                      o.attempts, o.created_at
            """;

    private static final String SENDING = """
            update outbox set state = 'sending', attempts = attempts + 1, leased_until = $3
            where id = $1 and leased_by = $2 and state = 'claimed'
            """;

    private static final String LATER = """
            update outbox set state = 'queued', not_before = $3, attempts = $4, last_error = $5, leased_until = null, leased_by = null
            where id = $1 and leased_by = $2 and state in ('claimed', 'sending')
            """;

    private static final String END = """
            update outbox set state = $3, last_error = $4, done_at = $5, leased_until = null
            where id = $1 and leased_by = $2 and state in ('claimed', 'sending')
            """;

    private final Pool database;
    private final OutboundConfig config;
    private final Clock clock;
    private final String owner;

    @Inject
    Outbox(Pool database, OutboundConfig config, Clock clock, Announcements announcements) {
        this(database, config, clock, announcements.replica());
    }

    Outbox(Pool database, OutboundConfig config, Clock clock, String owner) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.owner = owner;
    }

    /** Accounts that have something due. */
    Uni<List<UUID>> accountsDue(boolean messages) {
        return database.preparedQuery(ACCOUNTS_DUE)
                .execute(Tuple.of(messages, Sql.time(clock.instant())))
                .map(rows -> Sql.all(rows, row -> row.getUUID("id")));
    }

    /**
     * Claims due heads for this process, in the order in which they were queued.
     *
     * @param room how many an account may have
     */
    Uni<List<OutboxRow>> claim(boolean messages, Map<UUID, Integer> room) {
        Instant now = clock.instant();
        List<UUID> accounts = List.copyOf(room.keySet());
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(accounts.toArray(UUID[]::new))
                .addArrayOfInteger(accounts.stream().map(room::get).toArray(Integer[]::new))
                .addBoolean(messages)
                .addOffsetDateTime(Sql.time(now))
                .addOffsetDateTime(Sql.time(now.plus(config.lease())))
                .addString(owner);
        return database.preparedQuery(CLAIM)
                .execute(row)
                .map(rows -> Sql.all(rows, claimed -> claimed).stream()
                        .sorted(Comparator.comparing(claimed -> claimed.getLong("position")))
                        .map(Outbox::row)
                        .toList());
    }

    /** The call is about to be made: from here on a crash means that nobody knows. False where the row is not ours any more. */
    Uni<Boolean> sending(SqlConnection tx, OutboxRow row) {
        return tx.preparedQuery(SENDING)
                .execute(Tuple.of(row.id(), owner, Sql.time(clock.instant().plus(config.lease()))))
                .map(rows -> rows.rowCount() == 1);
    }

    /** @param attempts that count from now on */
    Uni<Boolean> later(SqlClient tx, OutboxRow row, Instant notBefore, int attempts, JsonObject why) {
        return tx.preparedQuery(LATER)
                .execute(Tuple.of(row.id(), owner, Sql.time(notBefore), attempts, why))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Boolean> done(SqlClient tx, OutboxRow row) {
        return end(tx, row, "done", null);
    }

    Uni<Boolean> failed(SqlClient tx, OutboxRow row, JsonObject why) {
        return end(tx, row, "failed", why);
    }

    private Uni<Boolean> end(SqlClient tx, OutboxRow row, String state, JsonObject why) {
        return tx.preparedQuery(END)
                .execute(Tuple.of(row.id(), owner, state, why, Sql.time(clock.instant())))
                .map(rows -> rows.rowCount() == 1);
    }

    static OutboxRow row(Row row) {
        return new OutboxRow(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                row.getUUID("channel_account_id"),
                row.getString("kind"),
                Optional.ofNullable(row.getUUID("message_id")),
                Optional.ofNullable(row.getUUID("lane")),
                Optional.ofNullable(row.getUUID("attachment_id")),
                row.getJsonObject("payload"),
                row.getInteger("attempts"),
                Sql.instant(row, "created_at"));
    }
}
