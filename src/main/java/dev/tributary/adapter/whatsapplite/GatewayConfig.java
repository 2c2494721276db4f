package dev.tributary.adapter.whatsapplite;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How gateways are called. */
@ConfigMapping(prefix = "tributary.providers.whatsapp-lite")
interface GatewayConfig {

    /** How long one call may take, its answer included. A gateway answers a message only after it has shown that somebody types. */
    @WithDefault("30s")
    Duration timeout();

    /** How long one call that brings a file may take. */
    @WithDefault("90s")
    Duration transferTimeout();

    /** How long a message waits for a phone whose link is down. */
    @WithDefault("1h")
    Duration patience();
}
