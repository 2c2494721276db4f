package dev.tributary.statistics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How long a bucket is. Days and weeks begin at midnight where the organization is, so a day of the clock change has 23 or 25
 * hours; weeks begin on Monday. Counts are kept by the hour of UTC: where a zone is off by half an hour, the hour around
 * midnight belongs to the day in which it began.
 */
@Schema(enumeration = {"hour", "day", "week"})
public enum Interval {
    HOUR {
        @Override
        Instant start(Instant at, ZoneId zone) {
            return at.truncatedTo(ChronoUnit.HOURS);
        }

        @Override
        Instant next(Instant start, ZoneId zone) {
            return start.plus(1, ChronoUnit.HOURS);
        }
    },
    DAY {
        @Override
        Instant start(Instant at, ZoneId zone) {
            return at.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        }

        @Override
        Instant next(Instant start, ZoneId zone) {
            return start.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        }
    },
    WEEK {
        @Override
        Instant start(Instant at, ZoneId zone) {
            ZonedDateTime local = at.atZone(zone).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            return local.toLocalDate().atStartOfDay(zone).toInstant();
        }

        @Override
        Instant next(Instant start, ZoneId zone) {
            return start.atZone(zone).toLocalDate().plusWeeks(1).atStartOfDay(zone).toInstant();
        }
    };

    /** When the bucket began that holds this time. */
    abstract Instant start(Instant at, ZoneId zone);

    /** When the bucket after the one that began then begins. */
    abstract Instant next(Instant start, ZoneId zone);

    /** What zone PostgreSQL must cut in to agree. */
    ZoneId cutIn(ZoneId zone) {
        return this == HOUR ? ZoneOffset.UTC : zone;
    }
}
