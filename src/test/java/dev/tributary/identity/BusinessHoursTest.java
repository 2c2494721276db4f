package dev.tributary.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.Problem.FieldError;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusinessHoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static boolean open(Map<String, ?> hours, String at) {
        return BusinessHours.of(hours).isOpen(Instant.parse(at), BERLIN);
    }

    @Test
    void hours_are_of_the_workspaces_own_time_zone_summer_and_winter() {
        Map<String, ?> hours = Map.of("monday", List.of(Map.of("from", "09:00", "to", "17:00")));

        assertThat(open(hours, "2026-01-05T08:00:00Z")).isTrue();
        assertThat(open(hours, "2026-01-05T16:00:00Z")).isFalse();
        assertThat(open(hours, "2026-07-06T07:00:00Z")).isTrue();
        assertThat(open(hours, "2026-01-06T10:00:00Z")).isFalse();
    }

    @Test
    void a_lunch_break_and_a_late_evening_are_periods() {
        Map<String, ?> hours = Map.of("friday", List.of(Map.of("from", "09:00", "to", "12:00"), Map.of("from", "13:00", "to", "24:00")));

        assertThat(open(hours, "2026-01-09T11:30:00Z")).isFalse();
        assertThat(open(hours, "2026-01-09T22:59:00Z")).isTrue();
        assertThat(open(hours, "2026-01-09T23:00:00Z")).isFalse();
    }

    @Test
    void holidays_close_whatever_the_day() {
        Map<String, ?> hours = Map.of("holidays", List.of(Map.of("date", "2026-12-25", "name", "Christmas")));

        assertThat(open(hours, "2026-12-25T10:00:00Z")).isFalse();
        assertThat(open(hours, "2026-12-24T10:00:00Z")).isTrue();
        assertThat(open(Map.of(), "2026-12-25T10:00:00Z")).isTrue();
    }

    @Test
    void what_is_wrong_is_named() {
        Map<String, ?> hours = Map.of(
                "someday", List.of(), "monday", "9-17", "tuesday", List.of(Map.of("from", "17:00", "to", "09:00")), "wednesday", List.of(Map.of("from", "9", "to", "10")),
                "holidays", List.of(Map.of("date", "soon")));

        assertThat(BusinessHours.check(hours)).extracting(FieldError::field).containsExactlyInAnyOrder(
                "business_hours.someday", "business_hours.monday", "business_hours.tuesday[0]", "business_hours.wednesday[0]", "business_hours.holidays[0].date");
    }
}
