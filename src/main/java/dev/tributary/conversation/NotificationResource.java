package dev.tributary.conversation;

import dev.tributary.conversation.Notifications.Notification;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the caller's user is to see; nobody reads another's. */
@Path("/rest/v1/notifications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Notifications")
public class NotificationResource {

    record Unread(long count) {}

    /** @param ids absent: all of them */
    record ReadRequest(@Size(min = 1, max = 200) List<@NotNull UUID> ids) {}

    private final CurrentCaller caller;
    private final Notifications notifications;

    NotificationResource(CurrentCaller caller, Notifications notifications) {
        this.caller = caller;
        this.notifications = notifications;
    }

    @GET
    @Operation(summary = "List your notifications", description = "The newest first; they are kept for 90 days.")
    public Uni<Page<Notification>> list(@QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        Caller reader = caller.require(Permission.CONVERSATIONS_READ);
        return notifications.page(reader.organizationId(), user(reader), cursor, Page.limit(limit));
    }

    @GET
    @Path("/unread")
    @Operation(summary = "Count your unread notifications", description = "Counts up to 100.")
    public Uni<Unread> unread() {
        Caller reader = caller.require(Permission.CONVERSATIONS_READ);
        return notifications.unread(reader.organizationId(), user(reader)).map(Unread::new);
    }

    @POST
    @Path("/read")
    @Operation(summary = "Mark notifications as read", description = "Those that are named, or all of them.")
    public Uni<Void> read(@Valid @NotNull ReadRequest wanted) {
        Caller reader = caller.require(Permission.CONVERSATIONS_READ);
        return notifications.markRead(reader.organizationId(), user(reader), wanted.ids());
    }

    private static UUID user(Caller reader) {
        return reader.userId().orElseThrow(() -> Problems.forbidden("Only users have notifications."));
    }
}
