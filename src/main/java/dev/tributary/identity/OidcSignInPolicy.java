package dev.tributary.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * For the path where browsers begin to sign in: whoever is not known to the identity provider yet is sent there. Without
 * a provider the path is open, and {@link OidcResource} says that there is nothing.
 */
@ApplicationScoped
class OidcSignInPolicy implements HttpSecurityPolicy {
    private final OidcSettings settings;

    OidcSignInPolicy(OidcSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "oidc-sign-in";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext requests) {
        return settings.isOn()
                ? identity.map(who -> who.isAnonymous() ? CheckResult.DENY : CheckResult.PERMIT)
                : CheckResult.permit();
    }
}
