package dev.tributary.widget;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** When somebody is there to answer. Without any hours that is always. */
record BusinessHours(ZoneId zone, Map<DayOfWeek, List<Span>> days) {

    private static final int DAYS_AHEAD = 8;

    record Span(LocalTime from, LocalTime to) {}

    /** Hours that cannot be read count as none: a slip in the settings must not close the shop. */
    static BusinessHours of(JsonNode offline) {
        try {
            Map<DayOfWeek, List<Span>> days = new EnumMap<>(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                List<Span> spans = new ArrayList<>();
                for (JsonNode span : offline.path("hours").path(day.name().substring(0, 3).toLowerCase(Locale.ROOT))) {
                    spans.add(new Span(LocalTime.parse(span.path(0).asText()), LocalTime.parse(span.path(1).asText())));
                }
                days.put(day, spans);
            }
            return new BusinessHours(ZoneId.of(offline.path("time_zone").asText("UTC")), days);
        } catch (DateTimeException unreadable) {
            return new BusinessHours(ZoneId.of("UTC"), Map.of());
        }
    }

    boolean openAt(Instant now) {
        ZonedDateTime there = now.atZone(zone);
        return always() || spans(there.getDayOfWeek()).stream().anyMatch(span -> !there.toLocalTime().isBefore(span.from()) && there.toLocalTime().isBefore(span.to()));
    }

    /** Empty where it is open now, or never opens. */
    Optional<Instant> opensAfter(Instant now) {
        if (openAt(now)) {
            return Optional.empty();
        }
        ZonedDateTime there = now.atZone(zone);
        for (int ahead = 0; ahead < DAYS_AHEAD; ahead++) {
            ZonedDateTime day = there.plusDays(ahead);
            Optional<Instant> next = spans(day.getDayOfWeek()).stream()
                    .map(span -> day.with(span.from()).toInstant())
                    .filter(now::isBefore)
                    .min(Instant::compareTo);
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    private boolean always() {
        return days.values().stream().allMatch(List::isEmpty);
    }

    private List<Span> spans(DayOfWeek day) {
        return days.getOrDefault(day, List.of());
    }
}
