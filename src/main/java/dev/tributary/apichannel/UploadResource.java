package dev.tributary.apichannel;

import dev.tributary.platform.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Files that are too large for the body of an event. */
@Path("/api/v1/channels/{channelId}/uploads")
@Tag(name = "API channel")
class UploadResource {

    private final Channels channels;
    private final Uploads uploads;

    UploadResource(Channels channels, Uploads uploads) {
        this.channels = channels;
        this.uploads = uploads;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Upload a file", description = "Form field file, at most 50 MiB; name the upload_id in an event's attachments within a day.")
    @APIResponse(responseCode = "201", description = "Kept")
    public Uni<Response> upload(@RestPath String channelId, @HeaderParam("Authorization") String authorization, @RestForm("file") FileUpload file) {
        return channels.get(channelId, authorization)
                .invoke(account -> {
                    if (file == null) {
                        throw ApiError.invalid("file", "is required");
                    }
                })
                .chain(account -> uploads.keep(account.account(), file))
                .map(upload -> Response.status(Response.Status.CREATED).entity(upload).build());
    }

    @ServerExceptionMapper
    public Response refused(ApiError error) {
        return ApiErrorAnswers.of(error);
    }

    @ServerExceptionMapper
    public Response refused(ProblemException refusal) {
        return ApiErrorAnswers.of(refusal);
    }
}
