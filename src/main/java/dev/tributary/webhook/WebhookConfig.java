package dev.tributary.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events reach subscribers. */
@ConfigMapping(prefix = "tributary.webhook")
interface WebhookConfig {

    /** How often a replica looks for changes and due deliveries by itself; announcements make it sooner. {@code off} stops it. */
    @WithDefault("1s")
    String poll();

    /** Conversations of one receiver that are served at the same time. */
    @WithDefault("8")
    int parallel();

    /** Requests that one replica has open at the same time, to all receivers together. */
    @WithDefault("128")
    int inFlight();

    /** After so long without a single success a receiver is disabled. */
    @WithDefault("120h")
    Duration givesUpAfter();

    /** How many finished deliveries of a receiver are kept. */
    @WithDefault("1000")
    int keptDeliveries();
}
