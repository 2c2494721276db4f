package dev.tributary.widget;

import dev.tributary.widget.RateLimits.Limit;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Visitors' files. */
@Path("/api/widget/v1/uploads")
@Tag(name = "Website widget")
class UploadResource {

    private final Door door;
    private final VisitorUploads uploads;
    private final RateLimits limits;

    UploadResource(Door door, VisitorUploads uploads, RateLimits limits) {
        this.door = door;
        this.uploads = uploads;
        this.limits = limits;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Upload a file", description = "Form field file; name the upload_id in a message of this session within an hour.")
    @APIResponse(responseCode = "201", description = "Kept", content = @Content(schema = @Schema(implementation = VisitorUploads.Uploaded.class)))
    public Uni<Response> upload(@RestForm("file") FileUpload file, @Context RoutingContext context) {
        return door.writingSession(Knock.of(context.request()))
                .invoke(session -> check(session, file))
                .call(session -> limits.count(Limit.UPLOADS, session.visitor().accountId() + "/" + session.visitor().senderId()))
                .chain(session -> uploads.keep(session, file.uploadedFile(), file.fileName()))
                .map(upload -> Response.status(Response.Status.CREATED).entity(upload).build());
    }

    private static void check(VisitorSession session, FileUpload file) {
        if (file == null) {
            throw WidgetProblems.field("file_required", "file", "is required");
        }
        if (!session.channel().settings().feature("attachments")) {
            throw WidgetProblems.fileType();
        }
        if (file.size() > session.channel().settings().fileLimit()) {
            throw WidgetProblems.fileTooLarge(session.channel().settings().fileLimit());
        }
    }
}
