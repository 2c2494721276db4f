package dev.tributary.automation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.Problem.FieldError;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    static Map<String, Object> leaf(String field, String operator, Object value) {
        return value == null ? Map.of("field", field, "operator", operator) : Map.of("field", field, "operator", operator, "value", value);
    }

    static Condition read(Map<String, ?> json) {
        List<FieldError> errors = new ArrayList<>();
        Condition condition = ConditionReader.read(json, "conditions", errors);
        assertThat(errors).isEmpty();
        return condition;
    }

    private static List<FieldError> errors(Map<String, ?> json) {
        List<FieldError> errors = new ArrayList<>();
        ConditionReader.read(json, "conditions", errors);
        return errors;
    }

    private static boolean text(String operator, String value, String seen) {
        return read(leaf("text", operator, value)).holds(seen == null ? Facts.of(Map.of()) : Facts.of(Map.of("text", seen)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            equals,       Hello,      hello,              true
            equals,       hello,      hello there,        false
            not_equals,   hello,      bye,                true
            contains,     PRICE,      the price is high,  true
            not_contains, price,      the price is high,  false
            starts_with,  the,        The price,          true
            ends_with,    price,      the price,          true
            word,         cat,        a cat sat,          true
            word,         cat,        concatenate,        false
            word,         кот,        Это кот!,           true
            word,         cat,        concat cat,         true
            matches,      inv-[0-9]+, see INV-42,         true
            matches,      ^inv,       see inv,            false
            """)
    void text_is_compared_without_regard_to_case(String operator, String value, String seen, boolean expected) {
        assertThat(text(operator, value, seen)).isEqualTo(expected);
    }

    @Test
    void what_is_not_there_equals_nothing_and_is_empty() {
        assertThat(text("contains", "x", null)).isFalse();
        assertThat(text("not_contains", "x", null)).isTrue();
        assertThat(read(leaf("text", "is_empty", null)).holds(Facts.of(Map.of()))).isTrue();
        assertThat(read(leaf("assignee", "is_not_empty", null)).holds(Facts.of(Map.of()))).isFalse();
        assertThat(read(leaf("minutes_since_agent", "at_least", 0)).holds(Facts.of(Map.of()))).isFalse();
    }

    @Test
    void groups_nest() {
        Condition condition = read(Map.of("all", List.of(
                leaf("status", "equals", "open"),
                Map.of("any", List.of(leaf("text", "contains", "help"), leaf("tags", "has", "VIP"))),
                Map.of("none", List.of(leaf("priority", "in", List.of("low")))))));

        assertThat(condition.holds(Facts.of(Map.of("status", "open", "tags", List.of("vip"), "priority", "high")))).isTrue();
        assertThat(condition.holds(Facts.of(Map.of("status", "open", "tags", List.of("vip"), "priority", "low")))).isFalse();
        assertThat(condition.holds(Facts.of(Map.of("status", "open", "text", "nothing", "priority", "high")))).isFalse();
    }

    @Test
    void numbers_and_flags_are_typed() {
        assertThat(read(leaf("previous_messages", "at_most", 3)).holds(Facts.of(Map.of("previous_messages", 3L)))).isTrue();
        assertThat(read(leaf("first_message", "is", true)).holds(Facts.of(Map.of("first_message", true)))).isTrue();
        assertThat(errors(leaf("previous_messages", "at_most", "3")).getFirst().field()).isEqualTo("conditions.value");
        assertThat(errors(leaf("first_message", "is", "yes")).getFirst().message()).isEqualTo("must be true or false");
    }

    @Test
    void everything_wrong_is_named_with_its_place() {
        List<FieldError> errors = errors(Map.of("all", List.of(
                leaf("colour", "equals", "red"),
                leaf("status", "contains", "open"),
                leaf("status", "equals", "asleep"),
                leaf("text", "matches", "(unclosed"),
                leaf("team", "equals", "not an id"),
                Map.of("any", List.of()))));

        assertThat(errors).extracting(FieldError::field).containsExactly(
                "conditions.all[0].field", "conditions.all[1].operator", "conditions.all[2].value", "conditions.all[3].value", "conditions.all[4].value",
                "conditions.all[5].any");
    }

    @Test
    void a_rule_for_everything_says_so_on_purpose() {
        assertThat(errors(Map.of())).isNotEmpty();
        assertThat(errors(Map.of("all", List.of())).getFirst().message()).contains("{\"always\": true}");
        assertThat(read(Map.of("always", true)).holds(Facts.of(Map.of()))).isTrue();
        assertThat(errors(Map.of("always", false))).isNotEmpty();
    }

    @Test
    void a_keyed_field_needs_its_key() {
        assertThat(read(leaf("contact_attribute.plan", "equals", "gold")).holds(Facts.of(Map.of("contact_attribute.plan", "Gold")))).isTrue();
        assertThat(errors(leaf("contact_attribute.", "equals", "gold"))).isNotEmpty();
    }

    @Test
    void a_regular_expression_takes_linear_time() {
        String evil = "a".repeat(Facts.TEXT_LIMIT - 1) + "!";
        long started = System.nanoTime();
        assertThat(text("matches", "^(a+)+$", evil)).isFalse();
        assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
    }

    @Test
    void facts_survive_being_written_down() {
        Facts facts = Facts.of(Map.of("text", "hi", "tags", List.of("a", "b"), "previous_messages", 7L, "first_message", false));
        assertThat(Facts.of(new JsonObject(facts.toJson().encode())).toJson()).isEqualTo(facts.toJson());
    }
}
