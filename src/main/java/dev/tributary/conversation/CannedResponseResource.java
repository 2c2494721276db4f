package dev.tributary.conversation;

import dev.tributary.conversation.CannedResponses.CannedResponse;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Given;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Prepared answers. */
@Path("/rest/v1/canned_responses")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Canned responses")
public class CannedResponseResource {

    private static final String SHORT_CODE = "[a-z0-9][a-z0-9_-]{0,39}";
    private static final String SHORT_CODE_MESSAGE = "must be up to 40 small letters, digits, - and _";
    private static final int TEXT_LENGTH = 10_000;

    record NewCannedResponse(
            @NotNull @Pattern(regexp = SHORT_CODE, message = SHORT_CODE_MESSAGE) String shortCode,
            @NotBlank @Size(max = TEXT_LENGTH) String text,
            UUID teamId) {}

    /** Absent fields stay as they are. */
    record CannedResponseChange(
            @Pattern(regexp = SHORT_CODE, message = SHORT_CODE_MESSAGE) String shortCode,
            @Size(min = 1, max = TEXT_LENGTH) String text,
            @Schema(implementation = UUID.class, nullable = true) Given<UUID> teamId) {}

    record Filling(@NotNull UUID conversationId) {}

    record Filled(String text) {}

    private final CurrentCaller caller;
    private final Pool database;
    private final CannedResponses responses;
    private final MergeFields mergeFields;

    CannedResponseResource(CurrentCaller caller, Pool database, CannedResponses responses, MergeFields mergeFields) {
        this.caller = caller;
        this.database = database;
        this.responses = responses;
        this.mergeFields = mergeFields;
    }

    @GET
    @Operation(summary = "List canned responses", description = "By short code. Agents see everybody's and those of their teams, admins all.")
    public Uni<Page<CannedResponse>> list() {
        Caller reader = caller.require(Permission.CANNED_RESPONSES_READ);
        boolean seesAll = Permission.CANNED_RESPONSES_WRITE.isAllowedFor(reader.role());
        return responses.list(reader.organizationId(), seesAll ? Optional.empty() : reader.userId()).map(Page::all);
    }

    @POST
    @Idempotent
    @Operation(summary = "Create a canned response", description = "Its text may hold merge fields such as {{contact.first_name|there}}.")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = CannedResponse.class)))
    public Uni<Response> create(@Valid @NotNull NewCannedResponse wanted) {
        Caller writer = caller.require(Permission.CANNED_RESPONSES_WRITE);
        MergeFields.check("text", wanted.text());
        return responses.create(writer, wanted.shortCode(), wanted.text(), wanted.teamId())
                .map(created -> Response.created(URI.create("/rest/v1/canned_responses/" + created.id())).entity(created).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a canned response")
    public Uni<CannedResponse> get(@RestPath UUID id) {
        return responses.get(caller.require(Permission.CANNED_RESPONSES_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a canned response")
    public Uni<CannedResponse> change(@RestPath UUID id, @Valid @NotNull CannedResponseChange change) {
        Caller writer = caller.require(Permission.CANNED_RESPONSES_WRITE);
        if (change.text() != null) {
            MergeFields.check("text", change.text());
        }
        UUID teamId = change.teamId() == null ? null : change.teamId().value();
        return responses.change(writer, id, change.shortCode(), change.text(), teamId, change.teamId() != null);
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Delete a canned response")
    public Uni<Void> delete(@RestPath UUID id) {
        return responses.delete(caller.require(Permission.CANNED_RESPONSES_WRITE), id);
    }

    @POST
    @Path("/{id}/text")
    @Operation(summary = "Fill a canned response for a conversation", description = "The text with its merge fields filled, ready to be edited and sent.")
    public Uni<Filled> fill(@RestPath UUID id, @Valid @NotNull Filling filling) {
        Caller reader = caller.require(Permission.CANNED_RESPONSES_READ);
        UUID organizationId = reader.organizationId();
        return responses.get(organizationId, id)
                .chain(canned -> mergeFields.fill(database, organizationId, filling.conversationId(), reader.name(), canned.text()))
                .map(Filled::new);
    }
}
