package dev.tributary.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** What concerns the service as a whole. */
@ConfigMapping(prefix = "tributary")
public interface ServiceSettings {

    /** The address that providers and browsers reach: webhook URLs, redirects and links begin with it. */
    @WithDefault("http://localhost:8080")
    URI publicUrl();

    /** How events travel between the stages of the way in; this version knows {@code postgres}. */
    @WithDefault("postgres")
    String transport();
}
