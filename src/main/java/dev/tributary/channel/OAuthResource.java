package dev.tributary.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.OneOf;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Connects a channel account by consent at its provider. */
@Path("/rest/v1/channel_accounts/{id}/oauth")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class OAuthResource {

    record Started(String authorizeUrl) {}

    /**
     * @param state started, redeeming, choosing, connected or failed
     * @param problem why it failed: code, detail and hint
     * @param items what can be picked; empty unless choosing
     */
    record Choices(
            @OneOf(OAuthAttempt.Status.class) String state,
            String offer,
            Instant expiresAt,
            @JsonInclude @Nullable @Schema(implementation = ProblemView.class) Map<String, Object> problem,
            List<Item> items) {
        static Choices of(OAuthAttempt attempt) {
            return new Choices(attempt.status().word(), attempt.offer(), attempt.expiresAt(), attempt.problem(), attempt.choices().stream().map(Item::of).toList());
        }
    }

    /** @param obstacle why it cannot be picked; null where it can */
    record Item(String id, String label, String detail, boolean isSelectable, @Nullable String obstacle) {
        static Item of(ConnectsByOAuth.Choice choice) {
            return new Item(choice.id(), choice.label(), choice.detail(), choice.obstacle().isEmpty(), choice.obstacle().orElse(null));
        }
    }

    record Picked(@NotBlank String id) {}

    private final CurrentCaller current;
    private final OAuthFlow flow;
    private final AccountViews views;

    OAuthResource(CurrentCaller current, OAuthFlow flow, AccountViews views) {
        this.current = current;
        this.flow = flow;
        this.views = views;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Begin to connect an account by OAuth, or to authorise it again",
            description = "Send the browser to authorize_url. It comes back to /rest/v1/oauth/callback, in the same session and once, within twenty minutes.")
    public Uni<Started> start(@PathParam("id") UUID id, @QueryParam("offer") String offer) {
        return flow.start(current.require(Permission.CHANNELS_WRITE), current.sessionId(), id, Optional.ofNullable(offer)).map(Started::new);
    }

    @GET
    @Path("/choices")
    @Operation(summary = "How the newest attempt went, and what can be picked", description = "Pages, numbers or mailboxes that the consent opens.")
    public Uni<Choices> choices(@PathParam("id") UUID id) {
        return flow.latest(current.require(Permission.CHANNELS_WRITE), id).map(Choices::of);
    }

    @POST
    @Path("/choices")
    @Operation(summary = "Pick the page, number or mailbox to connect")
    public Uni<AccountView> choose(@PathParam("id") UUID id, @Valid Picked picked) {
        Caller caller = current.require(Permission.CHANNELS_WRITE);
        return flow.choose(caller, id, picked.id()).map(views::of);
    }
}
