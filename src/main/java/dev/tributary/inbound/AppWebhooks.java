package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.RoutesWebhooks;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds whom a delivery to an app's one address is for. Each account proves it with its own secrets, so that one tenant's secret
 * forges nothing for another. A proven delivery that names only strangers goes to an account of the same app, whose journal then
 * shows it as ignored.
 */
@ApplicationScoped
class AppWebhooks {

    sealed interface Proof {
        record For(List<LiveAccount> accounts) implements Proof {}

        record Challenge(Verdict.Challenge challenge) implements Proof {}

        record None(String reason) implements Proof {}

        /** No channel has an address of this kind. */
        record NoSuchAddress() implements Proof {}
    }

    private static final int MOST_SEARCHES = 8;

    private final AtomicInteger searches = new AtomicInteger();
    private final AdapterRegistry adapters;
    private final AccountDirectory accounts;

    AppWebhooks(AdapterRegistry adapters, AccountDirectory accounts) {
        this.adapters = adapters;
        this.accounts = accounts;
    }

    Uni<Proof> prove(String typeInUrl, WebhookRequest request) {
        String type = typeInUrl.toUpperCase(Locale.ROOT).replace('-', '_');
        boolean isCanonical = typeInUrl.equals(typeInUrl.toLowerCase(Locale.ROOT)) && typeInUrl.indexOf('_') < 0;
        return adapters.find(type)
                .filter(adapter -> isCanonical && adapter instanceof RoutesWebhooks)
                .map(adapter -> prove((RoutesWebhooks) adapter, type, request))
                .orElseGet(() -> Uni.createFrom().item(new Proof.NoSuchAddress()));
    }

    private Uni<Proof> prove(RoutesWebhooks adapter, String type, WebhookRequest request) {
        return named(adapter, type, request)
                .map(named -> named.stream().filter(account -> verify(account, request) instanceof Verdict.Accepted).toList())
                .chain(proven -> proven.isEmpty() ? anyOf(type, request) : Uni.createFrom().item(new Proof.For(proven)));
    }

    private Uni<List<LiveAccount>> named(RoutesWebhooks adapter, String type, WebhookRequest request) {
        return Multi.createFrom().iterable(adapter.accountsIn(request.body()))
                .onItem().transformToUniAndConcatenate(id -> accounts.findByProviderAccount(type, id))
                .collect().asList()
                .map(found -> found.stream().flatMap(Optional::stream).toList());
    }

    /** Looks through every account, for it costs: who asks too often at once is told to come again. */
    private Uni<Proof> anyOf(String type, WebhookRequest request) {
        if (searches.incrementAndGet() > MOST_SEARCHES) {
            searches.decrementAndGet();
            throw Problems.unavailable("busy", "Too many deliveries without a known account came at once.", Duration.ofSeconds(5));
        }
        return accounts.ofType(type)
                .map(account -> proof(account, verify(account, request)))
                .filter(Optional::isPresent)
                .toUni()
                .map(found -> found == null ? new Proof.None("no account of this channel has the secret that it was made with") : found.get())
                .onTermination().invoke(() -> searches.decrementAndGet());
    }

    private static Optional<Proof> proof(LiveAccount account, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted _ -> Optional.of(new Proof.For(List.of(account)));
            case Verdict.Challenge challenge -> Optional.of(new Proof.Challenge(challenge));
            case Verdict.Rejected _ -> Optional.empty();
        };
    }

    private static Verdict verify(LiveAccount account, WebhookRequest request) {
        return ((ReceivesWebhooks) account.adapter()).verify(request, account.account());
    }
}
