package dev.tributary.widget;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The socket's news for browsers behind a proxy that lets no socket through. */
@Path("/api/widget/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Website widget")
class EventResource {

    private static final int LONGEST_WAIT = 25;

    private final Door door;
    private final VisitorFeed feed;
    private final VisitorLines lines;
    private final VisitorReceipts receipts;

    EventResource(Door door, VisitorFeed feed, VisitorLines lines, VisitorReceipts receipts) {
        this.door = door;
        this.feed = feed;
        this.lines = lines;
        this.receipts = receipts;
    }

    record Events(String eventId, boolean resync, List<VisitorFrame> items) {}

    @GET
    @Operation(summary = "What happened after an event", description = "Waits up to wait seconds for the first; asking from an event acknowledges everything up to it.")
    public Uni<Events> after(@QueryParam("after") String after, @QueryParam("wait") @DefaultValue("0") int wait, @Context RoutingContext context) {
        long position = EventIds.read(after);
        return door.session(Knock.of(context.request()))
                .call(session -> receipts.delivered(session.channel().organizationId(), session.person(), position))
                .chain(session -> look(session, position, Duration.ofSeconds(Math.clamp(wait, 0, LONGEST_WAIT)))
                        .call(news -> receipts.sent(
                                session.channel().organizationId(), news.frames().stream().map(VisitorFrame::message).filter(java.util.Objects::nonNull).toList())))
                .map(news -> new Events(EventIds.write(news.position()), news.resync(), news.frames()));
    }

    private Uni<VisitorFeed.News> look(VisitorSession session, long position, Duration patience) {
        long started = System.nanoTime();
        return feed.since(session.channel().organizationId(), session.person(), session.channel().live().reopenDays(), position).chain(news -> {
            boolean isNews = news.resync() || !news.frames().isEmpty() || patience.toMillis() < 1;
            return isNews
                    ? Uni.createFrom().item(news)
                    : lines.change(session.channel().organizationId(), patience)
                            .chain(changed -> look(session, position, changed ? patience.minusNanos(System.nanoTime() - started) : Duration.ZERO));
        });
    }
}
