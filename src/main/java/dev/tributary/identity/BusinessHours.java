package dev.tributary.identity;

import dev.tributary.platform.Problem.FieldError;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * When a workspace is open: {@code {"monday": [{"from": "09:00", "to": "17:00"}], …, "holidays": [{"date": "2026-12-25", "name": …}]}}
 * in the workspace's time zone. A period that ends at {@code 24:00} ends with the day. A week without any period means that the
 * workspace is always open but for its holidays.
 */
public final class BusinessHours {

    private record Period(LocalTime from, LocalTime to) {

        /** Midnight as an end is the end of the day. */
        boolean contains(LocalTime time) {
            return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
        }
    }

    private static final String HOLIDAYS = "holidays";

    private final Map<DayOfWeek, List<Period>> week = new EnumMap<>(DayOfWeek.class);
    private final Set<LocalDate> holidays = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private BusinessHours(Map<String, ?> json) {
        json.forEach((key, value) -> {
            if (key.equals(HOLIDAYS)) {
                readHolidays(value);
            } else {
                readDay(key, value);
            }
        });
    }

    /** What was checked when it was saved; anything else in it is as if it were not there. */
    public static BusinessHours of(Map<String, ?> json) {
        return new BusinessHours(json == null ? Map.of() : json);
    }

    /** What is wrong with it, field by field. */
    public static List<FieldError> check(Map<String, ?> json) {
        return List.copyOf(of(json).errors);
    }

    public boolean isOpen(Instant at, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        if (holidays.contains(local.toLocalDate())) {
            return false;
        }
        boolean anyHour = week.values().stream().allMatch(List::isEmpty);
        return anyHour || week.getOrDefault(local.getDayOfWeek(), List.of()).stream().anyMatch(period -> period.contains(local.toLocalTime()));
    }

    private void readDay(String key, Object value) {
        String path = "business_hours." + key;
        DayOfWeek day;
        try {
            day = DayOfWeek.valueOf(key.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException notOne) {
            errors.add(new FieldError(path, "is not known; there are the days monday to sunday, and holidays"));
            return;
        }
        if (!(value instanceof List<?> periods) || periods.size() > 10) {
            errors.add(new FieldError(path, "must be a list of at most 10 periods"));
            return;
        }
        List<Period> read = new ArrayList<>();
        for (int index = 0; index < periods.size(); index++) {
            readPeriod(periods.get(index), path + "[" + index + "]", read);
        }
        week.put(day, read);
    }

    private void readPeriod(Object json, String path, List<Period> read) {
        if (!(json instanceof Map<?, ?> period) || !period.keySet().equals(Set.of("from", "to"))) {
            errors.add(new FieldError(path, "must be an object with from and to"));
            return;
        }
        try {
            LocalTime from = LocalTime.parse(String.valueOf(period.get("from")));
            String end = String.valueOf(period.get("to"));
            LocalTime to = end.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(end);
            if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
                errors.add(new FieldError(path, "must begin before it ends"));
            }
            read.add(new Period(from, to));
        } catch (DateTimeException notOne) {
            errors.add(new FieldError(path, "must have times such as 09:00"));
        }
    }

    private void readHolidays(Object value) {
        String path = "business_hours." + HOLIDAYS;
        if (!(value instanceof List<?> days) || days.size() > 500) {
            errors.add(new FieldError(path, "must be a list of at most 500 days"));
            return;
        }
        for (int index = 0; index < days.size(); index++) {
            try {
                Object date = days.get(index) instanceof Map<?, ?> day ? day.get("date") : null;
                holidays.add(LocalDate.parse(String.valueOf(date)));
            } catch (DateTimeException notOne) {
                errors.add(new FieldError(path + "[" + index + "].date", "must be a date such as 2026-12-25"));
            }
        }
    }
}
