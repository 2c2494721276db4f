package dev.tributary.automation;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where rules set each other off. */
@Path("/rest/v1/automation_recursions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Automation")
public class RecursionResource {

    private final CurrentCaller caller;
    private final Recursions recursions;

    RecursionResource(CurrentCaller caller, Recursions recursions) {
        this.caller = caller;
        this.recursions = recursions;
    }

    @GET
    @Operation(
            summary = "Rules that set each other off",
            description = "The conversations of the last week in which the rules as they are now were held back because they went on in a circle, the newest first.")
    public Uni<Page<Recursions.Recursion>> list() {
        return recursions.last(caller.require(Permission.AUTOMATION_RULES_READ).organizationId()).map(Page::all);
    }
}
