package dev.tributary.statistics;

import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How a channel account does. */
@Path("/rest/v1/channel_accounts/{id}/statistics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class StatisticsResource {

    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);

    private final CurrentCaller current;
    private final ChannelStatistics statistics;
    private final Clock clock;

    StatisticsResource(CurrentCaller current, ChannelStatistics statistics, Clock clock) {
        this.current = current;
        this.statistics = statistics;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "Statistics of a channel account",
            description = "Totals and a series over [from, to), by default the last seven days by day. Days and weeks are those of the organization's time zone.")
    public Uni<Report> report(
            @PathParam("id") UUID id, @QueryParam("from") Instant from, @QueryParam("to") Instant to, @QueryParam("interval") @DefaultValue("day") Interval interval) {
        Caller caller = current.require(Permission.STATISTICS_READ);
        Instant end = to == null ? clock.instant() : to;
        Instant start = from == null ? end.minus(DEFAULT_RANGE) : from;
        if (!start.isBefore(end)) {
            throw Problems.invalid("from", "must be before to");
        }
        return statistics.report(caller.organizationId(), id, start, end, interval);
    }
}
