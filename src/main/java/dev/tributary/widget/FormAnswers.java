package dev.tributary.widget;

import dev.tributary.channel.FormField;
import dev.tributary.channel.FormField.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whether a visitor's answers fit the questions: those of the pre-chat form, and those of a form in the conversation. Pure. */
final class FormAnswers {

    private FormAnswers() {}

    /**
     * The answers by key, in the order of the questions: texts, and Booleans for boxes. Fails with the code and the field.
     *
     * @param optional which required questions may be left open all the same
     */
    static Map<String, Object> check(String code, List<FormField> fields, Map<String, Object> given, Predicate<FormField> optional) {
        Map<String, Object> answers = given == null ? Map.of() : given;
        answers.keySet().stream().filter(key -> fields.stream().noneMatch(field -> field.key().equals(key))).findFirst().ifPresent(key -> {
            throw WidgetProblems.field(code, key, "is not asked for");
        });
        Map<String, Object> kept = new LinkedHashMap<>();
        for (FormField field : fields) {
            Object answer = answers.get(field.key());
            requireType(code, field, answer);
            if (isAnswered(field, answer)) {
                kept.put(field.key(), checked(code, field, answer));
            } else if (field.required() && !optional.test(field)) {
                throw WidgetProblems.field(code, field.key(), "is required");
            }
        }
        return kept;
    }

    private static void requireType(String code, FormField field, Object answer) {
        boolean fits = answer == null || (field.type() == Type.CHECKBOX ? answer instanceof Boolean : answer instanceof String);
        if (!fits) {
            throw WidgetProblems.field(code, field.key(), field.type() == Type.CHECKBOX ? "must be true or false" : "must be a text");
        }
    }

    /** An empty text is no answer, and neither is a box that has to be ticked and is not. */
    private static boolean isAnswered(FormField field, Object answer) {
        return switch (answer) {
            case Boolean ticked -> ticked || !field.required();
            case String text -> !text.isBlank();
            case null, default -> false;
        };
    }

    private static Object checked(String code, FormField field, Object answer) {
        if (field.type() == Type.CHECKBOX) {
            return answer;
        }
        String text = ((String) answer).replace("\0", "").strip();
        if (text.codePointCount(0, text.length()) > field.max()) {
            throw WidgetProblems.field(code, field.key(), "must have at most " + field.max() + " characters");
        }
        return switch (field.type()) {
            case EMAIL -> VisitorFacts.email(text).orElseThrow(() -> WidgetProblems.field(code, field.key(), "is not an e-mail address"));
            case PHONE -> VisitorFacts.phone(text).orElseThrow(() -> WidgetProblems.field(code, field.key(), "is not a phone number"));
            case SELECT -> {
                if (!field.options().contains(text)) {
                    throw WidgetProblems.field(code, field.key(), "must be one of the options");
                }
                yield text;
            }
            case TEXT, CHECKBOX -> text;
        };
    }
}
