package dev.tributary.automation;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/**
 * A rule as somebody writes it; {@link RuleCheck} says whether it makes sense.
 *
 * @param schedule of a scheduled rule, and of no other
 */
record RuleDraft(
        @NotBlank @Size(max = 200) String name,
        Boolean isActive,
        @NotNull String event,
        @NotNull Map<String, Object> conditions,
        @NotNull List<@NotNull Map<String, Object>> actions,
        Boolean stop,
        Map<String, Object> schedule) {

    boolean active() {
        return isActive == null || isActive;
    }

    boolean stops() {
        return stop != null && stop;
    }
}
