package dev.tributary.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who a request is from: {@code Authorization: Bearer} with one of our API tokens or an access token of the identity
 * provider, otherwise the session cookie. Looks only where callers matter, so that pages, scripts and providers'
 * webhooks cost no statement. A credential that does not hold makes an anonymous request, not a failed one: whether that
 * is enough is decided by {@link CallerFilter}, which answers a problem a program can read.
 */
@ApplicationScoped
class CallerMechanism implements HttpAuthenticationMechanism {
    private static final List<String> WHERE_CALLERS_MATTER = List.of("/rest/", "/api/v1/channels/", "/ws", "/simulator", "/sandbox");
    private static final String WEBHOOK_REGISTRATION = "/api/v1/channels/[^/]+/webhook";
    private static final String BEARER = "Bearer ";
    /** Ahead of the mechanism that the OIDC extension brings. */
    private static final int PRIORITY = DEFAULT_PRIORITY + 1_000;

    private static final SecurityIdentity ANONYMOUS =
            QuarkusSecurityIdentity.builder().setAnonymous(true).build();

    private final OidcCallers oidc;

    CallerMechanism(OidcCallers oidc) {
        this.oidc = oidc;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (isForOthers(context)) {
            return Uni.createFrom().item(ANONYMOUS);
        }
        if (WHERE_CALLERS_MATTER.stream().noneMatch(context.normalizedPath()::startsWith)) {
            return Uni.createFrom().nullItem();
        }
        if (oidc.isSignIn(context)) {
            return Uni.createFrom().nullItem();
        }
        Optional<String> bearer = bearer(context);
        if (bearer.filter(oidc::isAccessToken).isPresent()) {
            return oidc.callerOfAccessToken(context, providers)
                    .onFailure(AuthenticationFailedException.class)
                    .recoverWithItem(ANONYMOUS);
        }
        return bearer.map(Credential::apiToken)
                .or(() -> cookie(context).map(Credential::session))
                .map(credential -> providers
                        .authenticate(credential)
                        .onFailure(AuthenticationFailedException.class)
                        .recoverWithItem(ANONYMOUS))
                .orElseGet(() -> Uni.createFrom().item(ANONYMOUS));
    }

    /**
     * Under {@code /api} bearers are a channel's token or a visitor's, which no mechanism of ours may judge; except where a program
     * registers its webhook with an API token.
     */
    private static boolean isForOthers(RoutingContext context) {
        String path = context.normalizedPath();
        return path.startsWith("/api/") && !path.matches(WEBHOOK_REGISTRATION);
    }

    private static Optional<String> bearer(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static Optional<String> cookie(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(SessionCookies.NAME)).map(Cookie::getValue);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        if (oidc.isSignIn(context)) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(Credential.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom()
                .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}
