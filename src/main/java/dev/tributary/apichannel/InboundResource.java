package dev.tributary.apichannel;

import dev.tributary.platform.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Where other systems post what happened on their side. */
@Path("/api/v1/channels/{channelId}/inbound")
@Tag(name = "API channel")
class InboundResource {

    private final InboundPosting posting;

    InboundResource(InboundPosting posting) {
        this.posting = posting;
    }

    /** The media type is looked at by hand, so that a wrong one is refused in this protocol's words. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Post one event, or up to 100 in order",
            description = "JSON, at most 1 MiB, gzip understood; with the channel's token or signed by the Standard Webhooks specification. See src/docs/api-channel.md.")
    @APIResponse(responseCode = "202", description = "Kept; each event was accepted, a duplicate, or ignored")
    @APIResponse(responseCode = "207", description = "Kept in part: some events were rejected")
    @APIResponse(responseCode = "422", description = "No event could be taken")
    public Uni<Response> post(@RestPath String channelId, byte[] body, @Context HttpHeaders headers, @Context HttpServerRequest request) {
        return posting.post(channelId, request.absoluteURI(), named(headers), body == null ? new byte[0] : body);
    }

    @ServerExceptionMapper
    public Response refused(ApiError error) {
        return ApiErrorAnswers.of(error);
    }

    @ServerExceptionMapper
    public Response refused(ProblemException refusal) {
        return ApiErrorAnswers.of(refusal);
    }

    private static Map<String, String> named(HttpHeaders headers) {
        Map<String, String> named = new HashMap<>();
        headers.getRequestHeaders().forEach((name, values) -> named.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return named;
    }
}
