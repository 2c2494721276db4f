package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Connected numbers, pages, bots and mailboxes. Everybody sees them, secrets masked; owners and admins change them. */
@Path("/rest/v1/channel_accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class ChannelAccountResource {

    private static final int MAX_NAME = 200;
    private static final int MAX_REOPEN_DAYS = 365;

    private final CurrentCaller current;
    private final Accounts accounts;
    private final AccountEnding ending;

    ChannelAccountResource(CurrentCaller current, Accounts accounts, AccountEnding ending) {
        this.current = current;
        this.accounts = accounts;
        this.ending = ending;
    }

    /**
     * @param organizationId the caller's own, if given
     * @param settings by the names that the channel type declares
     * @param isActive true unless said
     * @param reopenDays how long after it was resolved a new message reopens a conversation
     */
    record NewAccount(
            UUID organizationId,
            @NotBlank @Size(max = MAX_NAME) String name,
            @NotBlank String type,
            Map<String, JsonNode> settings,
            Boolean isActive,
            @Min(0) @Max(MAX_REOPEN_DAYS) Integer reopenDays) {}

    /** The same fields; what is absent stays as it is. Organization and type cannot change. */
    record AccountChange(
            UUID organizationId,
            @Size(max = MAX_NAME) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") String name,
            String type,
            Map<String, JsonNode> settings,
            Boolean isActive,
            @Min(0) @Max(MAX_REOPEN_DAYS) Integer reopenDays) {}

    /** @param roundTrip true to send something to ourselves and await it, where the channel can */
    record Trial(@NotBlank String type, Map<String, JsonNode> settings, Boolean roundTrip) {}

    /**
     * @param checks what the round trip found; empty where none was asked for, or the connection failed
     * @param settings what the round trip found out: kept already, where the account is
     */
    record Tested(AccountView.State connection, List<HealthResource.CheckView> checks, Map<String, JsonNode> settings) {
        static Tested of(Accounts.Tested tested) {
            return new Tested(tested.connection(), tested.trip().findings().stream().map(HealthResource.CheckView::of).toList(), tested.trip().learned());
        }
    }

    @GET
    @Operation(summary = "List channel accounts")
    public Uni<Page<AccountView>> list(
            @QueryParam("organization_id") UUID organizationId,
            @QueryParam("type") List<String> types,
            @QueryParam("is_active") Boolean isActive,
            @QueryParam("is_archived") @DefaultValue("false") Boolean isArchived,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") Integer limit) {
        Caller caller = current.require(Permission.CHANNELS_READ);
        int count = Page.limit(limit);
        if (organizationId != null && !organizationId.equals(caller.organizationId())) {
            return Uni.createFrom().item(Page.all(List.of()));
        }
        return accounts.list(new AccountStore.Filter(caller.organizationId(), types, Optional.ofNullable(isActive), isArchived), cursor, count);
    }

    @POST
    @Idempotent
    @Operation(
            summary = "Connect a channel account",
            description = "An active account is connected at once; credentials that the provider refuses show in connection, and the account is kept.")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = AccountView.class)))
    @APIResponse(responseCode = "409", description = "Another channel account has this bot, page or number")
    public Uni<Response> create(@Valid NewAccount wanted) {
        Caller caller = current.require(Permission.CHANNELS_WRITE);
        refuseForeign(caller, wanted.organizationId());
        boolean active = wanted.isActive() == null || wanted.isActive();
        return accounts.create(caller, new Accounts.New(wanted.name(), wanted.type(), wanted.settings(), active, Optional.ofNullable(wanted.reopenDays())))
                .map(account -> Response.created(URI.create("/rest/v1/channel_accounts/" + account.id())).entity(account).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a channel account")
    public Uni<AccountView> get(@PathParam("id") UUID id) {
        return accounts.get(current.require(Permission.CHANNELS_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a channel account", description = "A secret's mask, sent back, keeps the stored secret; null removes a setting.")
    public Uni<AccountView> change(@PathParam("id") UUID id, @Valid AccountChange change) {
        Caller caller = current.require(Permission.CHANNELS_WRITE);
        Uni<Void> same = change.organizationId() == null && change.type() == null
                ? Uni.createFrom().voidItem()
                : accounts.get(caller.organizationId(), id).invoke(account -> refuseMoved(account, change)).replaceWithVoid();
        return same.chain(() -> accounts.change(caller, id, new Accounts.Changes(
                Optional.ofNullable(change.name()), Optional.ofNullable(change.settings()), Optional.ofNullable(change.isActive()), Optional.ofNullable(change.reopenDays()))));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Archive a channel account, or purge an archived one", description = "Archiving keeps conversations and messages; purging deletes them for good.")
    public Uni<Void> delete(@PathParam("id") UUID id, @QueryParam("purge") @DefaultValue("false") Boolean purge) {
        Caller caller = current.require(Permission.CHANNELS_WRITE);
        return purge ? ending.purge(caller, id) : ending.archive(caller, id);
    }

    @POST
    @Path("/{id}/test")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Test a channel account", description = "Asks the provider now; an active account whose webhook is wrong is connected again. With round_trip something is sent to ourselves and awaited, for up to two minutes.")
    public Uni<Tested> test(@PathParam("id") UUID id, @QueryParam("round_trip") @DefaultValue("false") Boolean roundTrip) {
        return accounts.test(current.require(Permission.CHANNELS_WRITE).organizationId(), id, roundTrip).map(Tested::of);
    }

    @POST
    @Path("/test")
    @Operation(summary = "Test settings before saving them", description = "Nothing is stored, and nothing is registered with the provider.")
    public Uni<Tested> test(@Valid Trial trial) {
        return accounts.testUnsaved(current.require(Permission.CHANNELS_WRITE), trial.type(), trial.settings(), Boolean.TRUE.equals(trial.roundTrip())).map(Tested::of);
    }

    @POST
    @Path("/{id}/webhook_key")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Make a new webhook address", description = "The old one is unknown from now on.")
    public Uni<AccountView> rotateWebhookKey(@PathParam("id") UUID id) {
        return ending.rotateWebhookKey(current.require(Permission.CHANNELS_WRITE), id);
    }

    @POST
    @Path("/{id}/credentials/{field}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Replace a key that Tributary issued", description = "The new key is in the answer's credentials, this once.")
    public Uni<AccountView> rotateCredential(@PathParam("id") UUID id, @PathParam("field") String field) {
        return ending.rotateCredential(current.require(Permission.CHANNELS_WRITE), id, field);
    }

    @DELETE
    @Path("/{id}/credentials/{field}")
    @Operation(summary = "Take a key that Tributary issued out of use")
    public Uni<AccountView> revokeCredential(@PathParam("id") UUID id, @PathParam("field") String field) {
        return ending.revokeCredential(current.require(Permission.CHANNELS_WRITE), id, field);
    }

    private static void refuseForeign(Caller caller, UUID organizationId) {
        if (organizationId != null && !organizationId.equals(caller.organizationId())) {
            throw Problems.notFound("organization");
        }
    }

    private static void refuseMoved(AccountView account, AccountChange change) {
        if (change.organizationId() != null && !change.organizationId().equals(account.organizationId())) {
            throw Problems.invalid("organization_id", "cannot be changed");
        }
        if (change.type() != null && !change.type().equals(account.type())) {
            throw Problems.invalid("type", "cannot be changed: make a new account");
        }
    }
}
