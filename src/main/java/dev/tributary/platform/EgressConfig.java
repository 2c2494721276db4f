package dev.tributary.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may leave the service, and how long it may take. */
@ConfigMapping(prefix = "tributary.egress")
public interface EgressConfig {

    /** {@code host:port} pairs that are let through although their address is private: a mail server in the same network, a sandbox. */
    Optional<List<String>> allow();

    /** How long a connection may take to be made, TLS included. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How many connections to one origin may be open at once; further requests wait for one. */
    @WithDefault("64")
    int connectionsPerOrigin();
}
