package dev.tributary.automation.action;

import dev.tributary.automation.action.ActionField.Type;
import dev.tributary.platform.Problem.FieldError;
import io.quarkus.arc.All;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** The actions that there are, and whether what a rule says of them makes sense. */
@ApplicationScoped
public class Actions {

    private static final int MOST = 20;
    private static final int TEXT_LENGTH = 10_000;
    private static final int MOST_MINUTES = 525_600;
    private static final int LIST_LENGTH = 50;
    private static final int TAG_LENGTH = 60;

    private final List<RuleAction> actions;

    Actions(@All List<RuleAction> actions) {
        this.actions = actions.stream().sorted(Comparator.comparing(RuleAction::type)).toList();
    }

    public List<RuleAction> all() {
        return actions;
    }

    public Optional<RuleAction> find(String type) {
        return actions.stream().filter(action -> action.type().equals(type)).findFirst();
    }

    /** Names everything that is wrong with a rule's actions. */
    public void check(List<Map<String, Object>> given, List<FieldError> errors) {
        if (given.isEmpty() || given.size() > MOST) {
            errors.add(new FieldError("actions", "must hold 1 to " + MOST + " actions"));
        }
        for (int index = 0; index < given.size(); index++) {
            String path = "actions[" + index + "]";
            JsonObject settings = given.get(index) == null ? new JsonObject() : new JsonObject(given.get(index));
            Optional<RuleAction> action = settings.getValue("type") instanceof String type ? find(type) : Optional.empty();
            action.ifPresentOrElse(
                    known -> check(known, settings, path, errors),
                    () -> errors.add(new FieldError(path + ".type", "must be one of " + String.join(", ", actions.stream().map(RuleAction::type).toList()))));
        }
    }

    private static void check(RuleAction action, JsonObject settings, String path, List<FieldError> errors) {
        int before = errors.size();
        Set<String> unknown = new HashSet<>(settings.fieldNames());
        unknown.remove("type");
        for (ActionField field : action.fields()) {
            unknown.remove(field.name());
            refusal(field, settings.getValue(field.name())).ifPresent(message -> errors.add(new FieldError(path + "." + field.name(), message)));
        }
        unknown.forEach(name -> errors.add(new FieldError(path + "." + name, "is not known to " + action.type())));
        if (errors.size() == before) {
            action.check(settings, path, errors);
        }
    }

    private static Optional<String> refusal(ActionField field, Object value) {
        if (value == null) {
            return field.required() ? Optional.of("must be given") : Optional.empty();
        }
        boolean fits = switch (field.type()) {
            case TEXT, LONG_TEXT, URL -> isText(value, TEXT_LENGTH);
            case CHOICE -> field.choices().contains(value);
            case NUMBER -> value instanceof Integer number && number > 0 && number <= MOST_MINUTES;
            case USER, TEAM, CANNED_RESPONSE -> isId(value);
            case TAGS -> isListOf(value, entry -> isText(entry, TAG_LENGTH));
            case USERS -> isListOf(value, Actions::isId);
            case FORM -> value instanceof JsonObject;
        };
        return fits ? Optional.empty() : Optional.of(wanted(field));
    }

    private static String wanted(ActionField field) {
        return switch (field.type()) {
            case TEXT, LONG_TEXT -> "must be a text of 1 to " + TEXT_LENGTH + " characters";
            case URL -> "must be an address";
            case CHOICE -> "must be one of " + String.join(", ", field.choices());
            case NUMBER -> "must be a whole number of 1 to " + MOST_MINUTES;
            case USER, TEAM, CANNED_RESPONSE -> "must be an id";
            case TAGS -> "must be a list of 1 to " + LIST_LENGTH + " tags";
            case USERS -> "must be a list of 1 to " + LIST_LENGTH + " ids";
            case FORM -> "must be a form";
        };
    }

    private static boolean isText(Object value, int length) {
        return value instanceof String text && !text.isBlank() && text.length() <= length && text.indexOf('\0') < 0;
    }

    private static boolean isId(Object value) {
        try {
            return value instanceof String text && UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static boolean isListOf(Object value, Predicate<Object> entry) {
        List<?> list = value instanceof JsonArray array ? array.getList() : List.of();
        return !list.isEmpty() && list.size() <= LIST_LENGTH && list.stream().allMatch(entry);
    }

    /** What settings of these types hold, one value or a list of them, by the paths where it stands; either type may be null. */
    public Map<String, String> references(List<Map<String, Object>> given, Type one, Type many) {
        Map<String, String> found = new LinkedHashMap<>();
        for (int index = 0; index < given.size(); index++) {
            JsonObject settings = new JsonObject(given.get(index));
            for (ActionField field : find(settings.getString("type")).map(RuleAction::fields).orElse(List.of())) {
                String path = "actions[" + index + "]." + field.name();
                if (field.type() == one && settings.getValue(field.name()) instanceof String id) {
                    found.put(path, id);
                } else if (field.type() == many && settings.getValue(field.name()) instanceof JsonArray list) {
                    for (int at = 0; at < list.size(); at++) {
                        found.put(path + "[" + at + "]", list.getString(at));
                    }
                }
            }
        }
        return found;
    }
}
