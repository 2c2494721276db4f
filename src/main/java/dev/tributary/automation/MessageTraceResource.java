package dev.tributary.automation;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What rules did about a message. */
@Path("/rest/v1/messages/{id}/automation")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Automation")
public class MessageTraceResource {

    private final CurrentCaller caller;
    private final TraceReader traces;

    MessageTraceResource(CurrentCaller caller, TraceReader traces) {
        this.caller = caller;
        this.traces = traces;
    }

    @GET
    @Operation(
            summary = "What rules did about a message, and why",
            description = "Every rule that was tried: whether it matched, the conditions that decided with what was there, and how each action ended.")
    public Uni<Page<TraceView>> list(@RestPath UUID id) {
        return traces.ofMessage(caller.require(Permission.CONVERSATIONS_READ).organizationId(), id).map(Page::all);
    }
}
