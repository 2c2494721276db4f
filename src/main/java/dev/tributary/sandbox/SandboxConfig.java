package dev.tributary.sandbox;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Fake providers beside the real service. */
@ConfigMapping(prefix = "tributary.sandbox")
public interface SandboxConfig {

    /** Whether the fakes, their control API and the simulator are there; absent: in development and with the embedded database. */
    Optional<Boolean> enabled();
}
