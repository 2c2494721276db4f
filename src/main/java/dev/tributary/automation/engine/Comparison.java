package dev.tributary.automation.engine;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** A comparison, ready to run: whatever can be prepared once is. A field without a value is empty, and equals nothing. */
@FunctionalInterface
interface Comparison {

    boolean holds(Facts facts);

    /** @throws PatternSyntaxException where the value is no regular expression */
    static Comparison compile(ValueType type, String field, Operator operator, Object value) {
        return switch (operator) {
            case IS_EMPTY -> facts -> isEmpty(facts.value(field));
            case IS_NOT_EMPTY -> facts -> !isEmpty(facts.value(field));
            case MATCHES -> matching(field, Pattern.compile((String) value, Pattern.CASE_INSENSITIVE));
            case EQUALS -> equal(type, field, value);
            case NOT_EQUALS -> not(equal(type, field, value));
            case IS -> facts -> Objects.equals(facts.value(field), value);
            case IN -> in(field, strings(value));
            case NOT_IN -> not(in(field, strings(value)));
            case CONTAINS -> text(field, Facts.fold((String) value), String::contains);
            case NOT_CONTAINS -> not(text(field, Facts.fold((String) value), String::contains));
            case STARTS_WITH -> text(field, Facts.fold((String) value), String::startsWith);
            case ENDS_WITH -> text(field, Facts.fold((String) value), String::endsWith);
            case WORD -> text(field, Facts.fold((String) value), Comparison::hasWord);
            case HAS -> set(field, held -> held.contains(Facts.fold((String) value)));
            case HAS_NOT -> not(set(field, held -> held.contains(Facts.fold((String) value))));
            case HAS_ANY -> set(field, held -> strings(value).stream().map(Facts::fold).anyMatch(held::contains));
            case AT_LEAST -> number(field, held -> held >= (Long) value);
            case AT_MOST -> number(field, held -> held <= (Long) value);
        };
    }

    private static Comparison equal(ValueType type, String field, Object value) {
        return type == ValueType.TEXT ? text(field, Facts.fold((String) value), String::equals) : facts -> value.equals(facts.value(field));
    }

    private static Comparison not(Comparison comparison) {
        return facts -> !comparison.holds(facts);
    }

    private static Comparison in(String field, Collection<String> values) {
        Set<String> known = new HashSet<>(values);
        return facts -> facts.text(field) != null && known.contains(facts.text(field));
    }

    private static Comparison matching(String field, Pattern pattern) {
        return facts -> facts.text(field) != null && pattern.matcher(facts.text(field)).find();
    }

    private static Comparison text(String field, String wanted, BiPredicate<String, String> how) {
        return facts -> facts.folded(field) != null && how.test(facts.folded(field), wanted);
    }

    private static Comparison set(String field, Predicate<Set<String>> wanted) {
        return facts -> {
            Set<String> held = new HashSet<>();
            strings(facts.value(field)).forEach(word -> held.add(Facts.fold(word)));
            return wanted.test(held);
        };
    }

    private static Comparison number(String field, Predicate<Long> wanted) {
        return facts -> facts.value(field) instanceof Long held && wanted.test(held);
    }

    private static boolean isEmpty(Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isBlank();
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }

    /** Letters and digits of any script make a word. */
    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static List<String> strings(Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
