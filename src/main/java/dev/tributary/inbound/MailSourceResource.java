package dev.tributary.inbound;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Mails byte for byte: all headers, and signatures that can still be verified. */
@Path("/rest/v1/messages/{id}/source")
@Tag(name = "Messages")
public class MailSourceResource {

    private final RawEvents events;
    private final CurrentCaller caller;

    MailSourceResource(RawEvents events, CurrentCaller caller) {
        this.events = events;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "A mail as it was received; kept for as long as the journal")
    public Uni<Response> source(@PathParam("id") UUID messageId) {
        UUID organizationId = caller.require(Permission.CONVERSATIONS_READ).organizationId();
        return events.ofMail(organizationId, messageId).map(mail -> Response.ok(
                        mail.orElseThrow(() -> Problems.notFound("mail source")).getBytes(), MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"mail.eml\"")
                .build());
    }
}
