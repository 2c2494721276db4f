package dev.tributary.outbound;

import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendingLimits;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps an account below what its provider takes within a day. Counted in the messages that were sent, whichever replica sent them. */
@ApplicationScoped
class DailyQuota {

    private static final Duration DAY = Duration.ofDays(1);

    /** Room is looked for again after this, however long the day still is: somebody may have raised the limit. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);

    /** A message is sent within a day after it was written, or never. */
    private static final String SENT = """
            select coalesce(sum(greatest(1, jsonb_array_length(coalesce(content -> 'mail' -> 'to', '[]')) + jsonb_array_length(coalesce(content -> 'mail' -> 'cc', '[]'))
                       + jsonb_array_length(coalesce(content -> 'mail' -> 'bcc', '[]')))), 0)::bigint as recipients, min(sent_at) as first_at
            from message
            where channel_account_id = $1 and direction = 'outbound' and content ? 'mail' and created_at > $2 and sent_at > $3
            """;

    private final Pool database;
    private final Clock clock;

    DailyQuota(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Until when this message has to wait; empty where there is room for it, or no limit. */
    Uni<Optional<Deferred>> exceeded(UUID accountId, SendingLimits limits, OutboundMessage message) {
        if (limits.recipientsPerDay().isEmpty() || message.mail().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        int most = limits.recipientsPerDay().get();
        int wanted = message.mail().get().to().size() + message.mail().get().cc().size() + message.mail().get().bcc().size();
        Instant since = clock.instant().minus(DAY);
        return database.preparedQuery(SENT)
                .execute(Tuple.of(accountId, Sql.time(since.minus(DAY)), Sql.time(since)))
                .map(rows -> rows.iterator().next())
                .map(row -> row.getLong("recipients") == 0 || row.getLong("recipients") + wanted <= most ? Optional.empty() : Optional.of(wait(row, most)));
    }

    private Deferred wait(Row row, int most) {
        Duration room = Duration.between(clock.instant(), Sql.instant(row, "first_at").plus(DAY));
        Duration wait = room.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : room.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : room;
        ProviderError cause = new ProviderError("daily_limit", "%d of %d recipients within 24 hours".formatted(row.getLong("recipients"), most));
        return new Deferred(Optional.of(wait), true, cause, Optional.of(SendingLimits.DAILY_LIMIT_HINT));
    }
}
