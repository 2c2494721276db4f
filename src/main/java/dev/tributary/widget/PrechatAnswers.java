package dev.tributary.widget;

import dev.tributary.channel.FormField;
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
    static PrechatAnswers check(List<FormField> fields, Map<String, Object> given, Visitor visitor) {
        Map<String, Object> kept = FormAnswers.check("prechat_invalid", fields, given, field -> visitor.proven() || known(visitor, field.key()).isPresent());
        String name = (String) kept.remove("name");
        String email = (String) kept.remove("email");
        String phone = (String) kept.remove("phone");
        return new PrechatAnswers(name, email, phone, kept);
    }

    private static Optional<?> known(Visitor visitor, String key) {
        return switch (key) {
            case "name" -> visitor.name();
            case "email" -> visitor.email();
            case "phone" -> visitor.phone();
            default -> Optional.ofNullable(visitor.attributes().getValue(key));
        };
    }
}
