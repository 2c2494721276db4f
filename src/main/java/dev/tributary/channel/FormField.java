package dev.tributary.channel;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One question of a form.
 *
 * @param key by which the answer is told
 * @param max characters of an answer
 * @param options of a {@code SELECT}, one of which is the answer
 */
public record FormField(String key, Type type, String label, boolean required, int max, List<String> options) {

    /** What keys are like: small letters, digits and underscores. */
    public static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** Characters of an answer, unless the question says otherwise, and at most. */
    public static final int USUAL_LENGTH = 254;
    public static final int GREATEST_LENGTH = 2_000;

    public FormField {
        options = List.copyOf(options);
    }

    @Schema(name = "FormFieldType")
    public enum Type {
        TEXT,
        EMAIL,
        PHONE,
        SELECT,
        CHECKBOX;

        public static Optional<Type> of(String word) {
            return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
        }

        /** As it is stored and answered. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For whoever used another one. */
        public static String words() {
            return Arrays.stream(values()).map(Type::word).collect(Collectors.joining(", "));
        }
    }
}
