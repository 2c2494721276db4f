package dev.tributary.webhook;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressGuard;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.webhook.WebhookUrl;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Subscriptions of other programs to events. */
@Path("/rest/v1/webhook_subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
class SubscriptionResource {

    private final CurrentCaller caller;
    private final Subscriptions subscriptions;
    private final EgressGuard guard;

    SubscriptionResource(CurrentCaller caller, Subscriptions subscriptions, EgressGuard guard) {
        this.caller = caller;
        this.subscriptions = subscriptions;
        this.guard = guard;
    }

    /** @param algorithm {@code v1} (HMAC-SHA256, the default) or {@code v1a} (ed25519) */
    record NewSubscription(
            @Size(min = 1, max = 200) String name,
            @NotNull @Size(max = 2048) String url,
            @NotEmpty @Size(max = 50) List<@NotNull String> events,
            @Pattern(regexp = "v1|v1a", message = "must be v1 or v1a") String algorithm) {}

    /** Null leaves a field as it is. */
    record SubscriptionChange(
            @Size(min = 1, max = 200) String name,
            @Size(max = 2048) String url,
            @Size(min = 1, max = 50) List<@NotNull String> events,
            Boolean isActive) {}

    @GET
    @Operation(summary = "List webhook subscriptions", description = "Those of channels too; ?channel_account_id= picks one channel's.")
    public Uni<Page<SubscriptionView>> list(
            @QueryParam("channel_account_id") UUID channelAccountId, @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        UUID organizationId = caller.require(Permission.WEBHOOKS_READ).organizationId();
        return subscriptions.page(organizationId, Optional.ofNullable(channelAccountId), cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Subscribe to events", description = "The answer carries the secret, once.")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = SubscriptionView.WithSecret.class)))
    public Uni<Response> create(@Valid @NotNull NewSubscription request) {
        String url = usable(request.url());
        String name = request.name() == null ? URI.create(url).getHost() : request.name().strip();
        String algorithm = request.algorithm() == null ? "v1" : request.algorithm();
        return subscriptions
                .create(caller.require(Permission.WEBHOOKS_WRITE), name, url, known(request.events()), algorithm)
                .map(created -> Response.created(URI.create("/rest/v1/webhook_subscriptions/" + created.subscription().id())).entity(created).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a webhook subscription")
    public Uni<SubscriptionView> get(@RestPath UUID id) {
        return subscriptions.get(caller.require(Permission.WEBHOOKS_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a webhook subscription")
    public Uni<SubscriptionView> change(@RestPath UUID id, @Valid @NotNull SubscriptionChange change) {
        String name = change.name() == null ? null : change.name().strip();
        String url = change.url() == null ? null : usable(change.url());
        List<String> events = change.events() == null ? null : known(change.events());
        return subscriptions.change(caller.require(Permission.WEBHOOKS_WRITE), id, name, url, events, change.isActive());
    }

    @POST
    @Path("/{id}/enable")
    @Operation(summary = "Send again to a receiver that was disabled", description = "What it missed is kept as failed and can be replayed.")
    public Uni<SubscriptionView> enable(@RestPath UUID id) {
        return subscriptions.change(caller.require(Permission.WEBHOOKS_WRITE), id, null, null, null, true);
    }

    @POST
    @Path("/{id}/secret")
    @Operation(summary = "Make a new secret", description = "Shown once. The one before it signs as well for 24 hours.")
    public Uni<SubscriptionView.WithSecret> rotate(@RestPath UUID id) {
        return subscriptions.rotate(caller.require(Permission.WEBHOOKS_WRITE), id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a webhook subscription", description = "What waits for it is not sent any more.")
    public Uni<Void> delete(@RestPath UUID id) {
        return subscriptions.delete(caller.require(Permission.WEBHOOKS_WRITE), id);
    }

    private String usable(String url) {
        String text = url.strip();
        if (!WebhookUrl.isOne(text)) {
            throw Problems.invalid("url", "must be an https address");
        }
        try {
            guard.checkSpelling(text);
        } catch (EgressException refused) {
            throw Problems.invalid("url", refused.getMessage());
        }
        return text;
    }

    private static List<String> known(List<String> events) {
        events.stream().filter(event -> !EventType.subscribable().contains(event)).findFirst().ifPresent(unknown -> {
            throw Problems.invalid("events", "holds " + unknown + ", which is none of " + String.join(", ", EventType.subscribable()));
        });
        return events.stream().distinct().toList();
    }
}
