package dev.tributary.identity;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Authentication.CookieSameSite;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Tells the OIDC extension how to treat a request: the code flow where browsers sign in, bearer tokens elsewhere. Decided
 * at run time, so one build serves installations with and without an identity provider.
 */
@ApplicationScoped
class OidcTenants implements TenantConfigResolver {
    private final Optional<OidcTenantConfig> browsers;
    private final Optional<OidcTenantConfig> programs;

    OidcTenants(OidcSettings settings) {
        browsers = settings.issuer().map(issuer -> codeFlow(settings));
        programs = settings.issuer().map(issuer -> bearerTokens(settings));
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        boolean isSignIn = context.normalizedPath().equals(OidcSettings.SIGN_IN_PATH);
        return Uni.createFrom().item((isSignIn ? browsers : programs).orElse(null));
    }

    private static OidcTenantConfigBuilder provider(OidcSettings settings, String tenantId) {
        return OidcTenantConfig.builder()
                .tenantId(tenantId)
                .authServerUrl(settings.issuer().orElseThrow().toString())
                .clientId(settings.clientId().orElseThrow());
    }

    /** Its cookies live below the sign-in path and end there: what remains is a session of ours. */
    private static OidcTenantConfig codeFlow(OidcSettings settings) {
        String secret = settings.clientSecret().orElseThrow().reveal();
        return provider(settings, "browsers")
                .applicationType(ApplicationType.WEB_APP)
                .credentials(secret)
                .authentication()
                .redirectPath(OidcSettings.SIGN_IN_PATH)
                .cookiePath(OidcSettings.SIGN_IN_PATH)
                // where the inbox shows the error that the provider answered, in ?error=
                .errorPath("/")
                .stateCookieSameSite(CookieSameSite.LAX)
                .scopes("profile", "email")
                .pkceRequired()
                .nonceRequired()
                .stateSecret(stateSecret(secret))
                .end()
                .build();
    }

    private static OidcTenantConfig bearerTokens(OidcSettings settings) {
        return provider(settings, "programs").applicationType(ApplicationType.SERVICE).build();
    }

    /** The same on every replica: the browser may come back to another one than it left. */
    private static String stateSecret(String clientSecret) {
        return HexFormat.of().formatHex(OpaqueToken.hash("oidc-state:" + clientSecret), 0, 16);
    }
}
