package dev.tributary.webhook;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What was sent to a subscription, how it was answered, and sending it again. */
@Path("/rest/v1/webhook_subscriptions/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
class DeliveryResource {

    private static final List<String> STATES = List.of("pending", "sending", "delivered", "failed");

    private final CurrentCaller caller;
    private final Deliveries deliveries;
    private final TestDelivery test;

    DeliveryResource(CurrentCaller caller, Deliveries deliveries, TestDelivery test) {
        this.caller = caller;
        this.deliveries = deliveries;
        this.test = test;
    }

    /** @param state {@code failed} (the default), {@code delivered} or {@code all} */
    record Range(@NotNull OffsetDateTime from, @NotNull OffsetDateTime to, String state) {}

    record Replayed(int count) {}

    @GET
    @Path("/deliveries")
    @Operation(summary = "List deliveries", description = "The newest first; ?state= pending, sending, delivered or failed.")
    public Uni<Page<DeliveryView>> list(
            @RestPath UUID id, @QueryParam("state") String state, @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        UUID organizationId = caller.require(Permission.WEBHOOKS_READ).organizationId();
        if (state != null && !STATES.contains(state)) {
            throw Problems.invalid("state", "must be one of " + String.join(", ", STATES));
        }
        return deliveries.page(organizationId, id, state, cursor, Page.limit(limit));
    }

    @GET
    @Path("/deliveries/{delivery}")
    @Operation(summary = "Get a delivery with its attempts")
    public Uni<DeliveryView> get(@RestPath UUID id, @RestPath UUID delivery) {
        return deliveries.get(caller.require(Permission.WEBHOOKS_READ).organizationId(), id, delivery);
    }

    @POST
    @Path("/deliveries/{delivery}/replay")
    @Operation(summary = "Send a delivery again", description = "With the same webhook-id and the same body.")
    public Uni<DeliveryView> replay(@RestPath UUID id, @RestPath UUID delivery) {
        return deliveries.replay(caller.require(Permission.WEBHOOKS_WRITE), id, delivery);
    }

    @POST
    @Path("/replay")
    @Operation(summary = "Send the deliveries of a time range again", description = "In their first order, each with the same webhook-id and body.")
    public Uni<Replayed> replay(@RestPath UUID id, @Valid @NotNull Range range) {
        List<String> states = switch (range.state() == null ? "failed" : range.state()) {
            case "failed" -> List.of("failed");
            case "delivered" -> List.of("delivered");
            case "all" -> List.of("failed", "delivered");
            default -> throw Problems.invalid("state", "must be one of failed, delivered, all");
        };
        return deliveries.replay(caller.require(Permission.WEBHOOKS_WRITE), id, range.from(), range.to(), states).map(Replayed::new);
    }

    @POST
    @Path("/test")
    @Operation(summary = "Send webhook.test now", description = "Answers status, time and the beginning of the receiver's answer.")
    public Uni<TestDelivery.Result> test(@RestPath UUID id) {
        return test.send(caller.require(Permission.WEBHOOKS_WRITE).organizationId(), id);
    }
}
