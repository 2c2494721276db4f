package dev.tributary.channel;

import dev.tributary.channel.HasTemplates.Listed;
import dev.tributary.platform.Leases;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SameContext;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Reads templates from their providers: each hour, and when an admin asks. */
@ApplicationScoped
class TemplateSync {

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final AccountStore store;
    private final AccountDirectory directory;
    private final AdapterRegistry adapters;
    private final Templates templates;
    private final Leases leases;

    TemplateSync(AccountStore store, AccountDirectory directory, AdapterRegistry adapters, Templates templates, Leases leases) {
        this.store = store;
        this.directory = directory;
        this.adapters = adapters;
        this.templates = templates;
        this.leases = leases;
    }

    /** Fails with 409 where the channel has none, or its provider refuses. */
    Uni<Void> sync(UUID organizationId, UUID accountId) {
        return store.get(organizationId, accountId)
                .chain(account -> directory.find(account.id))
                .chain(live -> live.filter(found -> found.adapter() instanceof HasTemplates)
                        .map(this::listed)
                        .orElseThrow(() -> Problems.conflict("no_templates", "This channel has no templates.", "Only WhatsApp channels have templates.")))
                .chain(listed -> switch (listed) {
                    case Listed.Found found -> templates.replace(accountId, found.templates());
                    case Listed.Refused refused -> throw Problems.conflict(refused.problem().code(), refused.problem().detail(), refused.problem().hint());
                });
    }

    @Scheduled(every = "1h", delayed = "3m", identity = "template-sync")
    Uni<Void> syncAll() {
        return leases.whenHeld("template-sync", LEASE, () -> Multi.createFrom().iterable(types())
                .onItem().transformToMultiAndConcatenate(directory::ofType)
                .filter(LiveAccount::open)
                .onItem().transformToUniAndConcatenate(this::syncQuietly)
                .collect().last()
                .replaceWithVoid());
    }

    private List<String> types() {
        return adapters.all().stream().filter(HasTemplates.class::isInstance).map(adapter -> adapter.descriptor().type()).toList();
    }

    private Uni<Void> syncQuietly(LiveAccount live) {
        UUID accountId = live.account().id();
        return listed(live)
                .chain(listed -> listed instanceof Listed.Found found ? templates.replace(accountId, found.templates()) : Uni.createFrom().voidItem())
                .onFailure().invoke(failure -> Log.warnf("Templates were not read: account=%s cause=%s", accountId, failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Listed> listed(LiveAccount live) {
        return SameContext.after(((HasTemplates) live.adapter()).templates(live.account()).ifNoItem().after(LIMIT).fail());
    }
}
