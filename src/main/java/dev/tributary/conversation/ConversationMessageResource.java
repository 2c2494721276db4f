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
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** What is said in a conversation. */
@Path("/rest/v1/conversations/{conversation}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class ConversationMessageResource {

    private final CurrentCaller caller;
    private final Pool database;
    private final Messages messages;
    private final MessageQueue queue;
    private final MessageViews views;

    ConversationMessageResource(CurrentCaller caller, Pool database, Messages messages, MessageQueue queue, MessageViews views) {
        this.caller = caller;
        this.database = database;
        this.messages = messages;
        this.queue = queue;
        this.views = views;
    }

    @GET
    @Operation(summary = "List a conversation's messages", description = "The newest first, with notes and events between them.")
    public Uni<Page<MessageView>> list(@RestPath UUID conversation, @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        return messages.page(caller.require(Permission.CONVERSATIONS_READ).organizationId(), conversation, cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Send a message, or leave a private note", description = "Queued: delivery_status tells how far it got.")
    @APIResponse(responseCode = "201", description = "Queued", content = @Content(schema = @Schema(implementation = MessageView.class)))
    public Uni<Response> send(@RestPath UUID conversation, @Valid @NotNull MessageRequest request) {
        Caller by = caller.require(Permission.CONVERSATIONS_WRITE);
        return queue.queue(request.by(by, conversation))
                .chain(queued -> views.get(database, by.organizationId(), queued.messageId()))
                .map(message -> Response.created(URI.create("/rest/v1/messages/" + message.id())).entity(message).build());
    }
}
