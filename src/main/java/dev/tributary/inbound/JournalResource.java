package dev.tributary.inbound;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One raw event, and the way to try it again. */
@Path("/rest/v1/journal/{id}")
@Tag(name = "Journal")
public class JournalResource {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> REPLAYED = Set.of("failed", "ignored");

    private final JournalViews views;
    private final Journal journal;
    private final ApplierLanes lanes;
    private final CurrentCaller caller;

    JournalResource(JournalViews views, Journal journal, ApplierLanes lanes, CurrentCaller caller) {
        this.views = views;
        this.journal = journal;
        this.lanes = lanes;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "One raw event")
    public Uni<JournalView> get(@PathParam("id") UUID id) {
        return views.get(caller.require(Permission.JOURNAL_READ).organizationId(), id);
    }

    /** Applies a failed or ignored event again; others are answered as they are. Replaying twice changes nothing. */
    @POST
    @Path("/replay")
    @Operation(summary = "Apply a raw event again")
    public Uni<JournalView> replay(@PathParam("id") UUID id) {
        UUID organizationId = caller.require(Permission.JOURNAL_WRITE).organizationId();
        return views.get(organizationId, id)
                .invoke(JournalResource::refuseUnverified)
                .chain(event -> REPLAYED.contains(event.outcome()) ? apply(id) : Uni.createFrom().voidItem())
                .chain(() -> views.get(organizationId, id));
    }

    private Uni<Void> apply(UUID id) {
        return journal.reopen(id)
                .map(event -> event.orElseThrow(() -> Problems.conflict(
                        "account_archived", "The channel account of this event is archived.", "Events of archived accounts are kept, not applied.")))
                .chain(lanes::handAndAwait)
                .ifNoItem().after(PATIENCE).recoverWithItem(List.of())
                .replaceWithVoid();
    }

    private static void refuseUnverified(JournalView event) {
        if (event.outcome().equals("rejected")) {
            throw Problems.conflict(
                    "not_verified", "This delivery did not prove its origin, so its content was not kept.", "Ask the provider to send it again once the secret is right.");
        }
    }
}
