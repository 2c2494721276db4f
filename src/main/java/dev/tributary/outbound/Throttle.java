package dev.tributary.outbound;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Decides how much of each account's work may start now. */
interface Throttle {

    /** Called with the accounts that have work, before anything else is asked about them. */
    Uni<Void> prepare(List<UUID> accountIds);

    int room(UUID accountId);

    void started(UUID accountId);

    void ended(UUID accountId);

    /** The shortest time until one of them may have room again without anything ending. */
    Duration shortestWait(List<UUID> accountIds);
}
