package dev.tributary.identity;

import java.util.UUID;

/** CDI event on the replica that was told: a user set a state by hand. Observers must not block. */
public record PresenceChanged(UUID organizationId, UUID userId, PresenceState state) {}
