package dev.tributary.conversation;

import dev.tributary.conversation.Tags.TagView;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Given;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
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

/** The words that conversations are sorted by. */
@Path("/rest/v1/tags")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tags")
public class TagResource {

    private static final String COLOR = "#[0-9a-fA-F]{6}";
    private static final String COLOR_MESSAGE = "must be a color such as #1f6feb";

    record NewTag(@NotBlank @Size(max = 60) String name, @Pattern(regexp = COLOR, message = COLOR_MESSAGE) String color) {}

    record TagChange(@Size(min = 1, max = 60) String name, @Schema(implementation = String.class, nullable = true) Given<String> color) {}

    private final CurrentCaller caller;
    private final Tags tags;

    TagResource(CurrentCaller caller, Tags tags) {
        this.caller = caller;
        this.tags = tags;
    }

    @GET
    @Operation(summary = "List tags", description = "All of them, by name.")
    public Uni<Page<TagView>> list() {
        return tags.list(caller.require(Permission.TAGS_READ).organizationId()).map(Page::all);
    }

    @POST
    @Idempotent
    @Operation(summary = "Create a tag")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = TagView.class)))
    public Uni<Response> create(@Valid @NotNull NewTag tag) {
        return tags.create(caller.require(Permission.TAGS_WRITE), tag.name().strip(), tag.color())
                .map(created -> Response.created(URI.create("/rest/v1/tags/" + created.id())).entity(created).build());
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Rename or recolor a tag")
    public Uni<TagView> change(@RestPath UUID id, @Valid @NotNull TagChange change) {
        String color = change.color() == null ? null : change.color().value();
        if (color != null && !color.matches(COLOR)) {
            throw Problems.invalid("color", COLOR_MESSAGE);
        }
        String name = change.name() == null ? null : change.name().strip();
        if (name != null && name.isEmpty()) {
            throw Problems.invalid("name", "must not be blank");
        }
        return tags.change(caller.require(Permission.TAGS_WRITE), id, name, color, change.color() != null);
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Delete a tag", description = "Conversations lose it.")
    public Uni<Void> delete(@RestPath UUID id) {
        return tags.delete(caller.require(Permission.TAGS_WRITE), id);
    }
}
