package dev.tributary.conversation;

import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The inbox and its conversations. */
@Path("/rest/v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Conversations")
public class ConversationResource {

    private final CurrentCaller caller;
    private final Pool database;
    private final Inbox inbox;
    private final ConversationViews views;
    private final Conversations conversations;
    private final ConversationStart start;

    ConversationResource(
            CurrentCaller caller, Pool database, Inbox inbox, ConversationViews views, Conversations conversations, ConversationStart start) {
        this.caller = caller;
        this.database = database;
        this.inbox = inbox;
        this.views = views;
        this.conversations = conversations;
        this.start = start;
    }

    @GET
    @Operation(summary = "List conversations", description = "The newest activity first. Values of one filter are alternatives.")
    public Uni<Page<ConversationView>> list(
            @BeanParam InboxFilter filter, @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        return inbox.page(caller.require(Permission.CONVERSATIONS_READ), filter, cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Start a conversation", description = "On channels that let us write first; a live conversation with the address is joined.")
    @APIResponse(responseCode = "201", description = "Started", content = @Content(schema = @Schema(implementation = ConversationView.class)))
    public Uni<Response> start(@Valid @NotNull StartRequest request) {
        Caller by = caller.require(Permission.CONVERSATIONS_WRITE);
        return start.start(by, request.channelAccountId(), request.address().strip(), request.subject(), id -> request.message(by, id))
                .chain(id -> views.get(database, by.organizationId(), id))
                .map(view -> Response.created(URI.create("/rest/v1/conversations/" + view.id())).entity(view).build());
    }

    @GET
    @Path("/counts")
    @Operation(summary = "Count conversations", description = "By status, assignee and team: views add up what they show.")
    public Uni<Page<Inbox.Count>> counts() {
        return inbox.counts(caller.require(Permission.CONVERSATIONS_READ).organizationId()).map(Page::all);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a conversation")
    public Uni<ConversationView> get(@RestPath UUID id) {
        return views.get(database, caller.require(Permission.CONVERSATIONS_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a conversation", description = "Fields that are left out stay as they are; null takes the assignee, the team or the snooze away.")
    public Uni<ConversationView> change(@RestPath UUID id, @Valid @NotNull ConversationChange change) {
        Caller by = caller.require(Permission.CONVERSATIONS_WRITE);
        return conversations.change(by.organizationId(), id, Author.of(by), change).chain(() -> views.get(database, by.organizationId(), id));
    }

    @POST
    @Path("/{id}/read")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Mark a conversation as read")
    public Uni<ConversationView> read(@RestPath UUID id) {
        Caller by = caller.require(Permission.CONVERSATIONS_WRITE);
        return conversations.read(by.organizationId(), id).chain(() -> views.get(database, by.organizationId(), id));
    }
}
