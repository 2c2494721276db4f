package dev.tributary.automation.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a field is compared. Which value an operator wants depends on it and on the field's type. */
public enum Operator {
    EQUALS,
    NOT_EQUALS,
    CONTAINS,
    NOT_CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    /** The value stands in the text as a word of its own. */
    WORD,
    /** A regular expression, found anywhere, in linear time. */
    MATCHES,
    IN,
    NOT_IN,
    HAS,
    HAS_NOT,
    HAS_ANY,
    AT_LEAST,
    AT_MOST,
    IS,
    IS_EMPTY,
    IS_NOT_EMPTY;

    /** What has to stand beside the operator. */
    public enum Operand {
        ONE,
        MANY,
        NONE
    }

    public Operand operand() {
        return switch (this) {
            case IN, NOT_IN, HAS_ANY -> Operand.MANY;
            case IS_EMPTY, IS_NOT_EMPTY -> Operand.NONE;
            default -> Operand.ONE;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Operator> of(String wireName) {
        return Stream.of(values()).filter(operator -> operator.wireName().equals(wireName)).findFirst();
    }
}
