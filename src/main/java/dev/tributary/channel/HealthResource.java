package dev.tributary.channel;

import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.OneOf;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Why a channel works, or does not. */
@Path("/rest/v1/channel_accounts/{id}/health")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class HealthResource {

    /**
     * @param grade of the worst check: ok, warning or error
     * @param checkedAt when the provider was last asked; null where it never was
     */
    record HealthView(@OneOf(Finding.Grade.class) String grade, @Nullable Instant checkedAt, List<CheckView> checks) {}

    /** @param hint what to do; null where there is nothing to do */
    record CheckView(String code, @OneOf(Finding.Grade.class) String grade, String detail, @Nullable String hint) {
        static CheckView of(Finding check) {
            return new CheckView(check.code(), check.grade().word(), check.detail(), check.hint());
        }
    }

    private final CurrentCaller current;
    private final AccountStore store;
    private final AccountExaminations examinations;
    private final Accounts accounts;
    private final AdapterRegistry adapters;
    private final Templates templates;
    private final WebhookUrls webhookUrls;
    private final Clock clock;

    HealthResource(
            CurrentCaller current,
            AccountStore store,
            AccountExaminations examinations,
            Accounts accounts,
            AdapterRegistry adapters,
            Templates templates,
            WebhookUrls webhookUrls,
            Clock clock) {
        this.current = current;
        this.store = store;
        this.examinations = examinations;
        this.accounts = accounts;
        this.adapters = adapters;
        this.templates = templates;
        this.webhookUrls = webhookUrls;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Tell how a channel account is", description = "From what is known; providers are asked about once an hour.")
    public Uni<HealthView> health(@PathParam("id") UUID id) {
        return health(current.require(Permission.CHANNELS_READ), id);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Ask the provider now, and tell how a channel account is")
    public Uni<HealthView> examine(@PathParam("id") UUID id) {
        Caller caller = current.require(Permission.CHANNELS_WRITE);
        return accounts.test(caller.organizationId(), id, false)
                .chain(() -> store.get(caller.organizationId(), id))
                .chain(examinations::examine)
                .chain(() -> health(caller, id));
    }

    private Uni<HealthView> health(Caller caller, UUID id) {
        return store.get(caller.organizationId(), id).chain(account -> templates.list(caller.organizationId(), id).map(known -> view(account, known)));
    }

    private HealthView view(StoredAccount account, List<Template> known) {
        ChannelAdapter adapter = adapters.find(account.type).orElseThrow(() -> Problems.notFound("channel type"));
        List<Finding> checks = AccountHealth.of(account, adapter, webhookUrls.of(account.type, account.webhookKey), known, clock.instant());
        Instant checkedAt = Optional.ofNullable(account.checkedAt).map(OffsetDateTime::toInstant).orElse(null);
        return new HealthView(AccountHealth.worst(checks).word(), checkedAt, checks.stream().map(CheckView::of).toList());
    }
}
