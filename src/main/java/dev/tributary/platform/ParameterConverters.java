package dev.tributary.platform;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads path and query parameters. A path that cannot be one of ours is 404, as if the thing were not there; a query
 * parameter that cannot be read is 400 and named.
 */
@Provider
public final class ParameterConverters implements ParamConverterProvider {

    private record Form(String description, Function<String, ?> read) {}

    private static final Form WHOLE_NUMBER = new Form("a whole number", Integer::valueOf);
    private static final Form LONG_NUMBER = new Form("a whole number", Long::valueOf);
    private static final Form YES_OR_NO = new Form("true or false", ParameterConverters::yesOrNo);

    private static final Map<Class<?>, Form> FORMS = Map.of(
            UUID.class, new Form("a UUID", ParameterConverters::uuid),
            Instant.class, new Form("a time such as 2026-01-31T12:00:00Z", text -> OffsetDateTime.parse(text).toInstant()),
            LocalDate.class, new Form("a date such as 2026-01-31", LocalDate::parse),
            int.class, WHOLE_NUMBER,
            Integer.class, WHOLE_NUMBER,
            long.class, LONG_NUMBER,
            Long.class, LONG_NUMBER,
            boolean.class, YES_OR_NO,
            Boolean.class, YES_OR_NO);

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        Form form = type.isEnum() ? oneOf(type) : FORMS.get(type);
        return form == null ? null : new Converter<>(form, annotations == null ? new Annotation[0] : annotations);
    }

    private record Converter<T>(Form form, Annotation[] annotations) implements ParamConverter<T> {

        @Override
        @SuppressWarnings("unchecked")
        public T fromString(String text) {
            if (text == null) {
                return null;
            }
            try {
                return (T) form.read().apply(text);
            } catch (RuntimeException unreadable) {
                throw refusal();
            }
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }

        private ProblemException refusal() {
            for (Annotation annotation : annotations) {
                if (annotation instanceof PathParam || annotation.annotationType().getSimpleName().equals("RestPath")) {
                    return new ProblemException(HttpProblems.of(404));
                }
                if (annotation instanceof QueryParam query) {
                    return Problems.invalid(query.value(), "must be " + form.description());
                }
            }
            return Problems.badRequest("bad_request", "A parameter must be " + form.description() + ".", "Compare the address with the API description.");
        }
    }

    private static Form oneOf(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT), Function.identity()));
        return new Form("one of " + String.join(", ", constants.keySet().stream().sorted().toList()), text -> {
            Object constant = constants.get(text.toLowerCase(Locale.ROOT));
            if (constant == null) {
                throw new IllegalArgumentException(text);
            }
            return constant;
        });
    }

    /** Only the canonical form: {@link UUID#fromString} also takes {@code 1-1-1-1-1}. */
    private static UUID uuid(String text) {
        UUID id = UUID.fromString(text);
        if (text.length() != 36) {
            throw new IllegalArgumentException(text);
        }
        return id;
    }

    private static Boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
