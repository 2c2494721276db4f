package dev.tributary.channel;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The channels that this installation can connect. */
@Path("/rest/v1/channel_types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class ChannelTypeResource {

    private final CurrentCaller caller;
    private final AdapterRegistry adapters;
    private final OAuthFlow oauth;

    ChannelTypeResource(CurrentCaller caller, AdapterRegistry adapters, OAuthFlow oauth) {
        this.caller = caller;
        this.oauth = oauth;
        this.adapters = adapters;
    }

    @GET
    @Operation(summary = "List channel types", description = "What each can do, and the settings that an account of it needs.")
    public Uni<Page<ChannelTypeView>> list() {
        caller.require(Permission.CHANNELS_READ);
        return Uni.createFrom().item(() -> Page.all(adapters.all().stream().map(adapter -> ChannelTypeView.of(adapter, oauth.redirectUri())).toList()));
    }
}
