package dev.tributary.identity;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Callers from access tokens of the identity provider. */
@ApplicationScoped
class OidcCallers {
    private static final String JWT_BEGINS_WITH = "eyJ";

    private final OidcSettings settings;
    private final OidcAuthenticationMechanism oidc;
    private final OidcUsers users;

    OidcCallers(OidcSettings settings, OidcAuthenticationMechanism oidc, OidcUsers users) {
        this.settings = settings;
        this.oidc = oidc;
        this.users = users;
    }

    /** Requests that belong to the code flow, which is the extension's from beginning to end. */
    boolean isSignIn(RoutingContext context) {
        return settings.isOn() && context.normalizedPath().equals(OidcSettings.SIGN_IN_PATH);
    }

    boolean isAccessToken(String bearer) {
        return settings.isOn() && bearer.startsWith(JWT_BEGINS_WITH) && bearer.chars().filter(c -> c == '.').count() == 2;
    }

    /** The signature, the issuer and the times are checked by the extension; whom the token is for, here. */
    Uni<SecurityIdentity> callerOfAccessToken(RoutingContext context, IdentityProviderManager providers) {
        return oidc.authenticate(context, providers)
                .onItem()
                .ifNull()
                .failWith(() -> new AuthenticationFailedException())
                .map(identity -> (JsonWebToken) identity.getPrincipal())
                .invoke(this::requireOurs)
                .chain(token -> users.resolve(OidcClaims.of(token)))
                .map(found -> found.orElseThrow(AuthenticationFailedException::new))
                .map(caller -> CallerIdentityProvider.identity(caller).build());
    }

    /** Otherwise whoever runs another application at the same provider could use what its users handed it, here. */
    private void requireOurs(JsonWebToken token) {
        String ours = settings.clientId().orElseThrow();
        boolean isOurs = (token.getAudience() != null && token.getAudience().contains(ours))
                || ours.equals(token.getClaim("azp"))
                || ours.equals(token.getClaim("client_id"));
        if (!isOurs) {
            throw new AuthenticationFailedException("the token was issued to another client");
        }
    }
}
