package dev.tributary.webhook;

import java.util.UUID;

/** A receiver was given up. Fired before the commit, so observers only tell people. */
public record EndpointDisabled(UUID organizationId, UUID subscriptionId, String name, String reason) {

    /** What a person can do. */
    public String hint() {
        return switch (reason) {
            case "gone" -> "The receiving system says that this webhook is gone. Correct it, then press \"enable\" and \"replay\".";
            case "failing" -> "Fix the receiver, then press \"enable\" and \"replay\".";
            default -> "Press \"enable\" to go on.";
        };
    }
}
