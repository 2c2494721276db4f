package dev.tributary.identity;

import dev.tributary.identity.Teams.TeamView;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Teams, to which conversations are assigned. */
@Path("/rest/v1/teams")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Teams")
class TeamResource {
    private static final int MOST_MEMBERS = 1_000;

    private final CurrentCaller caller;
    private final Teams teams;

    TeamResource(CurrentCaller caller, Teams teams) {
        this.caller = caller;
        this.teams = teams;
    }

    record NewTeam(@NotBlank @Size(max = 100) String name, @Size(max = MOST_MEMBERS) List<@NotNull UUID> memberIds) {}

    /** @param memberIds all of them; null leaves them as they are */
    record TeamChange(
            @Size(min = 1, max = 100) String name, @Size(max = MOST_MEMBERS) List<@NotNull UUID> memberIds) {}

    @GET
    @Operation(summary = "List teams")
    public Uni<Page<TeamView>> list(@QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        return teams.page(caller.require(Permission.TEAMS_READ).organizationId(), cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Create a team")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = TeamView.class)))
    public Uni<Response> create(@Valid @NotNull NewTeam request) {
        List<UUID> members = request.memberIds() == null ? List.of() : request.memberIds();
        return teams.create(caller.require(Permission.TEAMS_WRITE), request.name().strip(), members)
                .map(team -> Response.created(URI.create("/rest/v1/teams/" + team.id())).entity(team).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a team")
    public Uni<TeamView> get(@RestPath UUID id) {
        return teams.get(caller.require(Permission.TEAMS_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Rename a team or set its members")
    public Uni<TeamView> change(@RestPath UUID id, @Valid @NotNull TeamChange change) {
        String name = change.name() == null ? null : change.name().strip();
        return teams.change(caller.require(Permission.TEAMS_WRITE), id, name, change.memberIds());
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a team", description = "Its conversations go on without a team.")
    public Uni<Void> delete(@RestPath UUID id) {
        return teams.delete(caller.require(Permission.TEAMS_WRITE), id);
    }
}
