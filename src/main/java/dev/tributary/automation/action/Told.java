package dev.tributary.automation.action;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened, told twice: by a code and its values, for screens in any language, and in English, for programs and for screens that do
 * not know the code.
 *
 * @param code null where there are only words, as those of a receiver or of a refusal
 */
public record Told(String code, Map<String, Object> values, String words) {

    public Told {
        values = Map.copyOf(values);
    }

    /**
     * @param template in English, with the values' names in braces
     * @param values names and values in turn; a list is told with commas
     */
    public static Told of(String code, String template, Object... values) {
        Map<String, Object> named = new LinkedHashMap<>();
        String words = template;
        for (int index = 0; index < values.length; index += 2) {
            Object value = values[index + 1];
            named.put((String) values[index], value);
            words = words.replace("{" + values[index] + "}", value instanceof List<?> list ? String.join(", ", list.stream().map(String::valueOf).toList()) : String.valueOf(value));
        }
        return new Told(code, named, words);
    }

    public static Told words(String words) {
        return new Told(null, Map.of(), words);
    }

    /** The part for screens; null where there is none. */
    public JsonObject json() {
        return code == null ? null : new JsonObject().put("code", code).put("values", new JsonObject(new LinkedHashMap<>(values)));
    }
}
