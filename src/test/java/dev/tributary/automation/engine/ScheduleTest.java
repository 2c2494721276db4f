package dev.tributary.automation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.Problem.FieldError;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When scheduled rules look. */
class ScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Schedule schedule(Map<String, ?> json) {
        List<FieldError> errors = new ArrayList<>();
        Schedule schedule = Schedule.read(json, "schedule", errors);
        assertThat(errors).isEmpty();
        return schedule;
    }

    private static List<String> wrong(Map<String, ?> json) {
        List<FieldError> errors = new ArrayList<>();
        Schedule.read(json, "schedule", errors);
        return errors.stream().map(FieldError::field).toList();
    }

    @Test
    void times_of_the_day_are_those_of_the_time_zone() {
        Schedule schedule = schedule(Map.of("at", List.of("09:00", "15:30")));

        assertThat(schedule.latest(Instant.parse("2026-07-01T10:00:00Z"), BERLIN)).contains(Instant.parse("2026-07-01T07:00:00Z"));
        assertThat(schedule.latest(Instant.parse("2026-07-01T13:30:00Z"), BERLIN)).contains(Instant.parse("2026-07-01T13:30:00Z"));
        assertThat(schedule.latest(Instant.parse("2026-07-01T06:59:00Z"), BERLIN)).contains(Instant.parse("2026-06-30T13:30:00Z"));
    }

    @Test
    void its_own_time_zone_comes_before_the_workspaces() {
        Schedule schedule = schedule(Map.of("at", List.of("09:00"), "time_zone", "Asia/Kolkata"));

        assertThat(schedule.latest(Instant.parse("2026-07-01T10:00:00Z"), BERLIN)).contains(Instant.parse("2026-07-01T03:30:00Z"));
    }

    @Test
    void a_time_that_the_clock_change_leaves_out_comes_an_hour_later_and_one_that_comes_twice_comes_once() {
        Schedule schedule = schedule(Map.of("at", List.of("02:30")));

        assertThat(schedule.latest(Instant.parse("2026-03-29T12:00:00Z"), BERLIN)).contains(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(schedule.latest(Instant.parse("2026-10-25T12:00:00Z"), BERLIN)).contains(Instant.parse("2026-10-25T00:30:00Z"));
    }

    @Test
    void minutes_are_counted_from_midnight_also_on_the_day_of_a_clock_change() {
        Schedule schedule = schedule(Map.of("every_minutes", 45));

        assertThat(schedule.latest(Instant.parse("2026-11-20T01:31:00Z"), ZoneOffset.UTC)).contains(Instant.parse("2026-11-20T01:30:00Z"));
        assertThat(schedule.latest(Instant.parse("2026-11-20T00:00:00Z"), ZoneOffset.UTC)).contains(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(schedule.latest(Instant.parse("2026-10-25T22:59:59Z"), BERLIN)).contains(Instant.parse("2026-10-25T22:45:00Z"));
    }

    @Test
    void on_other_days_it_does_not_look() {
        Schedule monday = schedule(Map.of("at", List.of("09:00"), "days", List.of("monday")));

        assertThat(monday.latest(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC)).contains(Instant.parse("2026-11-16T09:00:00Z"));
    }

    @Test
    void everything_wrong_is_named() {
        assertThat(wrong(Map.of())).containsExactly("schedule");
        assertThat(wrong(Map.of("at", List.of("09:00"), "every_minutes", 30))).containsExactly("schedule");
        assertThat(wrong(Map.of("every_minutes", 4))).containsExactly("schedule.every_minutes");
        assertThat(wrong(Map.of("at", List.of("9 o'clock")))).containsExactly("schedule.at[0]");
        assertThat(wrong(Map.of("at", List.of()))).containsExactly("schedule.at");
        assertThat(wrong(Map.of("at", List.of("09:00"), "days", List.of("someday")))).containsExactly("schedule.days");
        assertThat(wrong(Map.of("at", List.of("09:00"), "time_zone", "Mars"))).containsExactly("schedule.time_zone");
        assertThat(wrong(Map.of("at", List.of("09:00"), "within_business_hours", "yes"))).containsExactly("schedule.within_business_hours");
        assertThat(wrong(Map.of("at", List.of("09:00"), "cron", "* * *"))).containsExactly("schedule.cron");
    }
}
