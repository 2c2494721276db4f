package dev.tributary.identity;

import dev.tributary.platform.Problems;
import io.quarkus.logging.Log;
import io.quarkus.oidc.OidcConfigurationMetadata;
import io.quarkus.oidc.OidcSession;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;

/**
 * Where the identity provider's sign-in becomes one of ours. Opened by the browser itself: it answers redirects, to the
 * inbox with a session cookie, or without one and with the reason in {@code ?problem=}.
 */
@Path(OidcSettings.SIGN_IN_PATH)
@Tag(name = "Session")
class OidcResource {
    private final OidcSettings settings;
    private final SecurityIdentity identity;
    private final OidcSession provider;
    private final OidcUsers users;
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final SameOrigin address;
    private final Audit audit;
    private final Pool database;
    private final OidcLogoutTokens logoutTokens;
    private final SessionWatch watch;

    OidcResource(
            OidcSettings settings,
            SecurityIdentity identity,
            OidcSession provider,
            OidcUsers users,
            Sessions sessions,
            SessionCookies cookies,
            SameOrigin address,
            Audit audit,
            Pool database,
            OidcLogoutTokens logoutTokens,
            SessionWatch watch) {
        this.settings = settings;
        this.identity = identity;
        this.provider = provider;
        this.users = users;
        this.sessions = sessions;
        this.cookies = cookies;
        this.address = address;
        this.audit = audit;
        this.database = database;
        this.logoutTokens = logoutTokens;
        this.watch = watch;
    }

    @GET
    @PublicRoute
    @Operation(summary = "Sign in through the identity provider", description = "For browsers: a chain of redirects.")
    public Uni<Response> signIn(@Context RoutingContext context) {
        if (!settings.isOn()) {
            throw Problems.notFound("identity provider");
        }
        JsonWebToken idToken = provider.getIdToken();
        return users.resolve(OidcClaims.of(idToken))
                .chain(found -> found.map(caller -> start(caller, idToken, context)).orElseGet(this::unknown))
                .call(() -> provider.logout());
    }

    private Uni<Response> start(Caller caller, JsonWebToken idToken, RoutingContext context) {
        Sessions.Browser browser = SessionResource.browser(context);
        return database.withTransaction(tx -> audit.signedIn(tx, caller, "oidc", browser.address())
                        .chain(() -> sessions.start(tx, caller.userId().orElseThrow(), browser, Optional.of(new Sessions.AtProvider(Optional.ofNullable(idToken.<String>getClaim("sid")), signOutUrl(idToken))))))
                .map(cookie -> Response.seeOther(inbox("/")).cookie(cookies.with(cookie)).build());
    }

    @POST
    @Path("/backchannel_logout")
    @PublicRoute
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "End sessions that the identity provider ended", description = "OpenID Connect Back-Channel Logout: called by the provider with a signed logout token.")
    public Uni<Response> providerEnded(@RestForm("logout_token") String token) {
        if (!settings.isOn()) {
            throw Problems.notFound("identity provider");
        }
        return logoutTokens.verify(token)
                .chain(ended -> database.withTransaction(tx -> sessions.endAtProvider(tx, ended)))
                .invoke(ended -> Log.infof("The identity provider ended sessions count=%d", ended.size()))
                .invoke(watch::announce)
                .map(_ -> Response.ok().header("Cache-Control", "no-store").build());
    }

    private Uni<Response> unknown() {
        return Uni.createFrom().item(Response.seeOther(inbox("/?problem=user_unknown")).build());
    }

    /** With the ID token as a hint the provider need not ask whether it is meant. */
    private Optional<String> signOutUrl(JsonWebToken idToken) {
        OidcConfigurationMetadata metadata = identity.getAttribute(OidcUtils.CONFIG_METADATA_ATTRIBUTE);
        return Optional.ofNullable(metadata)
                .map(OidcConfigurationMetadata::getEndSessionUri)
                .map(endpoint -> UriBuilder.fromUri(endpoint)
                        .queryParam("client_id", settings.clientId().orElseThrow())
                        .queryParam("post_logout_redirect_uri", inbox("/"))
                        .queryParam("id_token_hint", idToken.getRawToken())
                        .build()
                        .toString());
    }

    private URI inbox(String path) {
        return address.publicUrl().resolve(path);
    }
}
