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

/** What rules did in a conversation. */
@Path("/rest/v1/conversations/{id}/automation")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Automation")
public class ConversationTraceResource {

    private final CurrentCaller caller;
    private final TraceReader traces;

    ConversationTraceResource(CurrentCaller caller, TraceReader traces) {
        this.caller = caller;
        this.traces = traces;
    }

    @GET
    @Operation(
            summary = "What rules did in a conversation, and why",
            description = "The last looks, the newest first: those at its messages, at changes of people, and at silences.")
    public Uni<Page<TraceView>> list(@RestPath UUID id) {
        return traces.ofConversation(caller.require(Permission.CONVERSATIONS_READ).organizationId(), id).map(Page::all);
    }
}
