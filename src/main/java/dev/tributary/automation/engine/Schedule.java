package dev.tributary.automation.engine;

import dev.tributary.platform.Problem.FieldError;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a scheduled rule looks: {@code {"at": ["09:00"], "days": ["monday"]}} or {@code {"every_minutes": 30}}, counted from the day's
 * beginning. A time that the clock change leaves out comes when the clock has moved on; one that comes twice is the first.
 *
 * @param at empty where it looks every so many minutes
 * @param everyMinutes 0 where it looks at times of the day
 * @param days on which it looks
 * @param zone empty: the workspace's own
 * @param withinBusinessHours whether it passes over what falls outside of them
 */
public record Schedule(List<LocalTime> at, int everyMinutes, Set<DayOfWeek> days, Optional<ZoneId> zone, boolean withinBusinessHours) {

    private static final Set<String> KEYS = Set.of("at", "every_minutes", "days", "time_zone", "within_business_hours");
    private static final int MOST_TIMES = 24;
    private static final int LEAST_MINUTES = 5;
    private static final int DAY_MINUTES = 1_440;
    private static final int WEEK = 7;

    public Schedule {
        at = List.copyOf(at);
        days = Set.copyOf(days);
    }

    /** @param errors what is wrong is added here; the answer means something only where nothing was */
    public static Schedule read(Map<String, ?> json, String path, List<FieldError> errors) {
        json.keySet().stream().filter(key -> !KEYS.contains(key)).forEach(key -> errors.add(new FieldError(path + "." + key, "is not known; there are " + String.join(", ", new TreeSet<>(KEYS)))));
        if (json.containsKey("at") == json.containsKey("every_minutes")) {
            errors.add(new FieldError(path, "must have either at or every_minutes"));
        }
        return new Schedule(
                times(json.get("at"), path + ".at", errors),
                minutes(json.get("every_minutes"), path + ".every_minutes", errors),
                days(json.get("days"), path + ".days", errors),
                zone(json.get("time_zone"), path + ".time_zone", errors),
                flag(json.get("within_business_hours"), path + ".within_business_hours", errors));
    }

    /** The last moment until now at which it was to look; empty where there was none within a week. */
    public Optional<Instant> latest(Instant now, ZoneId workspace) {
        ZoneId here = zone.orElse(workspace);
        LocalDate today = now.atZone(here).toLocalDate();
        for (int back = 0; back <= WEEK; back++) {
            Optional<Instant> latest = latest(today.minusDays(back), now, here);
            if (latest.isPresent()) {
                return latest;
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> latest(LocalDate day, Instant now, ZoneId here) {
        if (!days.contains(day.getDayOfWeek())) {
            return Optional.empty();
        }
        if (everyMinutes == 0) {
            return at.stream().map(time -> ZonedDateTime.of(day, time, here).toInstant()).filter(slot -> !slot.isAfter(now)).max(Instant::compareTo);
        }
        Instant begin = day.atStartOfDay(here).toInstant();
        Instant last = day.plusDays(1).atStartOfDay(here).toInstant().minusNanos(1);
        Instant until = now.isBefore(last) ? now : last;
        long slots = Duration.between(begin, until).toMinutes() / everyMinutes;
        return until.isBefore(begin) ? Optional.empty() : Optional.of(begin.plus(Duration.ofMinutes(slots * everyMinutes)));
    }

    private static List<LocalTime> times(Object given, String path, List<FieldError> errors) {
        if (given == null) {
            return List.of();
        }
        if (!(given instanceof List<?> list) || list.isEmpty() || list.size() > MOST_TIMES) {
            errors.add(new FieldError(path, "must be a list of 1 to " + MOST_TIMES + " times such as 09:00"));
            return List.of();
        }
        List<LocalTime> times = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            try {
                times.add(LocalTime.parse(String.valueOf(list.get(index))));
            } catch (DateTimeException notOne) {
                errors.add(new FieldError(path + "[" + index + "]", "must be a time such as 09:00"));
            }
        }
        return times;
    }

    private static int minutes(Object given, String path, List<FieldError> errors) {
        if (given == null) {
            return 0;
        }
        if (given instanceof Integer number && number >= LEAST_MINUTES && number <= DAY_MINUTES) {
            return number;
        }
        errors.add(new FieldError(path, "must be a whole number of " + LEAST_MINUTES + " to " + DAY_MINUTES));
        return DAY_MINUTES;
    }

    private static Set<DayOfWeek> days(Object given, String path, List<FieldError> errors) {
        if (given == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (given instanceof List<?> list) {
            list.forEach(name -> EnumSet.allOf(DayOfWeek.class).stream().filter(day -> day.name().toLowerCase(Locale.ROOT).equals(name)).forEach(days::add));
            if (!days.isEmpty() && days.size() == list.size()) {
                return days;
            }
        }
        errors.add(new FieldError(path, "must be a list of days, monday to sunday, each once"));
        return days;
    }

    private static Optional<ZoneId> zone(Object given, String path, List<FieldError> errors) {
        if (given == null) {
            return Optional.empty();
        }
        if (given instanceof String name && ZoneId.getAvailableZoneIds().contains(name)) {
            return Optional.of(ZoneId.of(name));
        }
        errors.add(new FieldError(path, "must be the name of a time zone such as Europe/Berlin"));
        return Optional.empty();
    }

    /** Within business hours, unless it says otherwise. */
    private static boolean flag(Object given, String path, List<FieldError> errors) {
        if (given != null && !(given instanceof Boolean)) {
            errors.add(new FieldError(path, "must be true or false"));
        }
        return !Boolean.FALSE.equals(given);
    }
}
