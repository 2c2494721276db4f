package dev.tributary.identity;

import dev.tributary.identity.Sessions.Browser;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Nullable;
import jakarta.enterprise.event.Event;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Signing in, staying signed in, and signing out. */
@Path("/rest/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Session")
class SessionResource {
    private final CurrentCaller caller;
    private final SignIn signIn;
    private final OwnSessions own;
    private final SessionView.Reader reader;
    private final Presence presence;
    private final Event<PresenceChanged> presenceChanged;
    private final OidcSettings oidc;
    private final SessionCookies cookies;

    SessionResource(
            CurrentCaller caller,
            SignIn signIn,
            OwnSessions own,
            SessionView.Reader reader,
            Presence presence,
            Event<PresenceChanged> presenceChanged,
            OidcSettings oidc,
            SessionCookies cookies) {
        this.caller = caller;
        this.signIn = signIn;
        this.own = own;
        this.reader = reader;
        this.presence = presence;
        this.presenceChanged = presenceChanged;
        this.oidc = oidc;
        this.cookies = cookies;
    }

    record SignInMethods(boolean local, @Nullable OidcMethod oidc) {}

    record OidcMethod(String label, String url) {}

    record SignInRequest(@NotBlank @Size(max = 254) String email, @NotNull Secret password) {}

    record PasswordChange(@NotNull Secret currentPassword, @NotNull Secret newPassword) {}

    record WorkspaceChoice(@NotNull UUID organizationId) {}

    record PresenceBody(@NotNull PresenceState state) {}

    /** @param isCurrent the one that asks */
    record ListedSession(
            UUID id, @Nullable String address, @Nullable String userAgent, OffsetDateTime createdAt, OffsetDateTime lastUsedAt,
            OffsetDateTime expiresAt, boolean isCurrent) {}

    @GET
    @Path("/sign_in_methods")
    @PublicRoute
    @Operation(summary = "How people can sign in here")
    public SignInMethods methods() {
        return new SignInMethods(true, oidc.isOn() ? new OidcMethod(oidc.label(), OidcSettings.SIGN_IN_PATH) : null);
    }

    @POST
    @Path("/session")
    @PublicRoute
    @Operation(summary = "Sign in", description = "Sets the session cookie. Changes made with it need the csrf_token of the answer.")
    @APIResponse(responseCode = "200", description = "Signed in", content = @Content(schema = @Schema(implementation = SessionView.class)))
    public Uni<Response> signIn(@Valid @NotNull SignInRequest request, RoutingContext context) {
        if (request.password().reveal().length() > PasswordRules.LONGEST) {
            throw IdentityProblems.credentialsInvalid();
        }
        return signIn.withPassword(request.email(), request.password().reveal(), browser(context))
                .chain(cookie -> reader.ofCookie(cookie)
                        .map(session -> Response.ok(session).cookie(cookies.with(cookie)).build()));
    }

    @GET
    @Path("/session")
    @Operation(summary = "Who am I, and what may I do?")
    public Uni<SessionView> current() {
        return reader.of(caller.get(), caller.csrfToken());
    }

    @DELETE
    @Path("/session")
    @Operation(summary = "Sign out of this browser", description = "After a sign-in through the identity provider, sign_out_url leads to signing out there.")
    @APIResponse(responseCode = "200", description = "Signed out here; go on to sign_out_url", content = @Content(schema = @Schema(implementation = SignedOut.class)))
    @APIResponse(responseCode = "204", description = "Signed out")
    public Uni<Response> signOut() {
        return own.end(caller.get(), sessionId()).map(this::signedOut);
    }

    @DELETE
    @Path("/sessions")
    @Operation(summary = "Sign out everywhere")
    @APIResponse(responseCode = "204", description = "Signed out")
    public Uni<Response> signOutEverywhere() {
        return own.endAll(person()).map(this::signedOut);
    }

    @GET
    @Path("/sessions")
    @Operation(summary = "Where am I signed in?")
    public Uni<Page<ListedSession>> list() {
        Optional<UUID> current = caller.sessionId();
        return own.list(person()).map(Page::all).map(page -> page.map(session -> listed(session, current)));
    }

    @DELETE
    @Path("/sessions/{id}")
    @Operation(summary = "Sign out of another browser")
    public Uni<Void> end(@RestPath UUID id) {
        return own.endOne(person(), id);
    }

    @PUT
    @Path("/session/password")
    @Operation(summary = "Change my password", description = "Signs out every other browser.")
    public Uni<Void> changePassword(@Valid @NotNull PasswordChange change, RoutingContext context) {
        String wanted = PasswordRules.require("new_password", change.newPassword());
        return own.changePassword(
                person(), caller.sessionId(), change.currentPassword().reveal(), wanted, browser(context).address());
    }

    @PUT
    @Path("/session/organization")
    @Operation(summary = "Go on in another of my workspaces")
    public Uni<SessionView> switchWorkspace(@Valid @NotNull WorkspaceChoice choice) {
        return own.move(person(), sessionId(), choice.organizationId())
                .chain(member -> reader.of(member, caller.csrfToken()));
    }

    @PUT
    @Path("/session/presence")
    @Operation(summary = "Tell colleagues whether I am there")
    public Uni<PresenceBody> setPresence(@Valid @NotNull PresenceBody wanted) {
        Caller person = person();
        UUID userId = person.userId().orElseThrow();
        return presence.report(userId, wanted.state())
                .invoke(() -> presenceChanged.fire(new PresenceChanged(person.organizationId(), userId, wanted.state())))
                .replaceWith(wanted);
    }

    private Response signedOut(Optional<String> signOutUrl) {
        Response.ResponseBuilder answer = signOutUrl
                .map(url -> Response.ok(new SignedOut(url)))
                .orElseGet(Response::noContent);
        return answer.cookie(cookies.gone()).build();
    }

    @RegisterForReflection
    record SignedOut(String signOutUrl) {}

    /** These are for people: a leaked token must not end or keep anybody's sessions. */
    private Caller person() {
        Caller person = caller.get();
        if (person.tokenId().isPresent()) {
            throw Problems.forbidden("not_for_tokens", "This is for signed-in people, not for API tokens.", "Sign in.");
        }
        return person;
    }

    private UUID sessionId() {
        person();
        return caller.sessionId().orElseThrow(IdentityProblems::notSignedIn);
    }

    private static ListedSession listed(Sessions.Session session, Optional<UUID> current) {
        return new ListedSession(
                session.id(), session.address(), session.userAgent(), session.createdAt(), session.lastUsedAt(),
                session.expiresAt(), current.filter(session.id()::equals).isPresent());
    }

    static Browser browser(RoutingContext context) {
        HttpServerRequest request = context.request();
        String address = request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
        return new Browser(address, Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)));
    }
}
