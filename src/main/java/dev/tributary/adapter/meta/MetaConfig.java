package dev.tributary.adapter.meta;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How Meta's Graph API is reached. */
@ConfigMapping(prefix = "tributary.providers.meta")
interface MetaConfig {

    /** Base URL of the Graph API; absent: Meta's, and the sandbox for its own accounts. */
    Optional<String> url();

    /** Base URL of the Graph API for accounts of Instagram Login; absent: Instagram's. */
    Optional<String> instagramUrl();

    /** The version that stands in front of every path. */
    @WithDefault("v25.0")
    String version();

    /** How long one call may take, its answer included. */
    @WithDefault("20s")
    Duration timeout();

    /** How long one call that carries a file may take. */
    @WithDefault("120s")
    Duration transferTimeout();
}
