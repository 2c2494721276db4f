package dev.tributary.channel;

import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A channel whose credentials end by themselves and are exchanged for fresh ones before, without a person. */
public interface RefreshesAccess extends ConnectsByOAuth {

    /** Whether this account's do: of several ways to connect a channel, some give credentials that do not end. Pure: no I/O. */
    boolean isRefreshable(Settings settings);

    /**
     * Exchanges the credentials for fresh ones. Called at 50 to 80 % of their life, a day after they were entered where their life is not
     * known, and again after a pause where the provider could not be asked; never twice at a time for one account.
     */
    Uni<Renewal> refresh(ChannelAccount account);

    /** What came of a refresh. */
    sealed interface Renewal {

        /** @param secrets to seal and put in place of the old ones */
        record Renewed(Map<String, Secret> secrets, Optional<Instant> expiresAt) implements Renewal {
            public Renewed {
                secrets = Map.copyOf(secrets);
            }
        }

        /** {@link ChannelProblem.CredentialsRejected} ends it; with any other problem it is tried again. */
        record Refused(ChannelProblem problem) implements Renewal {}
    }
}
