package dev.tributary.channel;

import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.identity.PublicRoute;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where providers send the browser back to. Always answers with a page of the inbox: a person is looking. */
@Path(OAuthFlow.CALLBACK)
@Tag(name = "Channels")
class OAuthCallbackResource {

    private static final String CHANNELS = "/settings/channels";

    private final CurrentCaller current;
    private final OAuthFlow flow;
    private final WebhookUrls urls;

    OAuthCallbackResource(CurrentCaller current, OAuthFlow flow, WebhookUrls urls) {
        this.current = current;
        this.flow = flow;
        this.urls = urls;
    }

    @GET
    @PublicRoute
    @Operation(summary = "Come back from a provider's consent page", description = "Leads on to the channel's page in the inbox, whatever happened.")
    public Uni<Response> comeBack(
            @QueryParam("state") String state,
            @QueryParam("code") String code,
            @QueryParam("error") String error,
            @QueryParam("error_reason") String errorReason,
            @QueryParam("error_description") String errorDescription) {
        Optional<Caller> caller = current.find().filter(found -> found.may(Permission.CHANNELS_WRITE));
        if (caller.isEmpty()) {
            return Uni.createFrom().item(to(CHANNELS + "?oauth=signed_out"));
        }
        return flow.comeBack(caller.get(), current.sessionId(), new OAuthFlow.Answer(state, code, error, errorReason, errorDescription)).map(outcome -> switch (outcome) {
            case OAuthFlow.Outcome.Of of -> to(CHANNELS + "/" + of.accountId() + "?oauth=" + of.word());
            case OAuthFlow.Outcome.Unknown _ -> to(CHANNELS + "?oauth=unknown");
        });
    }

    /** The code stands in the address: nobody keeps it, and nobody is told of it. */
    private Response to(String page) {
        return Response.seeOther(urls.below(page)).header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer").build();
    }
}
