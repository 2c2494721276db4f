package dev.tributary.apichannel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How posts to API channels are answered. */
@ConfigMapping(prefix = "tributary.api-channel")
interface ApiChannelConfig {

    /** How long an answer waits for what became of its events: below the two seconds that the protocol promises, with room for the way. */
    @WithDefault("1500ms")
    Duration patience();
}
