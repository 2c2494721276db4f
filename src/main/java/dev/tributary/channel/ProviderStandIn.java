package dev.tributary.channel;

import java.util.Optional;

/**
 * Plays a provider for accounts of its own making, so that a channel can be tried without the real one. An adapter asks for it
 * unless its base URL was configured; accounts that the stand-in did not make go to the real provider.
 */
public interface ProviderStandIn {

    /** The base URL to use instead of the provider's, without a final slash; empty for an account that is not ours. */
    Optional<String> baseUrl(ChannelAccount account);

    /** The same where a person's browser reaches it: for consent pages. */
    default Optional<String> pageUrl(ChannelAccount account) {
        return baseUrl(account);
    }
}
