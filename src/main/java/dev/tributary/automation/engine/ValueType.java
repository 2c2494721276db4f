package dev.tributary.automation.engine;

import static dev.tributary.automation.engine.Operator.*;

import java.util.List;
import java.util.Locale;

/** What kind of value a field holds, and with that which operators it takes. */
public enum ValueType {
    /** Compared without regard to case. */
    TEXT(EQUALS, NOT_EQUALS, CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH, WORD, MATCHES, IS_EMPTY, IS_NOT_EMPTY),
    /** One word out of a list. */
    CHOICE(EQUALS, NOT_EQUALS, IN, NOT_IN, IS_EMPTY, IS_NOT_EMPTY),
    /** The id of a user, a team or a channel account, or nobody. */
    REFERENCE(EQUALS, NOT_EQUALS, IN, NOT_IN, IS_EMPTY, IS_NOT_EMPTY),
    /** Several words. */
    SET(HAS, HAS_NOT, HAS_ANY, IS_EMPTY, IS_NOT_EMPTY),
    NUMBER(EQUALS, NOT_EQUALS, AT_LEAST, AT_MOST, IS_EMPTY, IS_NOT_EMPTY),
    BOOLEAN(IS);

    private final List<Operator> operators;

    ValueType(Operator... operators) {
        this.operators = List.of(operators);
    }

    public List<Operator> operators() {
        return operators;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
