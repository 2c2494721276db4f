package dev.tributary.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what is queued leaves the service. */
@ConfigMapping(prefix = "tributary.outbound")
public interface OutboundConfig {

    /** Messages of this process that may be on their way at once, over all accounts. */
    @WithDefault("64")
    int inFlight();

    /** Messages of one account that may be on their way at once: a slow provider keeps no more than these waiting. */
    @WithDefault("8")
    int inFlightPerAccount();

    /** Fetched files and acknowledgements at the same time. */
    @WithDefault("16")
    int jobsInFlight();

    /** How long one attempt may take. Afterwards nobody knows whether the provider took it. */
    @WithDefault("60s")
    Duration sendTimeout();

    /** How long a claimed row belongs to the process that claimed it; longer than one attempt with everything around it. */
    @WithDefault("3m")
    Duration lease();

    /** Attempts that certainly sent nothing, before the message fails. A provider's own "later" does not count. */
    @WithDefault("12")
    int maxAttempts();

    /** The wait after the first attempt; it doubles with each further one. */
    @WithDefault("2s")
    Duration firstWait();

    @WithDefault("10m")
    Duration longestWait();

    /** A message that could not leave for so long fails, whatever the reason. */
    @WithDefault("24h")
    Duration giveUpAfter();

    /** Attempts in a row that did not reach an account's provider, after which the account rests. */
    @WithDefault("5")
    int breakerFailures();

    @WithDefault("30s")
    Duration breakerRest();

    /** How long a stopping process waits for what is on its way. */
    @WithDefault("8s")
    Duration drainTime();

    /** How long rows that are done with are kept, to be looked at. */
    @WithDefault("7d")
    Duration doneKept();
}
