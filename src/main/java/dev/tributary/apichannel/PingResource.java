package dev.tributary.apichannel;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Proves URL and token before the first event. */
@Path("/api/v1/channels/{channelId}/ping")
@Tag(name = "API channel")
class PingResource {

    private final Channels channels;
    private final Clock clock;

    PingResource(Channels channels, Clock clock) {
        this.channels = channels;
        this.clock = clock;
    }

    record Pong(String channel, Instant time) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Check the token")
    public Uni<Pong> ping(@RestPath String channelId, @HeaderParam("Authorization") String authorization) {
        return channels.get(channelId, authorization).map(_ -> new Pong(channelId, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    @ServerExceptionMapper
    public Response refused(ApiError error) {
        return ApiErrorAnswers.of(error);
    }
}
