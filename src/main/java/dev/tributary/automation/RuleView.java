package dev.tributary.automation;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A rule as the API shows it.
 *
 * @param schedule null but for scheduled rules
 */
record RuleView(
        UUID id,
        String name,
        boolean isActive,
        int position,
        String event,
        Map<String, Object> conditions,
        List<Map<String, Object>> actions,
        boolean stop,
        @Nullable Map<String, Object> schedule,
        Instant createdAt,
        Instant updatedAt) {}
