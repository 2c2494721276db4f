package dev.tributary.channel;

import java.util.UUID;

/** Fired in this process after an account was archived or is to be purged, so that its conversations follow soon. */
public record AccountEnded(UUID channelAccountId) {}
