package dev.tributary.automation.engine;

import dev.tributary.automation.engine.Condition.Leaf;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules of one channel, found by three letters that the text or the subject must hold for them: one walk over the text finds
 * those worth trying, however many there are. It may name a rule that does not match, never miss one that does.
 */
final class LiteralIndex {

    private static final int LETTERS = 3;
    private static final Set<Operator> LITERAL =
            EnumSet.of(Operator.EQUALS, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.WORD);
    private static final List<String> INDEXED = List.of(Fields.MESSAGE_TEXT, Fields.SUBJECT);

    private final List<Rule> rules;
    private final BitSet always = new BitSet();
    private final Map<String, Map<Long, BitSet>> byLetters = new HashMap<>();

    /** @param rules in the order in which they are tried */
    LiteralIndex(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        for (int index = 0; index < rules.size(); index++) {
            Optional<Leaf> literal = literal(rules.get(index));
            if (literal.isEmpty()) {
                always.set(index);
            } else {
                String wanted = Facts.fold((String) literal.get().value());
                byLetters.computeIfAbsent(literal.get().name(), _ -> new HashMap<>())
                        .computeIfAbsent(letters(wanted, 0), _ -> new BitSet())
                        .set(index);
            }
        }
    }

    List<Rule> rules() {
        return rules;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    List<Rule> candidates(Facts facts) {
        BitSet found = (BitSet) always.clone();
        byLetters.forEach((field, byLetters) -> find(facts.folded(field), byLetters, found));
        List<Rule> candidates = new ArrayList<>(found.cardinality());
        for (int index = found.nextSetBit(0); index >= 0; index = found.nextSetBit(index + 1)) {
            candidates.add(rules.get(index));
        }
        return candidates;
    }

    private static void find(String text, Map<Long, BitSet> byLetters, BitSet found) {
        if (text == null) {
            return;
        }
        for (int at = 0; at + LETTERS <= text.length(); at++) {
            BitSet named = byLetters.get(letters(text, at));
            if (named != null) {
                found.or(named);
            }
        }
    }

    private static Optional<Leaf> literal(Rule rule) {
        return RuleBook.required(rule.condition()).stream()
                .filter(leaf -> INDEXED.contains(leaf.name()) && LITERAL.contains(leaf.operator()))
                .filter(leaf -> Facts.fold((String) leaf.value()).length() >= LETTERS)
                .max(Comparator.comparingInt(leaf -> ((String) leaf.value()).length()));
    }

    private static long letters(String text, int at) {
        return ((long) text.charAt(at) << 32) | ((long) text.charAt(at + 1) << 16) | text.charAt(at + 2);
    }
}
