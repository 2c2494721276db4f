package dev.tributary.statistics;

import dev.tributary.platform.Problems;
import dev.tributary.statistics.Report.Bucket;
import dev.tributary.statistics.Report.Counts;
import dev.tributary.statistics.Report.Times;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads reports from the hourly counts and the first responses; percentiles are exact over any range. */
@ApplicationScoped
class ChannelStatistics {

    private static final int MAX_BUCKETS = 2_000;

    private static final String ZONE = """
            select o.time_zone from channel_account a join organization o on o.id = a.organization_id
            where a.id = $1 and a.organization_id = $2 and a.purge_requested_at is null""";

    /** Both halves answer a row for each bucket that has something, and one for all of them whose bucket is null. */
    private static final String COUNTS = """
            select date_trunc($4, hour, $5) as bucket, sum(messages_received)::bigint as received, sum(messages_sent)::bigint as sent,
                   sum(messages_failed)::bigint as failed, sum(conversations)::bigint as conversations
            from channel_stat_hourly
            where channel_account_id = $1 and hour >= date_trunc('hour', $2::timestamptz, 'UTC') and hour < $3
            group by grouping sets ((1), ())""";

    private static final String TIMES = """
            select date_trunc($4, responded_at, $5) as bucket, percentile_cont(0.5) within group (order by seconds) as median,
                   percentile_cont(0.9) within group (order by seconds) as p90, avg(seconds)::float8 as average
            from first_response
            where channel_account_id = $1 and responded_at >= $2 and responded_at < $3
            group by grouping sets ((1), ())""";

    private final Pool database;

    ChannelStatistics(Pool database) {
        this.database = database;
    }

    /** @param to the end of the range, itself not in it */
    Uni<Report> report(UUID organizationId, UUID accountId, Instant from, Instant to, Interval interval) {
        return database.preparedQuery(ZONE).execute(Tuple.of(accountId, organizationId))
                .map(ChannelStatistics::zone)
                .chain(zone -> report(accountId, from, to, interval, zone));
    }

    private Uni<Report> report(UUID accountId, Instant from, Instant to, Interval interval, ZoneId zone) {
        List<Instant> starts = starts(from, to, interval, zone);
        Tuple range = Tuple.of(
                accountId, from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC), interval.name().toLowerCase(java.util.Locale.ROOT), interval.cutIn(zone).getId());
        return database.preparedQuery(TIMES).execute(range)
                .map(ChannelStatistics::times)
                .chain(times -> database.preparedQuery(COUNTS).execute(range).map(rows -> counts(rows, times)))
                .map(counts -> new Report(
                        from, to, interval.name().toLowerCase(java.util.Locale.ROOT), zone.getId(),
                        counts.getOrDefault(null, Counts.NONE),
                        starts.stream().map(start -> new Bucket(start, counts.getOrDefault(start, Counts.NONE))).toList()));
    }

    private static List<Instant> starts(Instant from, Instant to, Interval interval, ZoneId zone) {
        List<Instant> starts = new ArrayList<>();
        for (Instant start = interval.start(from, zone); start.isBefore(to); start = interval.next(start, zone)) {
            if (starts.size() == MAX_BUCKETS) {
                throw Problems.invalid("interval", "gives more than " + MAX_BUCKETS + " points over this range: take a longer one, or a shorter range");
            }
            starts.add(start);
        }
        return starts;
    }

    private static ZoneId zone(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problems.notFound("channel account");
        }
        return ZoneId.of(rows.iterator().next().getString("time_zone"));
    }

    private static Map<Instant, Times> times(RowSet<Row> rows) {
        Map<Instant, Times> times = new HashMap<>();
        rows.forEach(row -> times.put(bucket(row), new Times(row.getDouble("median"), row.getDouble("p90"), row.getDouble("average"))));
        return times;
    }

    private static Map<Instant, Counts> counts(RowSet<Row> rows, Map<Instant, Times> times) {
        Map<Instant, Counts> counts = new HashMap<>();
        times.forEach((bucket, seconds) -> counts.put(bucket, new Counts(0, 0, 0, 0, seconds)));
        rows.forEach(row -> counts.put(bucket(row), new Counts(
                number(row, "received"), number(row, "sent"), number(row, "failed"), number(row, "conversations"), times.getOrDefault(bucket(row), Times.NONE))));
        return counts;
    }

    /** Null stands for the whole range. */
    private static Instant bucket(Row row) {
        return row.getOffsetDateTime("bucket") == null ? null : row.getOffsetDateTime("bucket").toInstant();
    }

    private static long number(Row row, String column) {
        Long value = row.getLong(column);
        return value == null ? 0 : value;
    }
}
