package dev.tributary.widget;

import dev.tributary.widget.RateLimits.Limit;
import dev.tributary.widget.VisitorStore.Surroundings;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Visitors' sessions. */
@Path("/api/widget/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Website widget")
class SessionResource {

    private static final int SESSION_SECONDS = 3_600;

    private final Door door;
    private final WidgetChannels channels;
    private final Sessions sessions;
    private final VisitorConversations conversations;
    private final VisitorFeed feed;
    private final VisitorStore visitors;
    private final ContactClaims claims;
    private final RateLimits limits;
    private final Pool database;

    SessionResource(
            Door door,
            WidgetChannels channels,
            Sessions sessions,
            VisitorConversations conversations,
            VisitorFeed feed,
            VisitorStore visitors,
            ContactClaims claims,
            RateLimits limits,
            Pool database) {
        this.door = door;
        this.channels = channels;
        this.sessions = sessions;
        this.conversations = conversations;
        this.feed = feed;
        this.visitors = visitors;
        this.claims = claims;
        this.limits = limits;
        this.database = database;
    }

    public record NewSession(String channelKey, String visitorToken, IdentityClaims identity, String locale, String timezone, VisitorFacts.Page page) {}

    public record Identify(IdentityClaims identity) {}

    public record Description(String name, String email, String phone, Boolean consent, Map<String, Object> attributes) {}

    @Schema(name = "VisitorContact")
    record ContactView(String id, @Nullable String name, @Nullable String email, boolean emailVerified, @Nullable String externalId, boolean verified) {

        static ContactView of(Visitor visitor) {
            return new ContactView(
                    visitor.id().toString(), visitor.name().orElse(null), visitor.email().orElse(null), visitor.emailVerified(), visitor.externalId().orElse(null), visitor.proven());
        }
    }

    /**
     * @param sessionToken told where the session begins, null afterwards; so is the visitor's
     * @param eventId from where the socket or {@code /events} goes on
     */
    @Schema(name = "VisitorSession")
    record SessionView(
            @Nullable String sessionToken,
            @Nullable String visitorToken,
            long visitorDays,
            int expiresIn,
            ContactView contact,
            List<VisitorConversation> conversations,
            String wsUrl,
            String eventId) {}

    record IdentifiedView(ContactView contact, boolean verified, @Nullable String visitorToken, long visitorDays) {}

    record Described(ContactView contact) {}

    @POST
    @Operation(summary = "Begin a session", description = "With the visitor token of an earlier visit the visitor is the same.")
    @APIResponse(responseCode = "201", description = "Begun", content = @Content(schema = @Schema(implementation = SessionView.class)))
    public Uni<Response> begin(NewSession body, @Context RoutingContext context) {
        Knock knock = Knock.of(context.request());
        if (body == null) {
            throw WidgetProblems.field("channel_key_required", "channel_key", "is required");
        }
        return channels.get(body.channelKey())
                .invoke(channel -> requireSite(channel, body.page(), knock))
                .invoke(channel -> door.requireUnblocked(channel, knock))
                .invoke(channel -> readable(context, channel, knock))
                .call(channel -> limits.count(Limit.SESSIONS, channel.id() + "/" + knock.address()))
                .chain(channel -> sessions.begin(channel, body.visitorToken(), Optional.ofNullable(body.identity()), surroundings(body, knock)))
                .chain(begun -> door.session(begun.sessionToken()).chain(session -> visitors.visit(database, session.visitor().id(), VisitorFacts.page(body.page()))
                        .chain(() -> view(session, begun.sessionToken(), begun.visitorToken(), context))))
                .map(view -> Response.status(Response.Status.CREATED).entity(view).build());
    }

    @GET
    @Path("/current")
    @Operation(summary = "Go on with a session")
    public Uni<SessionView> current(@Context RoutingContext context) {
        return door.session(Knock.of(context.request())).chain(session -> view(session, null, null, context));
    }

    @POST
    @Path("/identify")
    @Operation(summary = "Prove or claim who is visiting", description = "By an HMAC hash or a JWT of the website; answers a new visitor token where the visitor becomes another.")
    public Uni<IdentifiedView> identify(Identify body, @Context RoutingContext context) {
        if (body == null || body.identity() == null) {
            throw WidgetProblems.field("identity_missing", "identity", "is required");
        }
        Knock knock = Knock.of(context.request());
        return door.writingSession(knock)
                .chain(session -> sessions.identify(session, body.identity()))
                .chain(identified -> door.session(knock)
                        .call(session -> claims.write(session.visitor(), session.person()))
                        .map(session -> new IdentifiedView(
                                ContactView.of(session.visitor()),
                                identified.verified(),
                                identified.visitorToken().orElse(null),
                                session.channel().settings().remembered().toDays())));
    }

    @POST
    @Path("/contact")
    @Operation(summary = "Tell a name or an address", description = "A claim: it can be written to and is never matched by.")
    public Uni<Described> describe(Description body, @Context RoutingContext context) {
        if (body == null) {
            throw WidgetProblems.field("body_required", "email", "or another field is required");
        }
        if (body.email() != null && VisitorFacts.email(body.email()).isEmpty()) {
            throw WidgetProblems.field("email_invalid", "email", "is not an e-mail address");
        }
        return door.writingSession(Knock.of(context.request()))
                .chain(session -> sessions.describe(session, body.name(), body.email(), body.phone(), body.attributes())
                        .call(visitor -> claims.write(visitor, session.person())))
                .map(visitor -> new Described(ContactView.of(visitor)));
    }

    @DELETE
    @Path("/current")
    @Operation(summary = "End the session and forget the visitor")
    public Uni<Void> end(@Context RoutingContext context) {
        return door.session(Knock.of(context.request())).chain(sessions::end);
    }

    /** The frame is ours, so its own origin proves nothing of the page around it: that page is named in the body. */
    private void requireSite(WidgetChannel channel, VisitorFacts.Page page, Knock knock) {
        door.requireSite(channel, knock);
        boolean fromFrame = door.isOurs(knock.origin().orElse(""), knock);
        if (!fromFrame || channel.settings().sites().everybody()) {
            return;
        }
        Optional<String> host = Optional.ofNullable(page).flatMap(visited -> AllowedSites.originOf(visited.url()));
        if (host.filter(origin -> door.allows(channel, origin, knock)).isEmpty()) {
            throw WidgetProblems.originNotAllowed();
        }
    }

    private void readable(RoutingContext context, WidgetChannel channel, Knock knock) {
        String origin = context.request().getHeader("Origin");
        if (origin != null && door.allows(channel, origin, knock)) {
            VisitorCors.readable(context, origin);
        }
    }

    private Uni<SessionView> view(VisitorSession session, String sessionToken, String visitorToken, RoutingContext context) {
        readable(context, session.channel(), Knock.of(context.request()));
        return feed.position(session.channel().organizationId())
                .chain(position -> conversations.list(database, session.person(), session.channel().live().reopenDays())
                        .map(list -> new SessionView(
                                sessionToken,
                                visitorToken,
                                session.channel().settings().remembered().toDays(),
                                SESSION_SECONDS,
                                ContactView.of(session.visitor()),
                                list,
                                socketUrl(context),
                                EventIds.write(position))));
    }

    /** On the address that the visitor's browser reached us by. */
    private static String socketUrl(RoutingContext context) {
        String scheme = context.request().isSSL() || "https".equals(context.request().scheme()) ? "wss" : "ws";
        return scheme + "://" + context.request().authority() + VisitorSocket.PATH;
    }

    private static Surroundings surroundings(NewSession body, Knock knock) {
        String locale = body.locale() != null && body.locale().matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}") ? body.locale() : null;
        return new Surroundings(locale, zone(body.timezone()), VisitorFacts.page(body.page()), knock.userAgent().orElse(null), knock.address());
    }

    private static String zone(String name) {
        try {
            return name == null ? null : ZoneId.of(name).getId();
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
