package dev.tributary.platform;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells a person what is wrong with the JSON they sent: the place or the field, in their words, without our class names. */
final class JsonProblems {

    private static final int MAX_NAMES = 30;

    private JsonProblems() {}

    static Problem of(JacksonException cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case JsonMappingException mapping when problemInside(mapping) != null -> problemInside(mapping);
            case MismatchedInputException trailing when trailing.getOriginalMessage().startsWith("Trailing token") -> malformed(cause);
            case JsonMappingException mapping when mapping.getCause() instanceof InputCoercionException overflow -> wrongType(mapping, overflow.getTargetType());
            case JsonMappingException mapping when mapping.getCause() instanceof StreamReadException unreadable -> malformed(unreadable);
            case MismatchedInputException mismatch -> wrongType(mismatch, mismatch.getTargetType());
            case JsonMappingException mapping -> wrongType(mapping, null);
            default -> malformed(cause);
        };
    }

    private static Problem unknownField(UnrecognizedPropertyException unknown) {
        String known = unknown.getKnownPropertyIds() == null
                ? ""
                : unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().limit(MAX_NAMES).collect(Collectors.joining(", "));
        String field = path(unknown);
        String hint = known.isEmpty() ? "No field is expected there." : "Known here: " + known + ".";
        return new Problem(400, "unknown_field", "The request is not valid", "There is no field " + field + ".", hint)
                .withErrors(List.of(new Problem.FieldError(field, "is not a known field")));
    }

    /** A record's own check speaks for itself. */
    private static Problem problemInside(JsonMappingException mapping) {
        return mapping.getCause() instanceof ProblemException refused ? refused.problem() : null;
    }

    private static Problem wrongType(JsonMappingException mapping, Class<?> type) {
        String field = path(mapping);
        String message = "must be " + describe(type);
        return new Problem(400, "wrong_type", "The request is not valid", (field.isEmpty() ? "The body" : field) + " " + message + ".", "See the API description for the expected form.")
                .withErrors(List.of(new Problem.FieldError(field, message)));
    }

    private static Problem malformed(JacksonException cause) {
        JsonLocation where = cause.getLocation();
        String place = where == null ? "" : "At line %d, column %d: ".formatted(where.getLineNr(), where.getColumnNr());
        String words = cause.getOriginalMessage().lines().findFirst().orElse("it cannot be read").replaceAll("\\s*\\(?[`(]?(?:class )?(?:com|java|dev)\\.[\\w.$]+[`)]?\\)?", "");
        return new Problem(400, "malformed_json", "The body is not JSON", place + words, "Check quotes, commas and brackets at that place, and that the body is UTF-8.");
    }

    /** The field as the sender wrote it: {@code settings.bot_token}, {@code items[2].name}. */
    private static String path(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String describe(Class<?> type) {
        if (type == null) {
            return "of another form";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants()).map(JsonProblems::word).collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type == Instant.class || Temporal.class.isAssignableFrom(type)) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return describeStructure(type);
    }

    private static String describeStructure(Class<?> type) {
        boolean whole = type == int.class || type == long.class || type == Integer.class || type == Long.class;
        if (whole) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of another form";
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
}
