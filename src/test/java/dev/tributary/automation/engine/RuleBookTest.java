package dev.tributary.automation.engine;

import static dev.tributary.automation.engine.ConditionTest.leaf;
import static dev.tributary.automation.engine.ConditionTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RuleBookTest {

    private static Rule rule(int position, Map<String, ?> conditions, boolean stop) {
        return new Rule(new UUID(7, position), "Rule " + position, Trigger.MESSAGE_RECEIVED, position, read(conditions), List.of(), stop, Instant.EPOCH, null);
    }

    private static Facts message(String type, String text) {
        return Facts.of(Map.of("channel_type", type, "channel_account", new UUID(1, 1).toString(), "text", text));
    }

    @Test
    void rules_match_in_their_order_until_one_says_stop() {
        RuleBook book = new RuleBook(1, List.of(
                rule(3, Map.of("always", true), false),
                rule(1, leaf("text", "contains", "refund"), false),
                rule(2, leaf("channel_type", "equals", "EMAIL"), true)));

        assertThat(book.match(Trigger.MESSAGE_RECEIVED, message("EMAIL", "a refund please")).rules()).extracting(Rule::position).containsExactly(1, 2);
        assertThat(book.match(Trigger.MESSAGE_RECEIVED, message("EMAIL", "a refund please")).stoppedBy().position()).isEqualTo(2);
        assertThat(book.match(Trigger.MESSAGE_RECEIVED, message("TELEGRAM", "hello")).rules()).extracting(Rule::position).containsExactly(3);
        assertThat(book.match(Trigger.CONVERSATION_CREATED, message("EMAIL", "a refund please")).rules()).isEmpty();
    }

    @Test
    void a_rule_about_another_channel_does_not_concern_this_one() {
        RuleBook book = new RuleBook(1, List.of(rule(1, Map.of("all", List.of(leaf("channel_type", "in", List.of("EMAIL")), leaf("text", "contains", "hi"))), false)));

        assertThat(book.concerns(Trigger.MESSAGE_RECEIVED, "TELEGRAM", "x")).isFalse();
        assertThat(book.concerns(Trigger.MESSAGE_RECEIVED, "EMAIL", "x")).isTrue();
        assertThat(book.about(Trigger.MESSAGE_RECEIVED, "TELEGRAM", "x")).isEmpty();
    }

    @Property(tries = 500)
    void the_index_finds_what_trying_every_rule_finds(@ForAll("conditions") List<Map<String, Object>> conditions, @ForAll("texts") String text) {
        List<Rule> rules = new ArrayList<>();
        conditions.forEach(condition -> rules.add(rule(rules.size(), condition, false)));
        Facts facts = message("EMAIL", text);

        assertThat(new RuleBook(1, rules).match(Trigger.MESSAGE_RECEIVED, facts).rules())
                .isEqualTo(rules.stream().filter(rule -> rule.condition().holds(facts)).toList());
    }

    @Property(tries = 500)
    void an_explanation_says_what_the_condition_says(@ForAll("conditions") List<Map<String, Object>> conditions, @ForAll("texts") String text) {
        Facts facts = message("EMAIL", text);
        for (Map<String, Object> json : conditions) {
            Condition condition = read(json);
            Explanation why = Explanation.of(condition, facts);
            assertThat(why.matched()).isEqualTo(condition.holds(facts));
            assertThat(why.decisive()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abcAB ").ofMinLength(0).ofMaxLength(12);
    }

    @Provide
    Arbitrary<List<Map<String, Object>>> conditions() {
        Arbitrary<String> value = Arbitraries.strings().withChars("abcAB").ofMinLength(1).ofMaxLength(5);
        Arbitrary<String> operator = Arbitraries.of("contains", "not_contains", "starts_with", "ends_with", "equals", "word");
        Arbitrary<Map<String, Object>> leaf = Combinators.combine(operator, value).as((how, what) -> leaf("text", how, what));
        Arbitrary<Map<String, Object>> group = Combinators.combine(Arbitraries.of("all", "any", "none"), leaf.list().ofMinSize(1).ofMaxSize(3))
                .as((kind, parts) -> Map.of(kind, parts));
        Arbitrary<Map<String, Object>> nested = Combinators.combine(Arbitraries.of("all", "any", "none"), Arbitraries.oneOf(leaf, group).list().ofMinSize(1).ofMaxSize(3))
                .as((kind, parts) -> Map.of(kind, parts));
        return Arbitraries.oneOf(leaf, group, nested).list().ofMaxSize(8);
    }
}
