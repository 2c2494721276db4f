package dev.tributary.conversation;

import dev.tributary.conversation.Tickets.Filter;
import dev.tributary.conversation.Tickets.Ticket;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Given;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** Tickets. */
@Path("/rest/v1/tickets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tickets")
public class TicketResource {

    private static final String STATUS = "open|pending|resolved|closed";
    private static final String STATUS_MESSAGE = "must be one of open, pending, resolved, closed";
    private static final String PRIORITY = "low|normal|high|urgent";
    private static final String PRIORITY_MESSAGE = "must be one of low, normal, high, urgent";

    record NewTicketRequest(
            @NotBlank @Size(max = 300) String subject,
            @Size(max = 20_000) String description,
            @Pattern(regexp = STATUS, message = STATUS_MESSAGE) String status,
            @Pattern(regexp = PRIORITY, message = PRIORITY_MESSAGE) String priority,
            UUID assigneeId,
            UUID conversationId) {}

    /** Absent fields stay as they are. */
    record TicketChangeRequest(
            @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Size(max = 300) String subject,
            @Size(max = 20_000) String description,
            @Pattern(regexp = STATUS, message = STATUS_MESSAGE) String status,
            @Pattern(regexp = PRIORITY, message = PRIORITY_MESSAGE) String priority,
            @Schema(implementation = UUID.class, nullable = true) Given<UUID> assigneeId) {}

    private final CurrentCaller caller;
    private final Tickets tickets;

    TicketResource(CurrentCaller caller, Tickets tickets) {
        this.caller = caller;
        this.tickets = tickets;
    }

    @GET
    @Operation(summary = "List tickets", description = "The newest first.")
    public Uni<Page<Ticket>> list(
            @QueryParam("status") @Pattern(regexp = STATUS, message = STATUS_MESSAGE) String status,
            @QueryParam("conversation_id") UUID conversationId,
            @QueryParam("assignee_id") UUID assigneeId,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") Integer limit) {
        UUID organizationId = caller.require(Permission.TICKETS_READ).organizationId();
        return tickets.page(organizationId, new Filter(status, conversationId, assigneeId), cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Open a ticket", description = "The workspace's help desk, if it has one, is told of it.")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = Ticket.class)))
    public Uni<Response> create(@Valid @NotNull NewTicketRequest wanted) {
        Tickets.NewTicket ticket = new Tickets.NewTicket(
                wanted.subject().strip(), wanted.description(), wanted.status(), wanted.priority(), wanted.assigneeId(), wanted.conversationId());
        return tickets.create(caller.require(Permission.TICKETS_WRITE), ticket)
                .map(made -> Response.created(URI.create("/rest/v1/tickets/" + made.id())).entity(made).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a ticket")
    public Uni<Ticket> get(@RestPath UUID id) {
        return tickets.get(caller.require(Permission.TICKETS_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a ticket")
    public Uni<Ticket> change(@RestPath UUID id, @Valid @NotNull TicketChangeRequest change) {
        UUID assignee = change.assigneeId() == null ? null : change.assigneeId().value();
        return tickets.change(caller.require(Permission.TICKETS_WRITE), id, new Tickets.TicketChange(
                change.subject(), change.description(), change.status(), change.priority(), assignee, change.assigneeId() != null));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Delete a ticket")
    public Uni<Void> delete(@RestPath UUID id) {
        return tickets.delete(caller.require(Permission.TICKETS_WRITE), id);
    }
}
