package dev.tributary.conversation;

import dev.tributary.channel.FormField;
import dev.tributary.channel.FormField.Type;
import dev.tributary.channel.Structured.Form;
import dev.tributary.platform.OneOf;
import dev.tributary.platform.Problem.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A form as people and rules write it.
 *
 * @param submitLabel words of its button; left out, the channel's own
 */
@RegisterForReflection
public record FormRequest(@Schema(required = true) String title, @Schema(required = true) List<FieldRequest> fields, String submitLabel) {

    private static final int MOST_FIELDS = 20;
    private static final int MOST_OPTIONS = 50;
    private static final int LABEL_LENGTH = 200;
    private static final int SUBMIT_LENGTH = 80;

    /**
     * @param key of small letters, digits and underscores, another one for each field
     * @param type {@code text}, {@code email}, {@code phone}, {@code select} or {@code checkbox}; left out, text
     * @param max characters of an answer, at most 2000; left out, 254
     * @param options of a select
     */
    @RegisterForReflection
    public record FieldRequest(
            @Schema(required = true) String key,
            @OneOf(Type.class) String type,
            @Schema(required = true) String label,
            Boolean required,
            Integer max,
            List<String> options) {}

    /** Everything that is wrong with it. */
    public List<FieldError> problems(String path) {
        List<FieldError> errors = new ArrayList<>();
        requireWords(errors, path + ".title", title, LABEL_LENGTH);
        if (submitLabel != null && !submitLabel.isBlank()) {
            requireWords(errors, path + ".submit_label", submitLabel, SUBMIT_LENGTH);
        }
        if (fields == null || fields.isEmpty() || fields.size() > MOST_FIELDS) {
            errors.add(new FieldError(path + ".fields", "must hold 1 to " + MOST_FIELDS + " fields"));
            return errors;
        }
        Set<String> keys = new HashSet<>();
        for (int index = 0; index < fields.size(); index++) {
            check(fields.get(index), path + ".fields[" + index + "]", keys, errors);
        }
        return errors;
    }

    /** Of one that has no problems. */
    public Form form() {
        return new Form(title.strip(), fields.stream().map(FormRequest::field).toList(), Optional.ofNullable(submitLabel).map(String::strip).filter(words -> !words.isEmpty()));
    }

    private static void check(FieldRequest field, String path, Set<String> keys, List<FieldError> errors) {
        if (field == null) {
            errors.add(new FieldError(path, "must be given"));
            return;
        }
        if (field.key() == null || !FormField.KEY.matcher(field.key()).matches()) {
            errors.add(new FieldError(path + ".key", "must be of small letters, digits and underscores"));
        } else if (!keys.add(field.key())) {
            errors.add(new FieldError(path + ".key", "is that of another field"));
        }
        requireWords(errors, path + ".label", field.label(), LABEL_LENGTH);
        if (field.max() != null && (field.max() < 1 || field.max() > FormField.GREATEST_LENGTH)) {
            errors.add(new FieldError(path + ".max", "must be between 1 and " + FormField.GREATEST_LENGTH));
        }
        Optional<Type> type = type(field);
        if (type.isEmpty()) {
            errors.add(new FieldError(path + ".type", "must be one of " + Type.words()));
        } else {
            checkOptions(field, type.get(), path + ".options", errors);
        }
    }

    private static void checkOptions(FieldRequest field, Type type, String path, List<FieldError> errors) {
        List<String> options = field.options() == null ? List.of() : field.options();
        if (type != Type.SELECT) {
            if (!options.isEmpty()) {
                errors.add(new FieldError(path, "belong to a select"));
            }
            return;
        }
        if (options.isEmpty() || options.size() > MOST_OPTIONS) {
            errors.add(new FieldError(path, "must be 1 to " + MOST_OPTIONS));
        }
        for (int index = 0; index < options.size(); index++) {
            requireWords(errors, path + "[" + index + "]", options.get(index), LABEL_LENGTH);
        }
    }

    private static void requireWords(List<FieldError> errors, String path, String words, int length) {
        if (words == null || words.isBlank() || words.length() > length || words.indexOf('\0') >= 0) {
            errors.add(new FieldError(path, "must have between 1 and " + length + " characters"));
        } else {
            MergeFields.refusal(words).ifPresent(message -> errors.add(new FieldError(path, message)));
        }
    }

    private static Optional<Type> type(FieldRequest field) {
        return field.type() == null ? Optional.of(Type.TEXT) : Type.of(field.type());
    }

    private static FormField field(FieldRequest field) {
        return new FormField(
                field.key(),
                type(field).orElseThrow(),
                field.label().strip(),
                Boolean.TRUE.equals(field.required()),
                field.max() == null ? FormField.USUAL_LENGTH : field.max(),
                field.options() == null ? List.of() : field.options().stream().map(String::strip).toList());
    }
}
