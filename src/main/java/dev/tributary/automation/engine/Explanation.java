package dev.tributary.automation.engine;

import dev.tributary.automation.engine.Condition.Group;
import dev.tributary.automation.engine.Condition.Group.Kind;
import dev.tributary.automation.engine.Condition.Leaf;
import jakarta.annotation.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a rule matched or did not.
 *
 * @param decisive the comparisons that made it so: the first that failed where all were wanted, all that held where the rule matched
 */
public record Explanation(boolean matched, List<Decisive> decisive) {

    /**
     * @param path where it stands in the rule, {@code all[1].any[0]}
     * @param expected the rule's value, null where the operator wants none
     * @param seen what was there, null for nothing
     */
    public record Decisive(String path, String field, String operator, @Nullable Object expected, @Nullable Object seen, boolean held) {}

    public Explanation {
        decisive = List.copyOf(decisive);
    }

    public static Explanation of(Condition condition, Facts facts) {
        List<Decisive> decisive = new ArrayList<>();
        boolean matched = explain(condition, facts, "", decisive);
        return new Explanation(matched, decisive);
    }

    /** Adds what decided about this condition, and only that. */
    private static boolean explain(Condition condition, Facts facts, String path, List<Decisive> decisive) {
        return switch (condition) {
            case Condition.Always _ -> true;
            case Leaf leaf -> {
                boolean held = leaf.holds(facts);
                decisive.add(new Decisive(path, leaf.name(), leaf.operator().wireName(), leaf.value(), facts.value(leaf.name()), held));
                yield held;
            }
            case Group group -> explain(group, facts, path, decisive);
        };
    }

    private static boolean explain(Group group, Facts facts, String path, List<Decisive> decisive) {
        List<Decisive> together = new ArrayList<>();
        String kind = group.kind().name().toLowerCase(Locale.ROOT);
        for (int index = 0; index < group.parts().size(); index++) {
            List<Decisive> own = new ArrayList<>();
            String at = (path.isEmpty() ? "" : path + ".") + kind + "[" + index + "]";
            boolean held = explain(group.parts().get(index), facts, at, own);
            if (held != (group.kind() == Kind.ALL)) {
                decisive.addAll(own);
                return group.kind() == Kind.ANY;
            }
            together.addAll(own);
        }
        decisive.addAll(together);
        return group.kind() != Kind.ANY;
    }
}
