package dev.tributary.automation;

import dev.tributary.automation.action.ActionResult;
import dev.tributary.automation.engine.Explanation.Decisive;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One look of the rules at a conversation.
 *
 * @param depth 0 for what happened outside; more for what rules did before
 * @param halted {@code automatic}: a program wrote the message; {@code recursion}: rules had set each other off often enough
 * @param otherRules how many rules were not tried because they are about other channels
 */
record TraceView(
        UUID id,
        String event,
        int depth,
        @Nullable @Schema(enumeration = {"automatic", "flood", "recursion"}) String halted,
        Instant createdAt,
        Map<String, Object> facts,
        List<RuleTrace> rules,
        int otherRules) {

    /**
     * @param outcome {@code matched}, {@code not_matched}, {@code not_tried} (a rule before it said stop) or {@code halted}
     * @param decisive the comparisons that made it so, with what was there
     */
    record RuleTrace(
            UUID ruleId,
            String name,
            @Schema(enumeration = {"matched", "not_matched", "not_tried", "halted"}) String outcome,
            List<Decisive> decisive,
            List<ActionTrace> actions,
            boolean stopped) {}

    /**
     * @param outcome {@code done}, {@code skipped}, {@code failed} or {@code queued}
     * @param detail in English
     * @param told the same for screens in other languages; null where there are only words
     */
    record ActionTrace(String type, @OneOf(ActionResult.Outcome.class) String outcome, String detail, @Nullable Words told) {}

    /** @param values of the words' gaps, by their names */
    record Words(String code, Map<String, Object> values) {}
}
