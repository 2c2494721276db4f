package dev.tributary.adapter.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value of a body together with its path, so that a complaint can name what it is about. */
record ApiField(String path, JsonNode node) {

    /** What is wrong, in words that complete "field …". */
    static final class InvalidException extends RuntimeException {
        private final String field;

        InvalidException(String field, String text) {
            super(text, null, false, false);
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    InvalidException invalid(String text) {
        return new InvalidException(path.isEmpty() ? "body" : path, text);
    }

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Whether the caller wrote {@code null}: the value is to be deleted, not left. */
    boolean isNull() {
        return node.isNull();
    }

    ApiField get(String name) {
        return new ApiField(path.isEmpty() ? name : path + "." + name, node.path(name));
    }

    ApiField required(String name) {
        ApiField field = get(name);
        if (!field.isPresent()) {
            throw field.invalid("is required");
        }
        return field;
    }

    ApiField object() {
        if (!node.isObject()) {
            throw invalid("must be an object");
        }
        return this;
    }

    List<ApiField> list(int most) {
        if (!node.isArray()) {
            throw invalid("must be a list");
        }
        if (node.isEmpty() || node.size() > most) {
            throw invalid("must hold 1 to " + most + " entries");
        }
        List<ApiField> entries = new ArrayList<>();
        node.forEach(entry -> entries.add(new ApiField(path + "[" + entries.size() + "]", entry)));
        return entries;
    }

    /** Text that is there and not blank. */
    String text(int longest) {
        if (!node.isTextual()) {
            throw invalid("must be text");
        }
        String text = node.textValue();
        if (text.isBlank()) {
            throw invalid("must not be empty");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            throw invalid("is longer than " + longest + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid("must not hold a NUL character");
        }
        return text;
    }

    /** Text, or empty where it is absent, null or blank. */
    Optional<String> optionalText(int longest) {
        boolean absent = !isPresent() || (node.isTextual() && node.textValue().isBlank());
        return absent ? Optional.empty() : Optional.of(text(longest));
    }

    double number(double least, double most) {
        if (!node.isNumber() || !(node.doubleValue() >= least && node.doubleValue() <= most)) {
            throw invalid("must be a number from %s to %s".formatted(least, most));
        }
        return node.doubleValue();
    }

    /** The choice's index. */
    int choice(String... words) {
        int index = List.of(words).indexOf(node.isTextual() ? node.textValue() : "");
        if (index < 0) {
            throw invalid("must be one of " + String.join(", ", words));
        }
        return index;
    }
}
