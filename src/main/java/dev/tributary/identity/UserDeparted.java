package dev.tributary.identity;

import java.util.UUID;

/**
 * CDI event (asynchronous), on the replica that served the request, after the commit: a user was deactivated or removed.
 * What waited for them waits for others now. A crash loses it, so whoever listens also looks for itself now and then.
 */
public record UserDeparted(UUID organizationId, UUID userId) {}
