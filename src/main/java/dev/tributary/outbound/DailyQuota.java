package dev.tributary.outbound;

import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendingLimits;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps an account below what its provider takes within any 24 hours. A mail takes its room before it is sent and gives it back where it did not
 * leave; room is taken under a lock in the database, so that replicas do not take the same. What a crash leaves taken is free a day later.
 */
@ApplicationScoped
class DailyQuota {

    /**
     * Room that a mail took.
     *
     * @param since the span that it is counted in
     */
    record Taken(UUID accountId, Instant since, int recipients) {}

    /** Room, or why there is none; neither where nobody counts. */
    record Answer(Optional<Taken> taken, Optional<Deferred> later) {}

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SPAN = Duration.ofMinutes(10);

    /** Room is looked for again after this, however long the day still is: somebody may have raised the limit. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('mail_quota' || $1::uuid::text, 0))";

    private static final String USED = """
            select coalesce(sum(recipients), 0)::bigint as recipients, min(began_at) filter (where recipients > 0) as first_at
            from mail_quota where channel_account_id = $1 and began_at > $2
            """;

    private static final String TAKE = """
            with old as (delete from mail_quota where channel_account_id = $1 and began_at <= $4)
            insert into mail_quota as q (channel_account_id, began_at, recipients) values ($1, $2, $3)
            on conflict (channel_account_id, began_at) do update set recipients = q.recipients + excluded.recipients
            """;

    private static final String GIVE_BACK = "update mail_quota set recipients = greatest(recipients - $3, 0) where channel_account_id = $1 and began_at = $2";

    private final Pool database;
    private final Clock clock;

    DailyQuota(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A mail to more than a whole day's recipients leaves alone: it would wait for ever. */
    Uni<Answer> take(UUID accountId, SendingLimits limits, OutboundMessage message) {
        if (limits.recipientsPerDay().isEmpty() || message.mail().isEmpty()) {
            return Uni.createFrom().item(new Answer(Optional.empty(), Optional.empty()));
        }
        OutgoingMail mail = message.mail().get();
        Taken wanted = new Taken(accountId, span(clock.instant()), Math.max(1, mail.to().size() + mail.cc().size() + mail.bcc().size()));
        return database.withTransaction(tx -> take(tx, wanted, limits.recipientsPerDay().get()));
    }

    Uni<Void> giveBack(Taken taken) {
        return database.preparedQuery(GIVE_BACK).execute(Tuple.of(taken.accountId(), Sql.time(taken.since()), taken.recipients())).replaceWithVoid();
    }

    private Uni<Answer> take(SqlConnection tx, Taken wanted, int most) {
        Instant end = clock.instant().minus(DAY).minus(SPAN);
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(wanted.accountId()))
                .chain(() -> tx.preparedQuery(USED).execute(Tuple.of(wanted.accountId(), Sql.time(end))))
                .map(rows -> rows.iterator().next())
                .chain(used -> {
                    boolean isRoom = used.getLong("recipients") == 0 || used.getLong("recipients") + wanted.recipients() <= most;
                    return isRoom
                            ? tx.preparedQuery(TAKE)
                                    .execute(Tuple.of(wanted.accountId(), Sql.time(wanted.since()), wanted.recipients(), Sql.time(end)))
                                    .replaceWith(new Answer(Optional.of(wanted), Optional.empty()))
                            : Uni.createFrom().item(new Answer(Optional.empty(), Optional.of(wait(used, most))));
                });
    }

    private Deferred wait(Row used, int most) {
        Duration room = Duration.between(clock.instant(), Sql.instant(used, "first_at").plus(DAY).plus(SPAN));
        Duration wait = room.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : room.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : room;
        ProviderError cause = new ProviderError("daily_limit", "%d of %d recipients within 24 hours".formatted(used.getLong("recipients"), most));
        return new Deferred(Optional.of(wait), true, cause, Optional.of(SendingLimits.DAILY_LIMIT_HINT));
    }

    private static Instant span(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond() - at.getEpochSecond() % SPAN.toSeconds());
    }
}
