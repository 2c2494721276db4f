package dev.tributary.channel;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One way of a browser to a provider's consent page and back.
 *
 * @param verifier PKCE's, opened; only where the offer has it
 * @param problem code, detail and hint; null while there is none
 * @param choices opened; none unless somebody has to choose
 */
record OAuthAttempt(
        UUID id,
        UUID organizationId,
        UUID accountId,
        String offer,
        Optional<UUID> userId,
        Optional<String> verifier,
        URI redirectUri,
        Status status,
        Map<String, Object> problem,
        List<ConnectsByOAuth.Choice> choices,
        Instant expiresAt) {

    enum Status {
        /** The browser is at the provider. */
        STARTED,
        /** The code is being exchanged. */
        REDEEMING,
        /** The provider gave several accounts. */
        CHOOSING,
        CONNECTED,
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
