package dev.tributary.adapter.twilio;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How Twilio is reached. */
@ConfigMapping(prefix = "tributary.providers.twilio")
interface TwilioConfig {

    /** Base URL of Twilio's REST API; absent: Twilio's, and a stand-in for its own accounts. */
    Optional<String> url();

    /** Base URL of Twilio's Content API; absent: Twilio's, and a stand-in for its own accounts. */
    Optional<String> contentUrl();

    /** Base URL of Twilio's messaging services; absent: Twilio's, and a stand-in for its own accounts. */
    Optional<String> messagingUrl();

    /** How long one call may take, its answer included. */
    @WithDefault("20s")
    Duration timeout();
}
