package dev.tributary.automation.engine;

import java.util.List;

/** When a rule applies: groups of conditions down to comparisons. Reads a rule's JSON with {@link ConditionReader}. */
public sealed interface Condition {

    boolean holds(Facts facts);

    /** Said on purpose: whatever comes. */
    record Always() implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return true;
        }
    }

    /** @param kind all of the parts hold, any of them, or none */
    record Group(Kind kind, List<Condition> parts) implements Condition {
        public enum Kind {
            ALL,
            ANY,
            NONE
        }

        public Group {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Facts facts) {
            for (Condition part : parts) {
                if (part.holds(facts) != (kind == Kind.ALL)) {
                    return kind == Kind.ANY;
                }
            }
            return kind != Kind.ANY;
        }
    }

    /**
     * One comparison.
     *
     * @param value as it stands in the rule: a string, a long, a boolean or a list of strings; null where the operator wants none
     * @param test the compiled comparison
     */
    record Leaf(Field field, String name, Operator operator, Object value, Comparison test) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return test.holds(facts);
        }
    }
}
