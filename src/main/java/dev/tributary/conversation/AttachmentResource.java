package dev.tributary.conversation;

import dev.tributary.conversation.AttachmentFiles.Readable;
import dev.tributary.conversation.MessageView.AttachmentView;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.FilePart;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Files in messages, and files on their way into one. */
@Path(AttachmentResource.PATH)
@Tag(name = "Attachments")
public class AttachmentResource {

    static final String PATH = "/rest/v1/attachments";

    /** What a browser may show under our address: pictures, sound and film, which run nothing. Everything else is a download. */
    private static final Set<String> SHOWN = Set.of(
            "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/bmp",
            "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus", "audio/wav", "audio/vnd.wave", "audio/webm", "audio/vorbis", "audio/aac", "audio/x-wav",
            "video/mp4", "video/webm", "video/ogg", "video/quicktime");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    private final CurrentCaller caller;
    private final AttachmentFiles files;
    private final StoredFiles stored;

    AttachmentResource(CurrentCaller caller, AttachmentFiles files, StoredFiles stored) {
        this.caller = caller;
        this.files = files;
        this.stored = stored;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Upload a file", description = "Form field file. Name its id in a message within a day.")
    @APIResponse(responseCode = "201", description = "Kept", content = @Content(schema = @Schema(implementation = AttachmentView.class)))
    public Uni<Response> upload(@RestForm("file") FileUpload file) {
        Caller by = caller.require(Permission.CONVERSATIONS_WRITE);
        if (file == null) {
            throw Problems.invalid("file", "is required");
        }
        return files.upload(by, file.uploadedFile(), file.fileName(), file.size())
                .map(attachment -> Response.created(URI.create(attachment.url())).entity(attachment).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Fetch a file", description = "Ranges of bytes are served. HTML, SVG and whatever else a browser would run is always a download.")
    public Uni<Response> fetch(@RestPath UUID id, @HeaderParam("Range") String range) {
        return files.read(caller.require(Permission.CONVERSATIONS_READ).organizationId(), id).map(file -> answer(file, range));
    }

    @POST
    @Path("/{id}/fetch")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Fetch a file again that could not be fetched")
    public Uni<AttachmentView> fetchAgain(@RestPath UUID id) {
        UUID organizationId = caller.require(Permission.CONVERSATIONS_WRITE).organizationId();
        return stored.fetchAgain(organizationId, id).chain(() -> files.get(organizationId, id)).map(MessageViews::attachment);
    }

    private static Response answer(Readable readable, String range) {
        File file = readable.path().toFile();
        long size = file.length();
        Matcher asked = RANGE.matcher(range == null ? "" : range.strip());
        if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
            return headers(Response.ok(file), readable).build();
        }
        long first = asked.group(1).isEmpty() ? Math.max(0, size - Long.parseLong(asked.group(2))) : Long.parseLong(asked.group(1));
        long last = asked.group(1).isEmpty() || asked.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(asked.group(2)));
        if (first >= size || last < first) {
            return Response.status(416).header("Content-Range", "bytes */" + size).build();
        }
        return headers(Response.status(206).entity(new FilePart(file, first, last - first + 1)), readable)
                .header("Content-Range", "bytes %d-%d/%d".formatted(first, last, size))
                .build();
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder answer, Readable file) {
        boolean shown = SHOWN.contains(file.contentType());
        String name = URLEncoder.encode(file.fileName(), StandardCharsets.UTF_8).replace("+", "%20");
        return answer.type(file.contentType())
                .header("Content-Disposition", (shown ? "inline" : "attachment") + "; filename*=UTF-8''" + name)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "private, max-age=86400, immutable");
    }
}
