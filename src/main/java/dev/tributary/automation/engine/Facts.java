package dev.tributary.automation.engine;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What rules see: a value for each field that has one. Text is a string, a number a long, a set a list of strings. Used by one
 * thread at a time.
 */
public final class Facts {

    /** Rules look at the beginning of a longer text, so that one message costs what another costs. */
    public static final int TEXT_LIMIT = 10_000;

    private final Map<String, Object> values;
    private final Map<String, String> folded = new HashMap<>();

    private Facts(Map<String, Object> values) {
        this.values = values;
    }

    public static Facts of(Map<String, ?> values) {
        Map<String, Object> kept = new LinkedHashMap<>();
        values.forEach((field, value) -> {
            if (value != null) {
                kept.put(field, value instanceof String text && text.length() > TEXT_LIMIT ? text.substring(0, TEXT_LIMIT) : value);
            }
        });
        return new Facts(kept);
    }

    /** @return null where the field has no value */
    public Object value(String field) {
        return values.get(field);
    }

    public String text(String field) {
        return values.get(field) instanceof String text ? text : null;
    }

    /** Of a set; empty where there is none. */
    public List<String> strings(String field) {
        return values.get(field) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    /** As texts are compared: without regard to case. Null where there is none. */
    String folded(String field) {
        return folded.computeIfAbsent(field, name -> text(name) == null ? null : fold(text(name)));
    }

    public Facts with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(field, value);
        return of(more);
    }

    public JsonObject toJson() {
        return new JsonObject(new LinkedHashMap<>(values));
    }

    public static Facts of(JsonObject json) {
        Map<String, Object> values = new LinkedHashMap<>();
        json.forEach(entry -> values.put(entry.getKey(), plain(entry.getValue())));
        return of(values);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case JsonArray array -> array.stream().map(String::valueOf).toList();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Number number -> number.longValue();
            case null, default -> value;
        };
    }

    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
