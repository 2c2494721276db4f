package dev.tributary.conversation;

import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.Consumes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** One message, wherever it was said. */
@Path("/rest/v1/messages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class MessageResource {

    /** @param html sanitised; null where the mail is plain text */
    public record FullText(@Nullable String text, @Nullable String html) {}

    private final CurrentCaller caller;
    private final Pool database;
    private final Messages messages;
    private final OwnReactions reactions;
    private final MessageViews views;

    MessageResource(CurrentCaller caller, Pool database, Messages messages, OwnReactions reactions, MessageViews views) {
        this.caller = caller;
        this.database = database;
        this.messages = messages;
        this.reactions = reactions;
        this.views = views;
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a message")
    public Uni<MessageView> get(@RestPath UUID id) {
        return views.get(database, caller.require(Permission.CONVERSATIONS_READ).organizationId(), id);
    }

    @GET
    @Path("/{id}/full")
    @Operation(summary = "Get the whole of a mail: with what it quotes and its signature")
    public Uni<FullText> full(@RestPath UUID id) {
        return views.full(database, caller.require(Permission.CONVERSATIONS_READ).organizationId(), id);
    }

    public record ReactionRequest(@NotBlank @Size(max = 32) String emoji) {}

    @PUT
    @Path("/{id}/reaction")
    @Operation(summary = "React to a message", description = "The customer sees one reaction of ours, the newest.")
    public Uni<MessageView> react(@RestPath UUID id, @NotNull @Valid ReactionRequest reaction) {
        return react(id, Optional.of(reaction.emoji().strip()));
    }

    @DELETE
    @Path("/{id}/reaction")
    @Operation(summary = "Take our reaction back")
    public Uni<MessageView> unreact(@RestPath UUID id) {
        return react(id, Optional.empty());
    }

    private Uni<MessageView> react(UUID id, Optional<String> emoji) {
        Caller by = caller.require(Permission.CONVERSATIONS_WRITE);
        return reactions.react(by, id, emoji).chain(() -> views.get(database, by.organizationId(), id));
    }

    @POST
    @Path("/{id}/retry")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Send a failed message again")
    public Uni<MessageView> retry(@RestPath UUID id) {
        Caller by = caller.require(Permission.CONVERSATIONS_WRITE);
        return messages.retry(by.organizationId(), id).chain(() -> views.get(database, by.organizationId(), id));
    }
}
