package dev.tributary.widget;

import dev.tributary.widget.WidgetSettings.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a visitor answered before the first message. All of it is a claim.
 *
 * @param attributes the answers that are neither name, address nor number
 */
record PrechatAnswers(String name, String email, String phone, Map<String, Object> attributes) {

    /** Fails with {@code prechat_invalid} and the field; what the visitor told earlier need not be told again. */
    static PrechatAnswers check(List<Field> fields, Map<String, Object> given, Visitor visitor) {
        Map<String, Object> answers = given == null ? Map.of() : given;
        answers.keySet().stream().filter(key -> fields.stream().noneMatch(field -> field.key().equals(key))).findFirst().ifPresent(key -> {
            throw invalid(key, "is not asked for");
        });
        Map<String, Object> kept = new HashMap<>();
        for (Field field : fields) {
            Object answer = answers.get(field.key());
            boolean isAnswered = field.type().equals("checkbox") ? Boolean.TRUE.equals(answer) : answer instanceof String text && !text.isBlank();
            if (isAnswered) {
                kept.put(field.key(), checked(field, answer));
            } else if (answer instanceof Boolean && field.type().equals("checkbox") && !field.required()) {
                kept.put(field.key(), answer);
            } else if (field.required() && !visitor.proven() && known(visitor, field.key()).isEmpty()) {
                throw invalid(field.key(), "is required");
            }
        }
        String name = (String) kept.remove("name");
        String email = (String) kept.remove("email");
        String phone = (String) kept.remove("phone");
        return new PrechatAnswers(name, email, phone, kept);
    }

    private static Object checked(Field field, Object answer) {
        if (field.type().equals("checkbox")) {
            return answer;
        }
        String text = ((String) answer).strip();
        if (text.codePointCount(0, text.length()) > field.max()) {
            throw invalid(field.key(), "must have at most " + field.max() + " characters");
        }
        return switch (field.type()) {
            case "email" -> VisitorFacts.email(text).orElseThrow(() -> invalid(field.key(), "is not an e-mail address"));
            case "phone" -> VisitorFacts.phone(text).orElseThrow(() -> invalid(field.key(), "is not a phone number"));
            case "select" -> {
                if (!field.options().contains(text)) {
                    throw invalid(field.key(), "must be one of the options");
                }
                yield text;
            }
            default -> text;
        };
    }

    private static Optional<?> known(Visitor visitor, String key) {
        return switch (key) {
            case "name" -> visitor.name();
            case "email" -> visitor.email();
            case "phone" -> visitor.phone();
            default -> Optional.ofNullable(visitor.attributes().getValue(key));
        };
    }

    private static RuntimeException invalid(String field, String message) {
        return WidgetProblems.field("prechat_invalid", field, message);
    }
}
