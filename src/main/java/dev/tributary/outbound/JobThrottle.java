package dev.tributary.outbound;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A few jobs of each account at once. */
final class JobThrottle implements Throttle {

    private static final int AT_ONCE = 4;

    private final Map<UUID, Integer> running = new ConcurrentHashMap<>();

    @Override
    public Uni<Void> prepare(List<UUID> accountIds) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public int room(UUID accountId) {
        return AT_ONCE - running.getOrDefault(accountId, 0);
    }

    @Override
    public void started(UUID accountId) {
        running.merge(accountId, 1, Integer::sum);
    }

    @Override
    public void ended(UUID accountId) {
        running.computeIfPresent(accountId, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Room comes from an end alone, which looks by itself. */
    @Override
    public Duration shortestWait(List<UUID> accountIds) {
        return Duration.ZERO;
    }
}
