package dev.tributary.identity;

import dev.tributary.platform.Secret;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** Sign-in through an identity provider, beside local accounts; off unless an issuer is set. */
@ConfigMapping(prefix = "tributary.oidc")
public interface OidcSettings {
    /** Where browsers begin to sign in, and where the identity provider sends them back to. */
    String SIGN_IN_PATH = "/rest/v1/session/oidc";

    /** The provider's address, below which {@code .well-known/openid-configuration} is found. */
    Optional<URI> issuer();

    Optional<String> clientId();

    Optional<Secret> clientSecret();

    /** What the button says. */
    @WithDefault("Single sign-on")
    String label();

    /** Whether people whom the provider knows and we do not become agents. Off: an admin adds them by e-mail address first. */
    @WithDefault("false")
    boolean createUsers();

    /** The workspace that such people join; the oldest unless set. */
    Optional<UUID> organizationId();

    default boolean isOn() {
        return issuer().isPresent();
    }
}
