package dev.tributary.automation.engine;

import com.google.re2j.PatternSyntaxException;
import dev.tributary.automation.engine.Condition.Group;
import dev.tributary.automation.engine.Condition.Group.Kind;
import dev.tributary.automation.engine.Condition.Leaf;
import dev.tributary.automation.engine.Operator.Operand;
import dev.tributary.platform.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads a rule's conditions out of its JSON, {@code {"all": [{"field": …, "operator": …, "value": …}, {"any": […]}]}}, and names
 * everything that is wrong with them at once. A rule for everything says so: {@code {"always": true}}.
 */
public final class ConditionReader {

    private static final int DEPTH = 5;
    private static final int MOST = 100;
    private static final int VALUE_LENGTH = 1_000;
    private static final Set<String> LEAF = Set.of("field", "operator", "value");

    private final List<FieldError> errors;
    private int count;

    private ConditionReader(List<FieldError> errors) {
        this.errors = errors;
    }

    /** @param errors what is wrong is added here; the answer means something only where nothing was */
    public static Condition read(Map<String, ?> json, String path, List<FieldError> errors) {
        return new ConditionReader(errors).condition(json, path, 1);
    }

    private Condition condition(Map<?, ?> json, String path, int depth) {
        if (json.containsKey("field") || json.containsKey("operator")) {
            return leaf(json, path);
        }
        if (json.size() != 1) {
            return wrong(path, "must hold exactly one of all, any, none, always, or a field with its operator and value");
        }
        String key = String.valueOf(json.keySet().iterator().next());
        return switch (key) {
            case "always" -> Boolean.TRUE.equals(json.get(key)) ? new Condition.Always() : wrong(path + ".always", "must be true");
            case "all", "any", "none" -> group(Kind.valueOf(key.toUpperCase(Locale.ROOT)), json.get(key), path + "." + key, depth);
            default -> wrong(path + "." + key, "is not known; there are all, any, none and always");
        };
    }

    private Condition group(Kind kind, Object parts, String path, int depth) {
        if (!(parts instanceof List<?> list)) {
            return wrong(path, "must be a list of conditions");
        }
        if (list.isEmpty()) {
            return wrong(path, "must not be empty; a rule for everything says {\"always\": true}");
        }
        if (depth > DEPTH) {
            return wrong(path, "is nested deeper than " + DEPTH + " levels");
        }
        List<Condition> read = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            String at = path + "[" + index + "]";
            read.add(list.get(index) instanceof Map<?, ?> part ? condition(part, at, depth + 1) : wrong(at, "must be a condition"));
        }
        return new Group(kind, read);
    }

    private Condition leaf(Map<?, ?> json, String path) {
        if (++count > MOST) {
            return wrong(path, "is one condition too many: a rule has at most " + MOST);
        }
        for (Object key : json.keySet()) {
            if (!LEAF.contains(String.valueOf(key))) {
                return wrong(path + "." + key, "is not known; a condition has field, operator and value");
            }
        }
        String name = String.valueOf(json.get("field"));
        Optional<Field> field = Fields.find(name).filter(_ -> json.get("field") instanceof String);
        if (field.isEmpty()) {
            return wrong(path + ".field", "is no field that rules can see");
        }
        Optional<Operator> operator = Operator.of(String.valueOf(json.get("operator"))).filter(field.get().type().operators()::contains);
        if (operator.isEmpty()) {
            return wrong(path + ".operator", "must be one of " + String.join(", ", field.get().type().operators().stream().map(Operator::wireName).toList()));
        }
        return leaf(field.get(), name, operator.get(), json, path + ".value");
    }

    private Condition leaf(Field field, String name, Operator operator, Map<?, ?> json, String path) {
        Object given = json.get("value");
        Optional<Object> value = operator.operand() == Operand.MANY ? many(field, given, path) : one(field, operator, given, path);
        if (value.isEmpty() && operator.operand() != Operand.NONE) {
            return new Condition.Always();
        }
        try {
            Object wanted = value.orElse(null);
            return new Leaf(field, name, operator, wanted, Comparison.compile(field.type(), name, operator, wanted));
        } catch (PatternSyntaxException notOne) {
            return wrong(path, "is no regular expression: " + notOne.getDescription());
        }
    }

    private Optional<Object> one(Field field, Operator operator, Object given, String path) {
        if (operator.operand() == Operand.NONE) {
            return given == null ? Optional.empty() : refused(path, "goes with no value");
        }
        return switch (field.type()) {
            case BOOLEAN -> given instanceof Boolean flag ? Optional.of(flag) : refused(path, "must be true or false");
            case NUMBER -> given instanceof Integer || given instanceof Long
                    ? Optional.of(((Number) given).longValue())
                    : refused(path, "must be a whole number");
            default -> word(field, given, path).map(Object.class::cast);
        };
    }

    private Optional<Object> many(Field field, Object given, String path) {
        if (!(given instanceof List<?> list) || list.isEmpty() || list.size() > MOST) {
            return refused(path, "must be a list of 1 to " + MOST + " values");
        }
        List<String> words = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            word(field, list.get(index), path + "[" + index + "]").ifPresent(words::add);
        }
        return words.size() == list.size() ? Optional.of(List.copyOf(words)) : Optional.empty();
    }

    private Optional<String> word(Field field, Object given, String path) {
        if (!(given instanceof String text) || text.isBlank() || text.length() > VALUE_LENGTH) {
            return refusedWord(path, "must be a text of 1 to " + VALUE_LENGTH + " characters");
        }
        if (!field.choices().isEmpty() && !field.choices().contains(text)) {
            return refusedWord(path, "must be one of " + String.join(", ", field.choices()));
        }
        if (field.type() == ValueType.REFERENCE && !isId(text)) {
            return refusedWord(path, "must be an id");
        }
        return Optional.of(text);
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private Condition wrong(String path, String message) {
        errors.add(new FieldError(path, message));
        return new Condition.Always();
    }

    private Optional<Object> refused(String path, String message) {
        errors.add(new FieldError(path, message));
        return Optional.empty();
    }

    private Optional<String> refusedWord(String path, String message) {
        errors.add(new FieldError(path, message));
        return Optional.empty();
    }
}
