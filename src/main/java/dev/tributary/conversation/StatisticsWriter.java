package dev.tributary.conversation;

import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Counts what happens on a channel account in the transaction in which it happens, so that no report ever counts messages. */
@ApplicationScoped
public class StatisticsWriter {

    /**
     * What to add to an account's hour.
     *
     * @param at any time within the hour
     */
    public record Tally(UUID accountId, Instant at, long received, long sent, long failed, long conversations) {

        public static Tally received(UUID accountId, Instant at) {
            return new Tally(accountId, at, 1, 0, 0, 0);
        }

        public static Tally sent(UUID accountId, Instant at) {
            return new Tally(accountId, at, 0, 1, 0, 0);
        }

        public static Tally failed(UUID accountId, Instant at) {
            return new Tally(accountId, at, 0, 0, 1, 0);
        }

        public static Tally conversation(UUID accountId, Instant at) {
            return new Tally(accountId, at, 0, 0, 0, 1);
        }
    }

    private record Hour(UUID accountId, OffsetDateTime start) {}

    private static final String ADD = """
            insert into channel_stat_hourly as s (channel_account_id, hour, messages_received, messages_sent, messages_failed, conversations)
            select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
            on conflict (channel_account_id, hour) do update
            set messages_received = s.messages_received + excluded.messages_received,
                messages_sent = s.messages_sent + excluded.messages_sent,
                messages_failed = s.messages_failed + excluded.messages_failed,
                conversations = s.conversations + excluded.conversations
            """;

    private static final String RESPONDED = """
            insert into first_response (conversation_id, channel_account_id, responded_at, seconds) values ($1, $2, $3, $4)
            on conflict do nothing
            """;

    /**
     * Adds all of them in one statement, in the order of accounts and hours so that two writers never wait for each other in
     * a circle. The rows stay locked until the commit: call it late, once a transaction.
     */
    public Uni<Void> add(SqlClient transaction, Collection<Tally> tallies) {
        if (tallies.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<Hour, List<Tally>> hours = tallies.stream().collect(Collectors.groupingBy(StatisticsWriter::hour));
        List<Hour> order = hours.keySet().stream()
                .sorted(Comparator.comparing(Hour::accountId).thenComparing(Hour::start))
                .toList();
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(order.stream().map(Hour::accountId).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(order.stream().map(Hour::start).toArray(OffsetDateTime[]::new))
                .addArrayOfLong(sums(order, hours, Tally::received))
                .addArrayOfLong(sums(order, hours, Tally::sent))
                .addArrayOfLong(sums(order, hours, Tally::failed))
                .addArrayOfLong(sums(order, hours, Tally::conversations));
        return transaction.preparedQuery(ADD).execute(row).replaceWithVoid();
    }

    /** Writes down a conversation's first answer; a second call changes nothing. */
    public Uni<Void> responded(SqlClient transaction, UUID conversationId, UUID accountId, Instant firstInboundAt, Instant respondedAt) {
        double seconds = Math.max(0, Duration.between(firstInboundAt, respondedAt).toMillis() / 1_000.0);
        return transaction.preparedQuery(RESPONDED)
                .execute(Tuple.of(conversationId, accountId, Sql.time(respondedAt), seconds))
                .replaceWithVoid();
    }

    private static Hour hour(Tally tally) {
        return new Hour(tally.accountId(), Sql.time(tally.at().truncatedTo(ChronoUnit.HOURS)));
    }

    private static Long[] sums(List<Hour> order, Map<Hour, List<Tally>> hours, ToLongFunction<Tally> count) {
        return order.stream().map(hour -> hours.get(hour).stream().mapToLong(count).sum()).toArray(Long[]::new);
    }
}
